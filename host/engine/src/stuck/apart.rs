use super::work::WatchedWork;
use std::panic::resume_unwind;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tracing::Instrument;

/// The reason why work has no result: code of a plugin keeps its thread.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct WrittenOff(String);

/// A task that ends with this.
struct OwnTask<T>(JoinHandle<T>);

impl<T> Drop for OwnTask<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl WatchedWork {
    /// Runs work on a task of its own, so that whoever waits for it is answered when a hook in it keeps the thread; dropped with
    /// the returned future.
    pub(crate) async fn apart<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, WrittenOff> {
        let (tell, told) = oneshot::channel();
        let watched = self.watch(work, move |overrun| {
            // Nobody may wait any more.
            let _ = tell.send(overrun.to_string());
        });
        let mut task = OwnTask(tokio::spawn(watched.in_current_span()));
        tokio::select! {
            biased;
            Ok(why) = told => Err(WrittenOff(why)),
            done = &mut task.0 => match done {
                Ok(Some(done)) => Ok(done),
                Ok(None) => Err(WrittenOff("a plugin has kept a thread".into())),
                Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
                Err(_) => Err(WrittenOff("the host stops".into())),
            },
        }
    }
}
