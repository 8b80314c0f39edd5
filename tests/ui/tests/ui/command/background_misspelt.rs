use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear", backgruond)]
    fn reset(&self) -> &'static str {
        "done"
    }
}

fn main() {}
