use hookwire::hook_point;
use serde::{Deserialize, Serialize};

#[hook_point("billing.charge", kind = answer, outcome = Bill)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Charge;

#[derive(Debug, Clone)]
struct Bill;

fn main() {}
