use hookwire::points::ToolCall;
use hookwire::{Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, call: &mut ToolCall) -> Result<()> {
        let first = call.args.get("first").ok_or("the first is missing")?;
        if first.is_null() { Err(format!("`{}` needs a first", call.tool).into()) } else { Ok(()) }
    }

    /// Says it.
    #[tool]
    fn fail(&self) -> Result<u32, String> {
        Err("no".to_owned())
    }
}

pub(crate) fn main() {
    let text = |error: hookwire::Error| error.to_string();
    assert_eq!(text("no".into()), "no");
    assert_eq!(text(String::from("no").into()), "no");
    assert_eq!(text(std::fmt::Error.into()), std::fmt::Error.to_string());
}
