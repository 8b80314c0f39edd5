use hookwire::hook_point;

#[hook_point("billing.charge", kind = edit)]
fn charge() {}

fn main() {}
