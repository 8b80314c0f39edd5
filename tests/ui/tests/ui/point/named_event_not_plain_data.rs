use hookwire::hook_point;

#[hook_point("billing.charge", kind = edit, event = Bill)]
struct Charge;

struct Bill;

fn main() {}
