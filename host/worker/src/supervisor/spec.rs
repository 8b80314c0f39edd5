use crate::heap::Heap;
use crate::process::{Launch, Output, OutputSink, Spawner, Stream};
use crate::sandbox::{Policy, ResourceLimits};
use crate::services::{Given, HostLimits};
use crate::wire::WireLimits;
use hookwire::Cx;
use hookwire::cx::Capability;
use hookwire::plugin::Limits;
use hookwire::remote::{NewInstance, RemoteError, encode};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The limits of a worker where neither its author nor the operator says otherwise.
mod default {
    /// How many bytes of heap it may have.
    pub(super) const MEMORY_BYTES: u64 = 256 << 20;
    /// How many bytes of address space it may have beyond its heap; less where nothing else limits the heap.
    pub(super) const RESERVE: u64 = 8 << 30;
    pub(super) const RESERVE_UNCOUNTED: u64 = 1 << 30;
    /// How many descriptors it may have open.
    pub(super) const DESCRIPTORS: u32 = 64;
    /// How many bytes an answer may have, and how many it may print each second.
    pub(super) const OUTPUT_BYTES: u64 = 16 << 20;
}

/// What the processes of an instance are started from, the first one and each that takes its place.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(super) new: NewInstance,
    /// The plugin's context outside of requests.
    pub(super) cx: Cx,
    spawner: Spawner,
}

impl Spec {
    pub(crate) fn new(new: NewInstance, cx: Cx, spawner: Spawner) -> Self {
        Self { new, cx, spawner }
    }

    pub(super) fn plugin(&self) -> &'static str {
        self.new.manifest.id
    }

    pub(super) fn agent(&self) -> Option<String> {
        self.new.agent.clone()
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.new.isolation.limits
    }

    pub(super) fn spawner(&self) -> &Spawner {
        &self.spawner
    }

    pub(super) fn wire_limits(&self) -> WireLimits {
        WireLimits { most_bytes: self.most_bytes(), ..WireLimits::default() }
    }

    pub(super) fn host_limits(&self) -> HostLimits {
        let mut limits = HostLimits::default();
        if let Some(asks) = self.limits().host_calls {
            limits.asks = asks;
        }
        limits
    }

    /// Returns what a process is started with.
    pub(super) fn launch(&self) -> Result<Launch, RemoteError> {
        let start = crate::envelope::Start {
            plugin: self.plugin().to_owned(),
            memory_bytes: self.memory_bytes(),
            most_bytes: self.most_bytes(),
            given: Given::of(&self.cx, &self.new.manifest.permissions),
        };
        Ok(Launch {
            name: format!("hookwire-{}", self.plugin()),
            policy: self.policy(),
            init: encode(&start)?,
            output_bytes_per_second: self.output_bytes(),
            output: log_of(self.plugin()),
        })
    }

    fn policy(&self) -> Policy {
        let permissions = &self.new.manifest.permissions;
        let mut policy = Policy::default();
        let descriptors = self.limits().descriptors.unwrap_or(default::DESCRIPTORS);
        policy.limits = ResourceLimits {
            descriptors: Some(descriptors.into()),
            address_space: Some(self.address_space()),
            ..ResourceLimits::default()
        };
        policy.net = permissions.has(Capability::Net);
        policy.exec = permissions.has(Capability::Process);
        if permissions.has(Capability::Files) {
            let folders = self.limits().folders.iter().flatten().map(PathBuf::from);
            policy.write = folders.filter_map(|folder| folder.canonicalize().ok()).collect();
            policy.write.extend(self.own_folder());
        }
        policy.require = self.limits().require.unwrap_or_default();
        policy
    }

    /// Returns the plugin's own folder, which is made so that it can be named.
    fn own_folder(&self) -> Option<PathBuf> {
        let folder = self.cx.dir().path().ok()?;
        std::fs::create_dir_all(&folder).ok()?;
        folder.canonicalize().ok()
    }

    fn memory_bytes(&self) -> u64 {
        self.limits().memory_bytes.unwrap_or(default::MEMORY_BYTES)
    }

    /// Returns how much address space the process may have: all of its heap, and room for code, stacks and what allocators
    /// keep in reserve. Without an allocator that counts there is nothing else that limits its heap.
    fn address_space(&self) -> u64 {
        let reserve = if Heap::is_installed() { default::RESERVE } else { default::RESERVE_UNCOUNTED };
        self.memory_bytes().saturating_add(reserve)
    }

    fn output_bytes(&self) -> u64 {
        self.limits().output_bytes.unwrap_or(default::OUTPUT_BYTES)
    }

    fn most_bytes(&self) -> usize {
        usize::try_from(self.output_bytes()).unwrap_or(usize::MAX).clamp(64 << 10, 64 << 20)
    }

    /// Returns how much processor time one call may take.
    pub(super) fn cpu_per_call(&self) -> Option<Duration> {
        self.limits().cpu_per_call
    }
}

/// Writes what a worker prints into the host's own log.
fn log_of(plugin: &'static str) -> OutputSink {
    Arc::new(move |output| match output {
        Output::Line { stream: Stream::Stdout, text } => tracing::info!(target: "worker", plugin, "{text}"),
        Output::Line { stream: Stream::Stderr, text } => tracing::warn!(target: "worker", plugin, "{text}"),
        Output::Dropped { bytes } => {
            tracing::warn!(target: "worker", plugin, "printed too much: {bytes} bytes were left out");
        }
    })
}
