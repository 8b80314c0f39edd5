use super::instance::{RemoteCall, RemoteInstance, RemoteNext};
use super::target::Target;
use crate::crossing::RemoteError;
use crate::crossing::{decode, encode};
use crate::cx::Cx;
use crate::plugin::{Held, Instance};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What stands in a chain for a hook that runs in another process.
pub(crate) struct RemoteHook {
    remote: Arc<dyn RemoteInstance>,
    /// The instance that the hook belongs to, which is in use as long as the chain is.
    _instance: Instance,
    target: Target,
    /// How long it may keep the thread where nobody can wait.
    timeout: Duration,
}

impl RemoteHook {
    /// Makes the instance to bind a point's [handler](super::RemotePoint::handler) to.
    pub(crate) fn instance(
        remote: Arc<dyn RemoteInstance>,
        of: Instance,
        target: Target,
        timeout: Duration,
    ) -> Instance {
        Held::instance(Self { remote, _instance: of, target, timeout })
    }

    pub(super) async fn pass<T, R>(
        &self,
        event: &T,
        cx: &Cx,
        next: Option<&dyn RemoteNext>,
    ) -> Result<R, RemoteError>
    where
        T: Serialize + Sync,
        R: DeserializeOwned,
    {
        let reply = self.remote.call(self.to_call(event)?, cx, next).await?;
        decode(&reply.body)
    }

    pub(super) fn pass_now<T, R>(&self, event: &T, cx: &Cx) -> Result<R, RemoteError>
    where
        T: Serialize,
        R: DeserializeOwned,
    {
        let reply = self.remote.call_now(self.to_call(event)?, cx, self.timeout)?;
        decode(&reply.body)
    }

    fn to_call<T: Serialize>(&self, event: &T) -> Result<RemoteCall, RemoteError> {
        Ok(RemoteCall::new(self.target.clone(), encode(event)?))
    }
}

impl fmt::Debug for RemoteHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemoteHook({:?})", self.target)
    }
}
