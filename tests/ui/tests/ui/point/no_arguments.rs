use hookwire::hook_point;
use serde::{Deserialize, Serialize};

#[hook_point]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Charge;

fn main() {}
