use hookwire::{Cx, Next, Plugin, Result, Verdict, hook_point, plugin};
use serde::{Deserialize, Serialize};

/// Fired before a card is charged.
#[hook_point("billing.charge", kind = edit, timeout = "2s", on_failure = "closed")]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Charge {
    /// In cents.
    pub amount: u64,
}

mod more {
    use super::*;

    #[hook_point("billing.allowed", kind = gate, event = Charge)]
    #[derive(Debug)]
    pub struct Allowed;

    #[hook_point("billing.pay", kind = wrap, event = Charge, outcome = Receipt)]
    #[derive(Debug)]
    pub struct Pay;

    #[hook_point("billing.tick", kind = edit, event = Charge, sync)]
    #[derive(Debug)]
    pub struct Tick;

    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub struct Receipt;
}

#[derive(Default)]
struct Discount;

#[plugin]
impl Discount {
    #[hook(Charge)]
    async fn halve(&self, charge: &mut Charge, _cx: &Cx) {
        charge.amount /= 2;
    }

    #[hook(more::Allowed, priority = 5)]
    fn allow(&self, _charge: &Charge) -> Verdict {
        Verdict::Allow
    }

    #[hook(crate::own_point::more::Pay)]
    async fn pay(&self, charge: Charge, next: Next<'_, more::Pay>) -> Result<more::Receipt> {
        next.run(charge).await
    }

    #[hook(self::more::Tick)]
    fn tick(&self, _charge: &mut Charge) {}
}

pub(crate) fn main() {
    assert_eq!(Discount::MANIFEST.hooks[0].point.name, "billing.charge");
    assert!(Discount::MANIFEST.hooks[3].point.sync);
}
