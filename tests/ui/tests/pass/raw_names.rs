use hookwire::points::ToolCall;
use hookwire::{Cx, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn r#match(&self, r#type: &mut ToolCall, r#in: &Cx) {
        let _ = (r#type, r#in);
    }

    #[hook("tool.before")]
    async fn r#loop(&self, r#type: &mut ToolCall) {
        let _ = r#type;
    }

    /// Moves something.
    #[tool]
    fn r#move(&self, r#where: String) -> String {
        r#where
    }

    #[command("/yield")]
    fn r#yield(&self, r#for: &str) -> String {
        r#for.to_owned()
    }
}

pub(crate) fn main() {
    use hookwire::Plugin;
    assert_eq!(Audit::MANIFEST.hooks[0].method, "match");
    assert_eq!(Audit::MANIFEST.contributions[0].name(), "move");
    let schema =
        Audit::MANIFEST.contributions_of::<hookwire::plugin::ToolDecl>().next().unwrap().schema().unwrap();
    assert!(schema.as_value().to_string().contains("\"where\""));
}
