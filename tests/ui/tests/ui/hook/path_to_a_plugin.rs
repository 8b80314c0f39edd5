use hookwire::plugin;
use hookwire::points::ToolCall;

mod audit {
    use hookwire::plugin;
    use hookwire::points::ToolCall;

    #[derive(Default)]
    pub struct Audit;

    #[plugin]
    impl Audit {
        #[hook("tool.before")]
        fn look(&self, _: &mut ToolCall) {}
    }
}

#[derive(Default)]
struct Billing;

#[plugin]
impl Billing {
    #[hook(audit::Audit)]
    fn charge(&self, _: &ToolCall) {}
}

fn main() {}
