use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    async fn check(&self, _call: &mut ToolCal) {}
}

fn main() {}
