//! The limits of plugins in the host's process: told once, and then the plugin is off, or fails closed.

use crate::accounts::memory;
use hookwire::chain::FaultKind;
use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Plugins, Settings, Status};
use hookwire::origin::PluginCode;
use hookwire::plugin::{Isolation, Limits, Manifest, Plugin};
use hookwire::points::{MessageReceived, ToolCall, ToolGate};
use hookwire::{Cx, Fault, HookPoint, Registry, Verdict, plugin};
use serde_json::json;
use std::mem::forget;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::sleep;

const MIB: usize = 1 << 20;
/// How long it takes at most until somebody has looked; the clock of these tests runs on where nobody waits.
const A_LOOK: Duration = Duration::from_millis(1100);

/// Starts plugins of which one may have so many bytes.
async fn limited(manifests: &[&'static Manifest], plugin: &str, bytes: usize) -> Plugins {
    let limits = Limits { memory_bytes: Some(bytes as u64), ..Limits::default() };
    let settings = Settings {
        isolation: [(plugin.to_owned(), Isolation { limits, ..Isolation::default() })].into(),
        ..Settings::default()
    };
    let plugins = Plugins::of(Registry::of(manifests).unwrap()).settings(settings).start().await.unwrap();
    let watched = plugins.clone();
    tokio::spawn(async move { watched.run_limits().await });
    plugins
}

fn cx(plugins: &Plugins) -> Cx {
    plugins.cx(Identity::default(), Cancel::default(), None)
}

async fn receive(plugins: &Plugins) {
    cx(plugins).fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
}

fn status(plugins: &Plugins, id: &str) -> Status {
    plugins.status().into_iter().find(|(found, _)| *found == id).unwrap().1
}

#[track_caller]
fn assert_told(faults: &[Fault], plugin: &str) {
    let [fault] = faults else { panic!("{faults:?}") };
    assert_eq!((fault.kind, fault.code, &*fault.plugin), (FaultKind::Memory, PluginCode::Plugin, plugin));
    let text = fault.to_string();
    assert!(text.starts_with(&format!("`{plugin}` (")) && text.contains("has too much memory: "), "{text}");
}

/// Leaks 8 MiB a call.
#[derive(Default)]
struct Leaky;

#[plugin(id = "leaky")]
impl Leaky {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        forget(vec![1_u8; 8 * MIB]);
    }
}

static HEALTHY: AtomicUsize = AtomicUsize::new(0);

#[derive(Default)]
struct Healthy;

#[plugin(id = "healthy")]
impl Healthy {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        HEALTHY.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn a_plugin_that_leaks_is_told_of_once_and_switched_off_and_others_live() {
    let plugins = limited(&[Leaky::MANIFEST, Healthy::MANIFEST], "leaky", 28 * MIB).await;
    for _ in 0..4 {
        receive(&plugins).await;
        sleep(A_LOOK).await;
    }
    assert!(memory("leaky").bytes > 28 * MIB as u64);
    assert_told(&plugins.flush_faults().await, "leaky");
    let Status::Failed(why) = status(&plugins, "leaky") else { panic!("{:?}", plugins.status()) };
    assert!(why.contains("has too much memory"), "{why}");
    let before = HEALTHY.load(Ordering::SeqCst);
    for _ in 0..4 {
        receive(&plugins).await;
        sleep(A_LOOK).await;
    }
    assert_eq!(plugins.flush_faults().await, []);
    assert_eq!((status(&plugins, "healthy"), HEALTHY.load(Ordering::SeqCst)), (Status::Live, before + 4));

    // Switched on again it may have as much once more: nobody can give back what it leaked.
    plugins.enable("leaky").await.unwrap();
    for calls in 1..=4 {
        receive(&plugins).await;
        sleep(A_LOOK).await;
        let is_live = status(&plugins, "leaky") == Status::Live;
        assert_eq!(is_live, calls < 4, "{calls}");
    }
    assert_told(&plugins.flush_faults().await, "leaky");
}

/// Allows everything, and leaks.
#[derive(Default)]
struct Gate;

#[plugin(id = "leaky-gate")]
impl Gate {
    #[hook("tool.gate")]
    async fn allow(&self, _: &ToolCall) -> Verdict {
        forget(vec![1_u8; 8 * MIB]);
        Verdict::Allow
    }

    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        forget(vec![1_u8; 8 * MIB]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_leaks_is_closed() {
    let plugins = limited(&[Gate::MANIFEST], "leaky-gate", 32 * MIB).await;
    let call = ToolCall::new("run", json!({}));
    for _ in 0..5 {
        assert!(cx(&plugins).fire::<ToolGate>(&call).await.unwrap().is_allowed());
    }
    sleep(A_LOOK).await;
    assert_told(&plugins.flush_faults().await, "leaky-gate");
    let had = memory("leaky-gate").allocations;
    let ruling = cx(&plugins).fire::<ToolGate>(&call).await.unwrap();
    let Verdict::Deny(why) = ruling.verdict() else { panic!("{ruling:?}") };
    assert!(why.starts_with("`leaky-gate`: its gate has too much memory: "), "{why}");
    let faults = plugins.flush_faults().await;
    assert_eq!(
        (faults[0].kind, &*faults[0].point, faults[0].refused),
        (FaultKind::Memory, ToolGate::INFO.name, true)
    );
    // Its observer, which may be left out, is not called either.
    receive(&plugins).await;
    assert_eq!(plugins.flush_faults().await, []);
    assert_eq!(memory("leaky-gate").allocations, had);

    // The operator lets it begin anew.
    plugins.reload("leaky-gate").await.unwrap();
    assert!(cx(&plugins).fire::<ToolGate>(&call).await.unwrap().is_allowed());
}
