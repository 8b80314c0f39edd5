use super::instance::RemoteInstance;
use super::point::RemotePoint;
use super::remote_hook::RemoteHook;
use super::target::Target;
use crate::chain::{Breaker, HookBinding};
use crate::config::Section;
use crate::cx::{Chains, Permissions};
use crate::error::Error;
use crate::fault::FaultSink;
use crate::plugin::{Held, HookDecl, InitError, Lifecycle, Manifest};
use crate::point::{FailurePolicy, HookPolicy, HookPolicyOverride, PointInfo, catalogue};
use futures_util::FutureExt;
use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The chains of a host, as a plugin in another process sees them: to fire a point is to ask the host to do it.
pub struct HostChains(HashMap<usize, Box<dyn Any + Send + Sync>>);

impl HostChains {
    /// Makes the chains of every point that can be fired from here; `host` is called with [`Target::Fire`].
    ///
    /// It is made once for a process, and lasts as long.
    pub fn of(host: &Arc<dyn RemoteInstance>) -> Arc<dyn Chains> {
        let chain = |point: &'static PointInfo| Some((point.ordinal.index(), chain(point, host)?));
        Arc::new(Self(catalogue().into_iter().filter_map(chain).collect()))
    }
}

impl Chains for HostChains {
    fn chain(&self, ordinal: usize) -> Option<&(dyn Any + Send + Sync)> {
        self.0.get(&ordinal).map(|chain| &**chain)
    }
}

/// Makes a chain of one hook, which is the whole chain of the host.
fn chain(point: &'static PointInfo, host: &Arc<dyn RemoteInstance>) -> Option<Box<dyn Any + Send + Sync>> {
    let handler = (RemotePoint::of(point)?.handler)();
    let target = Target::Fire { point: point.name.into(), package: point.package.into() };
    let decl: &'static HookDecl = Box::leak(Box::new(HookDecl {
        point,
        method: "fire",
        line: HOST.line,
        priority: 0,
        before: &[],
        after: &[],
        policy: HookPolicyOverride::NONE,
        handler,
    }));
    let binding = HookBinding {
        decl,
        handler,
        owner: &HOST,
        instance: RemoteHook::instance(Arc::clone(host), Held::instance(()), target, TIMEOUT),
        policy: HookPolicy::new(TIMEOUT, FailurePolicy::Closed),
        breaker: Arc::new(Breaker::new(Arc::default())),
        sink: FaultSink::channel().0,
    };
    Some((point.assemble)(Box::new(vec![binding])))
}

/// Longer than any hook takes: the host, where they run, knows their time-outs.
const TIMEOUT: Duration = Duration::from_hours(24);

/// What the one hook of each chain belongs to.
static HOST: Manifest = Manifest {
    id: "host",
    name: "host",
    description: "",
    version: env!("CARGO_PKG_VERSION"),
    authors: "",
    package: env!("CARGO_PKG_NAME"),
    file: file!(),
    line: line!(),
    permissions: Permissions { plugin: "host", capabilities: &[], env: &[] },
    tier: None,
    after: &[],
    replaces: None,
    requires: &[],
    conflicts: &[],
    applies_to: None,
    hooks: &[],
    contributions: &[],
    names: &[],
    make_config_schema: None,
    lifecycle: Lifecycle {
        init: |_, _| async { Err(never()) }.boxed(),
        check: never_checked,
        start: None,
        stop: None,
    },
};

fn never() -> InitError {
    InitError::Failed(Error::msg("the host is no plugin"))
}

fn never_checked(_: Section) -> Result<(), InitError> {
    Err(never())
}

impl fmt::Debug for HostChains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HostChains({})", self.0.len())
    }
}
