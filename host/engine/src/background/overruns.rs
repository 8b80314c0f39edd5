//! What a host does when code of a plugin keeps a thread: all of it from other threads than those of the runtime, which may have
//! none to spare.

use crate::state::EngineState;
use hookwire::HookPoint;
use hookwire::chain::{Overrun, Watchdog, WatchdogEvent, WatchdogListener};
use hookwire::points::PluginFault;
use std::future::ready;
use std::sync::{Arc, Weak};
use std::thread;
use tokio::runtime::Handle;

/// Has another thread of the runtime look after timers and sockets whenever plugin code keeps the one that did.
pub(crate) fn keep_awake(runtime: Handle) -> WatchdogListener {
    Watchdog::listen(move |event| {
        if let WatchdogEvent::Stall = event {
            drop(runtime.spawn(ready(())));
        }
    })
}

/// Takes plugins off that keep a thread, and answers those who wait for them.
pub(crate) fn react_to_overruns(state: &Arc<EngineState>, runtime: Handle) -> WatchdogListener {
    let state = Arc::downgrade(state);
    Watchdog::listen(move |event| {
        let Some(state) = Weak::upgrade(&state) else { return };
        match event {
            WatchdogEvent::Overrun(overrun) if state.plugins().owns(overrun) => {
                react(&state, overrun, &runtime);
            }
            WatchdogEvent::Returned(overrun) if state.stuck_threads().remove(overrun) => {
                let plugin = overrun.plugin();
                tracing::warn!(
                    plugin,
                    "it has given the thread back; `{plugin}` stays off until it is switched on again"
                );
            }
            _ => {}
        }
    })
}

fn react(state: &Arc<EngineState>, overrun: &Overrun, runtime: &Handle) {
    let plugin = overrun.plugin();
    state.plugins().trip(overrun);
    let kept = state.stuck_threads().add(overrun);
    state.watched().write_off(overrun);
    tracing::error!(plugin, kept, "`{plugin}` is taken off, as it keeps a thread: {overrun}");
    if state.is_starved(runtime) {
        let workers = runtime.metrics().num_workers();
        tracing::error!("plugins keep {kept} of the {workers} threads of the runtime; restart this host");
    }
    if overrun.fault().point == PluginFault::INFO.name {
        let plugins = state.plugins().clone();
        drop(runtime.spawn(async move { plugins.run_fault_delivery().await }));
    }
    let (plugins, runtime, why) =
        (state.plugins().clone(), runtime.clone(), format!("it keeps a thread: {overrun}"));
    let take_off = move || runtime.block_on(plugins.take_off(plugin, why));
    if let Err(error) = thread::Builder::new().name("hookwire-rescue".into()).spawn(take_off) {
        tracing::error!(plugin, "new requests still see the plugin: {error}");
    }
}
