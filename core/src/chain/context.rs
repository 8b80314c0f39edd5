//! Firing points from a plugin's context.

use super::chain::Chain;
use super::erased::Lend;
use super::fire::Fire;
use super::outcome::Accumulate;
use super::wrap::{Inmost, operate};
use crate::cx::{Chains, Cx};
use crate::error::Result;
use crate::point::{HookPoint, Wrap};

impl Cx {
    /// Fires a hook point, of this crate or of any other, and returns what its hooks made.
    ///
    /// An observe, gate, answer or collect point takes `&event`, an edit point `&mut event`.
    pub async fn fire<'a, P>(
        &'a self,
        event: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
    ) -> Result<<P::Kind as Accumulate<P>>::Outcome>
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        let chains = self.chains_for(P::INFO)?;
        Ok(chains.fire::<P>(event, self).await)
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<P>(&self, request: P::Event, operation: &Inmost<'_, P>) -> Result<P::Outcome>
    where
        P: HookPoint<Kind = Wrap>,
    {
        let chains = self.chains_for(P::INFO)?;
        chains.wrap::<P>(request, self, operation).await
    }
}

impl dyn Chains {
    /// Fires a point, in a context of any depth: for hosts.
    pub fn fire<'h, 'a, P>(
        &'h self,
        event: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
        cx: &'a Cx,
    ) -> Fire<'h, 'a, P>
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        Fire::new(self.chain_of::<P>(), event.into(), cx)
    }

    /// Runs an operation inside the hooks of a wrap point, in a context of any depth: for hosts.
    pub async fn wrap<P: HookPoint<Kind = Wrap>>(
        &self,
        request: P::Event,
        cx: &Cx,
        operation: &Inmost<'_, P>,
    ) -> Result<P::Outcome> {
        match self.chain_of::<P>() {
            Some(chain) => chain.wrap(request, cx, operation).await,
            None => operate(async { operation(request).await }).await,
        }
    }

    fn chain_of<P: HookPoint>(&self) -> Option<&Chain<P>> {
        self.chain(P::INFO.ordinal.index())?.downcast_ref()
    }
}
