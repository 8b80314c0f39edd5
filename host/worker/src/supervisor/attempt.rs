use super::connection::Connection;
use super::host_calls::AskedNext;
use crate::envelope::{ToWorker, seal};
use crate::serve::told;
use crate::wire::{Request, RequestError, SyncCallError};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use hookwire::Cx;
use hookwire::remote::{RemoteCall, RemoteError, RemoteNext, RemoteReply, Scene, encode};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::interval;

/// How often it is looked how much processor time a call has taken.
const TICK: Duration = Duration::from_millis(50);

/// How long a thread of the host waits at most where nobody can wait: those who would kill the process need one as well.
const MOST_NOW: Duration = Duration::from_millis(400);

/// Why an attempt gave no result.
#[derive(Debug)]
pub(super) enum Failed {
    /// The call has failed.
    Call(RemoteError),
    /// The process has died, and the call can be made once more in another one.
    Innocent(RemoteError),
}

impl From<RemoteError> for Failed {
    fn from(error: RemoteError) -> Self {
        Self::Call(error)
    }
}

/// Calls code in a process, once.
pub(super) async fn attempt(
    connection: &Arc<Connection>,
    call: RemoteCall,
    cx: &Cx,
    next: Option<&dyn RemoteNext>,
    cpu: Option<Duration>,
) -> Result<RemoteReply, Failed> {
    let RemoteCall { target, body, stream } = call;
    let context = connection.calls.services().open(cx)?;
    let (open, mut asked) = connection.calls.begin(context);
    let what = format!("{target:?}");
    let under_way = UnderWay { connection, context, what, is_over: false };
    let had_stream = stream.is_some();
    let head = ToWorker::Call { target, scene: Scene::of(cx, context) };
    let request = Request { parent: 0, body: seal(&head, &body)?, stream };
    let mut reply = pin!(connection.peer.request(request));
    let mut nexts = FuturesUnordered::new();
    let mut cancelled = pin!(cx.cancelled().wait());
    let mut is_cancelled = false;
    let mut ticks = interval(TICK);
    let spent = cpu.and_then(|_| connection.worker.cpu_time());
    let reply = loop {
        tokio::select! {
            biased;
            reply = &mut reply => break reply,
            Some(AskedNext { request, answer }) = asked.recv() => nexts.push(async move {
                let result = match next {
                    Some(next) => next.run(request).await,
                    None => Err(RemoteError::Protocol { why: "the call is around nothing".into() }),
                };
                // The process may have given it up.
                let _ = answer.send(result);
            }),
            Some(()) = nexts.next() => {}
            () = &mut cancelled, if !is_cancelled => {
                is_cancelled = true;
                if let Ok(note) = encode(&context) {
                    // One that is not told ends by its time-out.
                    let _ = connection.peer.notify(&note);
                }
            }
            _ = ticks.tick(), if cpu.is_some() => {
                if let (Some(limit), Some(spent), Some(now)) = (cpu, spent, connection.worker.cpu_time())
                    && now.saturating_sub(spent) > limit
                {
                    connection.kill(format!("{} took more than {limit:?} of a processor", under_way.what));
                }
            }
        }
    };
    let outcome = match reply {
        Ok(reply) => Ok(RemoteReply { body: reply.body, stream: reply.stream }),
        Err(RequestError::Closed(_)) => {
            let death = connection.death().await;
            let innocent = death.is_innocent(context) && !open.is_touched() && !had_stream;
            let lost = RemoteError::Lost { why: death.why };
            Err(if innocent { Failed::Innocent(lost) } else { Failed::Call(lost) })
        }
        Err(error) => Err(Failed::Call(told(error))),
    };
    under_way.end();
    outcome
}

/// Calls code in a process where nobody can wait.
pub(super) fn attempt_now(
    connection: &Arc<Connection>,
    call: &RemoteCall,
    cx: &Cx,
    timeout: Duration,
) -> Result<RemoteReply, RemoteError> {
    let context = connection.calls.services().open(cx)?;
    let head = ToWorker::Call { target: call.target.clone(), scene: Scene::of(cx, context) };
    match connection.sync.call(0, &seal(&head, &call.body)?, timeout.min(MOST_NOW)) {
        Ok(body) => Ok(body.into()),
        Err(SyncCallError::Request(error)) => Err(told(error)),
        Err(error) => {
            if connection.sync.unusable().is_some() {
                connection.kill(format!("{:?}: {error}", call.target));
            }
            Err(RemoteError::TimedOut { message: error.to_string() })
        }
    }
}

/// A call that is under way. If it is given up, it is looked whether the process still listens.
struct UnderWay<'a> {
    connection: &'a Arc<Connection>,
    context: u64,
    what: String,
    is_over: bool,
}

impl UnderWay<'_> {
    fn end(mut self) {
        self.is_over = true;
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.connection.calls.end(self.context);
        if !self.is_over && self.connection.is_alive() {
            self.connection.check(std::mem::take(&mut self.what));
        }
    }
}
