use hookwire::hook_point;
use serde::{Deserialize, Serialize};

#[hook_point("billing.charge", kind = edit, timeout = 2)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Charge {
    amount: u64,
}

fn main() {}
