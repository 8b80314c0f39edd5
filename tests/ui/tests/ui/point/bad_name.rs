use hookwire::hook_point;
use serde::{Deserialize, Serialize};

#[hook_point("Charge", kind = edit)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Charge;

fn main() {}
