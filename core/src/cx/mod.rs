//! What a plugin's code is given beside the event: who asks, and what the host can do for it.

mod calls;
mod cancel;
mod identity;
mod permissions;
mod services;

pub use cancel::Cancel;
pub use identity::{Identity, RequestKind, Role};
pub use permissions::{Capability, EnvVar, Permissions};
pub use services::{Level, LogRecord, Services, Tracing};

use crate::Secret;
use crate::chain::{Accumulate, Inmost, Lend};
use crate::error::{Error, Result};
use crate::live::{Source, Wiring};
use crate::point::{HookPoint, Wrap};
use crate::trace::Trace;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// How deep hooks, tools and agents may be in each other.
const DEPTH: u32 = 16;

/// Tells a plugin's code who asks, and does for it what only the host can do.
///
/// Cheap to clone; a clone may be kept and used from a task of the plugin's own.
#[derive(Clone)]
pub struct Cx {
    scope: Arc<Scope>,
    owner: Option<&'static Permissions>,
    depth: u32,
}

struct Scope {
    identity: Identity,
    source: Source,
    services: Arc<dyn Services>,
    cancel: Cancel,
    trace: Option<Trace>,
}

impl Cx {
    /// Makes the context of one request.
    pub fn new(
        identity: Identity,
        wiring: Wiring,
        services: Arc<dyn Services>,
        cancel: Cancel,
        trace: Option<Trace>,
    ) -> Self {
        Self::with_scope(Scope { identity, source: Source::Fixed(wiring), services, cancel, trace })
    }

    /// Makes a context that belongs to no request.
    pub(crate) fn with(identity: Identity, source: Source, services: Arc<dyn Services>) -> Self {
        Self::with_scope(Scope { identity, source, services, cancel: Cancel::default(), trace: None })
    }

    fn with_scope(scope: Scope) -> Self {
        Self { scope: Arc::new(scope), owner: None, depth: 0 }
    }

    /// Returns who asks, for whom, as which agent.
    pub fn identity(&self) -> &Identity {
        &self.scope.identity
    }

    /// Returns the id of the plugin whose code runs, or `host`.
    pub fn plugin(&self) -> &'static str {
        self.owner.map_or("host", |owner| owner.plugin)
    }

    /// Returns the request's cancellation: to be waited for, or looked at between two steps.
    pub fn cancelled(&self) -> &Cancel {
        &self.scope.cancel
    }

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
        let wiring = self.wiring::<P>()?;
        Ok(wiring.fire::<P>(event, self).await)
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<P>(&self, request: P::Event, operation: &Inmost<'_, P>) -> Result<P::Outcome>
    where
        P: HookPoint<Kind = Wrap>,
    {
        let wiring = self.wiring::<P>()?;
        wiring.wrap::<P>(request, self, operation).await
    }

    /// Returns an environment variable, if the plugin declares that it needs it: `#[plugin(env(name = ".."))]`.
    ///
    /// A plugin whose variables are not all set does not start, so the value is there.
    pub fn env(&self, name: &str) -> Result<Secret> {
        let declared = self.owner.is_none_or(|owner| owner.has_env(name));
        if !declared {
            return Err(Error::msg(format!(
                "`{}` reads the environment variable `{name}` without declaring it; add \
                 `env(name = \"{name}\")` to its `#[plugin(..)]`",
                self.plugin()
            )));
        }
        let value = self.scope.services.env(name);
        value.ok_or_else(|| Error::msg(format!("the environment variable `{name}` is not set")))
    }

    /// Returns whether an environment variable is set, declared or not.
    pub(crate) fn has_env(&self, name: &str) -> bool {
        self.scope.services.env(name).is_some()
    }

    /// Returns the folder in which the host keeps what it keeps, if it has one: sessions, logs, what users sent.
    ///
    /// What a plugin keeps there lies in a file or folder that begins with its id.
    pub fn data(&self) -> Option<&Path> {
        self.scope.services.data()
    }

    /// Writes a line to the plugin's log.
    pub fn info(&self, message: impl Into<String>) {
        self.log(Level::Info, message.into());
    }

    /// Writes a warning to the plugin's log.
    pub fn warn(&self, message: impl Into<String>) {
        self.log(Level::Warn, message.into());
    }

    /// Writes an error to the plugin's log.
    pub fn error(&self, message: impl Into<String>) {
        self.log(Level::Error, message.into());
    }

    fn log(&self, level: Level, message: String) {
        self.scope.services.log(&LogRecord { plugin: self.plugin(), level, message });
    }

    /// Returns the chains, if it is the time to fire.
    fn wiring<P: HookPoint>(&self) -> Result<Wiring> {
        let why = if self.depth >= DEPTH {
            format!("hooks are {DEPTH} deep in each other, one of them probably fires itself")
        } else if let Some(wiring) = self.scope.source.wiring() {
            return Ok(wiring);
        } else {
            "nothing is wired before all plugins have started; fire it from a hook at `host.start`".into()
        };
        Err(Error::msg(format!("`{}` cannot be fired: {why}", P::INFO.name)))
    }

    // ===== For the chains =====

    pub(crate) fn of(&self, owner: &'static Permissions) -> Self {
        let mut cx = self.clone();
        cx.set_owner(owner);
        cx
    }

    #[inline]
    pub(crate) fn set_owner(&mut self, owner: &'static Permissions) {
        self.owner = Some(owner);
    }

    #[inline]
    pub(crate) fn descend(&mut self) {
        self.depth += 1;
    }

    #[inline]
    /// Returns the record of what hooks do under this context, if one is kept.
    pub fn trace(&self) -> Option<&Trace> {
        self.scope.trace.as_ref()
    }
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx")
            .field("plugin", &self.plugin())
            .field("identity", self.identity())
            .finish_non_exhaustive()
    }
}
