use hookwire::hook_point;

#[hook_point("billing.charge", kind = edit)]
#[derive(Debug, Clone)]
struct Charge;

fn main() {}
