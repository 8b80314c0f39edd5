use hookwire::points::{MessageReceived, ToolCall};
use hookwire::{Cx, Result, plugin};

#[derive(Default)]
struct Billing;

#[plugin]
impl Billing {
    #[hook("message.received")]
    async fn charge(&self, _: &MessageReceived, cx: &Cx) -> Result<()> {
        let mut call = ToolCall::new("read", 1);
        cx.fire::<ToolCall>(&mut call).await?;
        Ok(())
    }
}

fn main() {}
