//! Firing points from a plugin's context.

use super::chain::Chain;
use super::erased::Lend;
use super::fire::Fire;
use super::outcome::Accumulate;
use super::wrap::{Inmost, operate};
use crate::cx::{Chains, Cx};
use crate::error::Result;
use crate::point::{HookPoint, Wrap};
use std::sync::Arc;

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
        Ok(Fire::new(chain::<P>(&chains), event.into(), self).await)
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<P>(&self, request: P::Event, operation: &Inmost<'_, P>) -> Result<P::Outcome>
    where
        P: HookPoint<Kind = Wrap>,
    {
        let chains = self.chains_for(P::INFO)?;
        match chain::<P>(&chains) {
            Some(chain) => chain.wrap(request, self, operation).await,
            None => operate(async { operation(request).await }).await,
        }
    }
}

fn chain<P: HookPoint>(chains: &Arc<dyn Chains>) -> Option<&Chain<P>> {
    chains.chain(P::INFO.ordinal.index())?.downcast_ref()
}
