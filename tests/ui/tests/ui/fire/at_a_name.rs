use hookwire::{Cx, Result, hook_point, plugin};
use hookwire::points::MessageReceived;
use serde::{Deserialize, Serialize};

#[hook_point("billing.charge", kind = edit)]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Charge {
    amount: u64,
}

#[derive(Default)]
struct Billing;

#[plugin]
impl Billing {
    #[hook("message.received")]
    async fn charge(&self, _: &MessageReceived, cx: &Cx) -> Result<()> {
        let mut charge = Charge { amount: 5 };
        cx.fire::<"billing.charge">(&mut charge).await?;
        Ok(())
    }
}

fn main() {}
