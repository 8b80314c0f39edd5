use super::limit_watch::{Broken, LimitWatch};
use super::plugins::Plugins;
use crate::fault::{Fault, FaultKind};
use crate::origin::{HookOrigin, PluginCode};
use crate::plugin::{Limits, Manifest, Tier};
use crate::watchdog;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often it is looked at what plugins take.
const EVERY: Duration = Duration::from_secs(1);

impl Plugins {
    /// Looks each second at what plugins take, for as long as it is polled.
    ///
    /// A plugin that has more memory than [`memory_bytes`](crate::plugin::Limits::memory_bytes) allows is reported as
    /// [`FaultKind::Memory`] and switched off; if a hook of it fails closed, such as a gate, the plugin stays, but none of its
    /// hooks is called: those that fail closed refuse instead. One that uses processors for longer than
    /// [`cpu_per_second`](crate::plugin::Limits::cpu_per_second) allows is reported as [`FaultKind::Cpu`]. Both need what
    /// counts: an allocator that does, and [`Watchdog`](watchdog::Watchdog).
    pub async fn run_limits(&self) {
        self.warn_of_uncounted();
        let mut watch = LimitWatch::default();
        loop {
            self.check_limits(&mut watch).await;
            sleep(EVERY).await;
        }
    }

    /// Warns of limits that nothing keeps.
    fn warn_of_uncounted(&self) {
        if watchdog::counts_memory() {
            return;
        }
        for plugin in self.registry().plugins() {
            if self.limits_of(plugin).memory_bytes.is_some() && self.tier(plugin) == Tier::Inline {
                tracing::warn!(
                    plugin = plugin.id,
                    "`limits.memory_bytes` has no effect: the allocator of this binary does not count; set `Heap` of \
                     hookwire-worker as its `#[global_allocator]`"
                );
            }
        }
    }

    async fn check_limits(&self, watch: &mut LimitWatch) {
        let live: Vec<_> = self.snapshot().live.iter().map(|live| live.manifest).collect();
        let now = Instant::now();
        for plugin in live {
            let Some(usage) = watchdog::usage_of(plugin.id) else { continue };
            for broken in watch.look(plugin.id, usage, &self.limits_of(plugin), now) {
                self.report_limit(plugin, broken.kind(), broken.to_string());
                if let Broken::Memory { .. } = broken {
                    self.withhold(plugin, broken.kind(), &broken.to_string()).await;
                    watch.write_off(plugin.id, bytes_of(plugin));
                }
            }
        }
    }

    /// Returns the limits that a plugin runs with.
    fn limits_of(&self, plugin: &Manifest) -> Limits {
        let snapshot = self.snapshot();
        let found = snapshot.isolation.iter().find(|entry| entry.manifest.id == plugin.id);
        found.map(|entry| entry.operator.limits.clone()).unwrap_or_default()
    }

    fn report_limit(&self, plugin: &'static Manifest, kind: FaultKind, message: String) {
        let origin = HookOrigin { plugin: plugin.id, hook: "", file: plugin.file, line: plugin.line };
        let mut fault = Fault::new("", origin, kind, message);
        fault.code = PluginCode::Plugin;
        self.state().sink.report(fault);
    }

    /// Takes a plugin off that has broken a limit. Where its hooks fail closed they fail with this instead of being called.
    async fn withhold(&self, plugin: &'static Manifest, kind: FaultKind, why: &str) {
        if let Some(live) = self.snapshot().live.iter().find(|live| live.manifest.id == plugin.id) {
            live.breakers.trip(kind, why);
        }
        self.take_off(plugin.id, format!("it {kind}: {why}")).await;
    }
}

fn bytes_of(plugin: &Manifest) -> u64 {
    watchdog::usage_of(plugin.id).and_then(|usage| usage.memory).map_or(0, |memory| memory.bytes)
}
