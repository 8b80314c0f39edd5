use hookwire::hook_point;
use serde::{Deserialize, Serialize};

#[hook_point("billing.charge", kind = gate, outcome = bool)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Charge;

fn main() {}
