//! hookwire: typed chains, built when the plugins start.

mod plugins;

use std::hint::black_box;

use hookwire::cx::{Cancel, Identity};
use hookwire::live::Wiring;
use hookwire::points::{Delta, ModelDelta, ToolBefore, ToolCall};
use hookwire::{Cx, Plugins, Registry, Role};

use crate::call::{self, ID, TOOL};
use crate::case::Case;
use crate::measure::{Chain, Peer};

pub const BEFORE_TOOL: Peer = Peer {
    key: "hookwire_before_tool",
    title: "hookwire tool.before",
    chain: |case, size| {
        let mut call = ToolCall::new(TOOL, call::args());
        call.id = ID.into();
        Box::new(BeforeTool(Live::start(case, size), call))
    },
};

pub const DELTA: Peer = Peer {
    key: "hookwire_delta",
    title: "hookwire model.delta",
    chain: |case, size| Box::new(OnDelta(Live::start(case, size), Delta::new(TOOL))),
};

/// The parts of a live set that a request has.
struct Live {
    wiring: Wiring,
    cx: Cx,
    /// A set that is dropped takes its fault channel with it.
    _plugins: Plugins,
}

impl Live {
    fn start(case: Case, size: usize) -> Self {
        let plugin = |index| {
            if case.interested(index) {
                plugins::INTERESTED[index]
            } else {
                plugins::IDLE[index]
            }
        };
        let chosen: Vec<_> = (0..size).map(plugin).collect();
        let registry = Registry::of(&chosen).expect("sixteen ids");
        // Starting needs a clock; the benchmark's own runtime is busy with the rounds.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let starting = Plugins::of(registry).start();
        let plugins = runtime.expect("a runtime").block_on(starting).expect("no plugin fails");
        Self {
            wiring: plugins.wiring("", Role::Agent),
            cx: plugins.cx(Identity::default(), Cancel::default(), None),
            _plugins: plugins,
        }
    }
}

struct BeforeTool(Live, ToolCall);

impl Chain for BeforeTool {
    async fn call(&mut self) {
        let Self(live, call) = self;
        let wiring = black_box(&live.wiring);
        let _ = black_box(wiring.fire::<ToolBefore>(black_box(call), &live.cx).await);
    }
}

struct OnDelta(Live, Delta);

impl Chain for OnDelta {
    async fn call(&mut self) {
        let Self(live, delta) = self;
        let wiring = black_box(&live.wiring);
        let _ = black_box(wiring.fire_now::<ModelDelta>(black_box(delta), &live.cx));
    }
}
