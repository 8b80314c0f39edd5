use super::target::Target;
use crate::config::Section;
use crate::crossing::RemoteError;
use crate::cx::Cx;
use crate::plugin::{InitError, Isolation, Manifest, WorkerStatus};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Bytes that come piece by piece, from one process to the other.
pub type ByteStream = BoxStream<'static, Result<Vec<u8>, RemoteError>>;

/// A call of code in the other process.
pub struct RemoteCall {
    /// What is called.
    pub target: Target,
    /// What it is given, encoded.
    pub body: Vec<u8>,
    /// What it is given piece by piece.
    pub stream: Option<ByteStream>,
}

/// The result of a call.
pub struct RemoteReply {
    /// What it returned, encoded.
    pub body: Vec<u8>,
    /// What it gives piece by piece.
    pub stream: Option<ByteStream>,
}

/// The rest of a wrap chain, or of whatever else a call is around, in the process of the caller.
pub trait RemoteNext: Send + Sync {
    /// Runs the rest once, with an encoded request.
    fn run(&self, request: Vec<u8>) -> BoxFuture<'_, Result<Vec<u8>, RemoteError>>;
}

/// An instance of a plugin that lives in another process.
pub trait RemoteInstance: Send + Sync + fmt::Debug {
    /// Calls code of the plugin. Dropping the future gives the call up.
    fn call<'a>(
        &'a self,
        call: RemoteCall,
        cx: &'a Cx,
        next: Option<&'a dyn RemoteNext>,
    ) -> BoxFuture<'a, Result<RemoteReply, RemoteError>>;

    /// Calls code of the plugin where nobody can wait, and keeps the thread meanwhile.
    fn call_now(&self, call: RemoteCall, cx: &Cx, timeout: Duration) -> Result<RemoteReply, RemoteError>;
}

/// Where a host makes instances of plugins that do not run in its own process.
pub trait WorkerTier: Send + Sync + fmt::Debug {
    /// Makes an instance: the plugin's `#[init]` has run in the other process when it is there.
    fn init<'a>(
        &'a self,
        new: NewInstance,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Arc<dyn RemoteInstance>, InitError>>;

    /// Returns the workers of a plugin: that of its own instance first, and then those of agents. Nothing is asked of them.
    fn status(&self, plugin: &str) -> Vec<WorkerStatus>;
}

/// What an instance in another process is made of.
#[derive(Debug, Clone)]
pub struct NewInstance {
    /// The plugin.
    pub manifest: &'static Manifest,
    /// Its section of the configuration.
    pub section: Section,
    /// The agent that the instance is for, if it is that agent's alone.
    pub agent: Option<String>,
    /// The tier and the limits.
    pub isolation: Isolation,
}

impl RemoteCall {
    /// Makes a call without a stream.
    pub fn new(target: Target, body: Vec<u8>) -> Self {
        Self { target, body, stream: None }
    }
}

impl From<Vec<u8>> for RemoteReply {
    fn from(body: Vec<u8>) -> Self {
        Self { body, stream: None }
    }
}

impl fmt::Debug for RemoteCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemoteCall({:?}, {} bytes)", self.target, self.body.len())
    }
}

impl fmt::Debug for RemoteReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemoteReply({} bytes)", self.body.len())
    }
}
