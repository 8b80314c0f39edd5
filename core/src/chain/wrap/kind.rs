use super::next::Next;
use crate::point::{HookPoint, Kind, KindName, Wrap};

impl<P: HookPoint> Kind<P> for Wrap {
    type Input<'a> = (P::Event, Next<'a, P>);
    type Output = P::Outcome;
    const NAME: KindName = KindName::Wrap;
}
