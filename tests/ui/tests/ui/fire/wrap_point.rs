use hookwire::points::{MessageReceived, ToolCall, ToolWrap};
use hookwire::{Cx, Result, plugin};

#[derive(Default)]
struct Billing;

#[plugin]
impl Billing {
    #[hook("message.received")]
    async fn charge(&self, _: &MessageReceived, cx: &Cx) -> Result<()> {
        let call = ToolCall::new("read", 1);
        cx.fire::<ToolWrap>(call).await?;
        Ok(())
    }
}

fn main() {}
