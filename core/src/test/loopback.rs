use crate::crossing::RemoteError;
use crate::cx::Cx;
use crate::plugin::{InitError, WorkerStatus};
use crate::remote::{
    NewInstance, RemoteCall, RemoteInstance, RemoteNext, RemoteReply, ServedInstance, WorkerTier,
};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// A tier of workers without processes: all that would travel is written and read again, in the process of the test.
///
/// What a plugin cannot do in a worker, it cannot do here; only a crash is not contained.
#[derive(Debug, Clone, Copy, Default)]
pub struct Loopback;

impl WorkerTier for Loopback {
    fn init<'a>(
        &'a self,
        new: NewInstance,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Arc<dyn RemoteInstance>, InitError>> {
        async move {
            let served = ServedInstance::init(new.manifest, new.section, cx).await?;
            Ok(Arc::new(Looped(served)) as Arc<dyn RemoteInstance>)
        }
        .boxed()
    }

    fn status(&self, _: &str) -> Vec<WorkerStatus> {
        Vec::new()
    }
}

#[derive(Debug)]
struct Looped(ServedInstance);

impl RemoteInstance for Looped {
    fn call<'a>(
        &'a self,
        call: RemoteCall,
        cx: &'a Cx,
        next: Option<&'a dyn RemoteNext>,
    ) -> BoxFuture<'a, Result<RemoteReply, RemoteError>> {
        self.0.call(call, cx, next).boxed()
    }

    fn call_now(&self, call: RemoteCall, cx: &Cx, timeout: Duration) -> Result<RemoteReply, RemoteError> {
        let ready = self.0.call(call, cx, None).now_or_never();
        let message = || format!("it waits, where a worker has {timeout:?} and nobody can wait");
        ready.unwrap_or_else(|| Err(RemoteError::TimedOut { message: message() }))
    }
}
