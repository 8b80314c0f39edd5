use hookwire::hook_point;
use serde::{Deserialize, Serialize};

#[hook_point("billing.charge", kind = edit, evnt = u32)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Charge;

fn main() {}
