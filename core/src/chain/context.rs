//! Firing points from a plugin's context.

use super::chain::Chain;
use super::erased::Lend;
use super::fire::Fire;
use super::fireable::Fireable;
use super::outcome::Accumulate;
use super::plugin_fire::PluginFire;
use super::wrap::{Inmost, operate};
use crate::cx::{Chains, Cx, HeldChains};
use crate::error::Result;
use crate::point::{HookPoint, Input, Wrap};

impl Cx {
    /// Fires a hook point, of this crate or of any other, and returns what its hooks made.
    ///
    /// An observe, gate, answer or collect point takes `&event`, an edit point `&mut event`. A refusal is an error, in
    /// which `downcast_ref::<Refused>()` finds it; a gate's [`Ruling`](super::Ruling) is yours to look at.
    pub fn fire<'a, Point>(&'a self, event: Input<'a, Point::Itself>) -> PluginFire<'a, Point::Itself>
    where
        Point: Fireable,
    {
        self.fire_point(event)
    }

    /// Fires a hook point that is known to be one.
    pub(crate) fn fire_point<'a, Point>(&'a self, event: Input<'a, Point>) -> PluginFire<'a, Point>
    where
        Point: HookPoint,
        Point::Kind: Accumulate<Point>,
    {
        match self.chains_for(Point::INFO) {
            Err(why) => PluginFire::refused(why),
            Ok(HeldChains::Borrowed(chains)) => PluginFire::in_request(chains.fire::<Point>(event, self)),
            Ok(HeldChains::Owned(chains)) => PluginFire::outside_requests(chains, event, self),
        }
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<Point>(
        &self,
        request: Point::Event,
        operation: &Inmost<'_, Point>,
    ) -> Result<Point::Outcome>
    where
        Point: HookPoint<Kind = Wrap>,
    {
        let chains = self.chains_for(Point::INFO)?;
        chains.as_dyn().wrap::<Point>(request, self, operation).await
    }
}

impl dyn Chains {
    /// Fires a point, in a context of any depth: for hosts.
    pub fn fire<'h, 'a, Point>(&'h self, event: Input<'a, Point>, cx: &'a Cx) -> Fire<'h, 'a, Point>
    where
        Point: HookPoint,
        Point::Kind: Accumulate<Point>,
    {
        self.fire_held(Point::Kind::hold(event), cx)
    }

    pub(super) fn fire_held<'h, 'a, Point>(
        &'h self,
        held: <Point::Kind as Lend<Point>>::Held<'a>,
        cx: &'a Cx,
    ) -> Fire<'h, 'a, Point>
    where
        Point: HookPoint,
        Point::Kind: Accumulate<Point>,
    {
        Fire::new(self.chain_of::<Point>(), held, cx)
    }

    /// Runs an operation inside the hooks of a wrap point, in a context of any depth: for hosts.
    pub async fn wrap<Point: HookPoint<Kind = Wrap>>(
        &self,
        request: Point::Event,
        cx: &Cx,
        operation: &Inmost<'_, Point>,
    ) -> Result<Point::Outcome> {
        match self.chain_of::<Point>() {
            Some(chain) => chain.wrap(request, cx, operation).await,
            None => operate(async { operation(request).await }).await,
        }
    }

    fn chain_of<Point: HookPoint>(&self) -> Option<&Chain<Point>> {
        self.chain(Point::INFO.ordinal.index())?.downcast_ref()
    }
}
