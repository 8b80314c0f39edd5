use hookwire::hook_point;
use serde::{Deserialize, Serialize};

#[hook_point("billing.charge", kind = edit, on_failure = "close")]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Charge;

fn main() {}
