//! Chains as shipped: plugins that have started, the guard on.

use crate::body;
use crate::contest::Case;
use crate::hooks::{IDLE, Tally};
use crate::measure::Chain;
use hookwire::cx::{Cancel, Identity};
use hookwire::live::Wiring;
use hookwire::plugin::Manifest;
use hookwire::points::{ToolBefore, ToolCall};
use hookwire::{Cx, Plugins, Registry, Role};
use std::hint::black_box;
use tokio::runtime::Runtime;

pub(crate) type Sixteen = [&'static Manifest; 16];

/// What a request has of a live set.
pub(crate) struct Live {
    pub(crate) wiring: Wiring,
    pub(crate) cx: Cx,
    pub(crate) call: ToolCall,
    _plugins: Plugins,
}

impl Live {
    /// Starts `size` plugins; those who do not care hook another point, for that is how not caring is written.
    pub(crate) fn start(interested: Sixteen, case: Case, size: usize, runtime: &Runtime) -> Self {
        let plugin = |index| if case.interested(index) { interested[index] } else { IDLE[index] };
        let chosen: Vec<_> = (0..size).map(plugin).collect();
        let registry = Registry::of(&chosen).expect("sixteen ids");
        let plugins = runtime.block_on(Plugins::of(registry).start());
        let plugins = plugins.expect("no plugin fails");
        Self {
            wiring: plugins.wiring("", Role::Agent),
            cx: plugins.cx(Identity::default(), Cancel::default(), None),
            call: body::call(),
            _plugins: plugins,
        }
    }

    /// Asks the plugins themselves, through a point of the benchmark's own.
    pub(crate) fn seen(&self) -> u64 {
        let counts = self.wiring.fire_now::<Tally>(&(), &self.cx);
        counts.expect("no hook fails").into_iter().sum()
    }
}

/// Fired as a host does it: the chain is looked up in the wiring.
pub(crate) struct Fire(pub(crate) Live);

impl Chain for Fire {
    #[inline]
    async fn call(&mut self) {
        let Live { wiring, cx, call, .. } = black_box(&mut self.0);
        let _ = black_box(wiring.fire::<ToolBefore>(black_box(call), cx).await);
    }

    fn seen(&mut self) -> u64 {
        self.0.seen()
    }
}

/// Run by someone who has the chain at hand; there is none if nobody hooks the point.
pub(crate) struct Run(pub(crate) Live);

impl Chain for Run {
    #[inline]
    async fn call(&mut self) {
        let Live { wiring, cx, call, .. } = black_box(&mut self.0);
        if let Some(chain) = wiring.chain::<ToolBefore>() {
            let _ = black_box(chain.run(black_box(call), cx).await);
        }
    }

    fn seen(&mut self) -> u64 {
        self.0.seen()
    }
}
