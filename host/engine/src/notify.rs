use hookwire::chain::Refused;
use hookwire::cx::Cx;
use hookwire::live::Wiring;
use hookwire::point::{HookPoint, Observe};

/// Fires a point whose observers cannot stop anything any more: a refusal is the observers' own affair.
pub(crate) async fn notify<P>(wiring: &Wiring, event: &P::Event, cx: &Cx)
where
    P: HookPoint<Kind = Observe>,
{
    let _: Result<(), Refused> = wiring.fire::<P>(event, cx).await;
}
