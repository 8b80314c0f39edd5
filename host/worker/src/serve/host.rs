use crate::envelope::{ToHost, seal};
use crate::services::{Answer, Ask, HostAsk, Note};
use crate::wire::{Peer, Request, RequestError};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Cx;
use hookwire::remote::{RemoteCall, RemoteError, RemoteInstance, RemoteNext, RemoteReply, decode, encode};
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The way to the host; known once the connection is.
#[derive(Clone, Default)]
pub(super) struct Host(Arc<OnceLock<Peer>>);

impl Host {
    pub(super) fn connect(&self, peer: &Peer) {
        // There is one connection in the life of a process.
        let _ = self.0.set(peer.clone());
    }

    /// Asks the host for something.
    pub(super) async fn request(&self, head: ToHost, request: Request) -> Result<RemoteReply, RemoteError> {
        let Request { body, stream, .. } = request;
        let peer =
            self.0.get().ok_or_else(|| RemoteError::Lost { why: "there is no connection yet".into() })?;
        let parent = head.context();
        let request = Request { parent, body: seal(&head, &body)?, stream };
        match peer.request(request).await {
            Ok(answer) => Ok(RemoteReply { body: answer.body, stream: answer.stream }),
            Err(error) => Err(told(error)),
        }
    }
}

/// Returns the error of the host's code, or says why none came.
pub(crate) fn told(error: RequestError) -> RemoteError {
    match error {
        RequestError::Remote(encoded) => decode(&encoded)
            .unwrap_or_else(|_| RemoteError::Protocol { why: "an error that cannot be read".into() }),
        RequestError::Panicked => RemoteError::Panicked { message: "nobody knows where".into() },
        RequestError::Closed(why) => RemoteError::Lost { why: why.to_string() },
        error => RemoteError::Failed { message: error.to_string(), causes: Vec::new() },
    }
}

impl ToHost {
    fn context(&self) -> u64 {
        match self {
            Self::Ask { context } | Self::Next { context } | Self::Fire { context, .. } => *context,
        }
    }
}

impl HostAsk for Host {
    fn ask(
        &self,
        context: u64,
        Ask { body, stream }: Ask,
    ) -> BoxFuture<'static, Result<Answer, RemoteError>> {
        let host = self.clone();
        async move {
            let reply = host.request(ToHost::Ask { context }, Request { parent: 0, body, stream }).await?;
            Ok(Answer { body: reply.body, stream: reply.stream })
        }
        .boxed()
    }

    fn note(&self, context: u64, note: Note) {
        let Some(peer) = self.0.get() else { return };
        if let Ok(body) = encode(&(context, note)) {
            // What does not fit into the queue is not told; a context that is not released goes with the process.
            let _ = peer.notify(&body);
        }
    }
}

/// The host fires its points for the plugin.
impl RemoteInstance for Host {
    fn call<'a>(
        &'a self,
        call: RemoteCall,
        cx: &'a Cx,
        next: Option<&'a dyn RemoteNext>,
    ) -> BoxFuture<'a, Result<RemoteReply, RemoteError>> {
        async move {
            if next.is_some() {
                let message = "a plugin in a worker cannot run its own work inside the hooks of a wrap point";
                return Err(RemoteError::Failed { message: message.into(), causes: Vec::new() });
            }
            let RemoteCall { target, body, stream } = call;
            let head = ToHost::Fire { context: cx.host_context(), target };
            self.request(head, Request { parent: 0, body, stream }).await
        }
        .boxed()
    }

    fn call_now(&self, call: RemoteCall, _: &Cx, _: Duration) -> Result<RemoteReply, RemoteError> {
        let message = format!("{:?} cannot be fired from a worker, as nobody can wait there", call.target);
        Err(RemoteError::Failed { message, causes: Vec::new() })
    }
}

/// The rest of what a call is around, in the host.
pub(super) struct HostNext {
    pub(super) host: Host,
    pub(super) context: u64,
}

impl RemoteNext for HostNext {
    fn run(&self, request: Vec<u8>) -> BoxFuture<'_, Result<Vec<u8>, RemoteError>> {
        async move {
            let head = ToHost::Next { context: self.context };
            let reply = self.host.request(head, request.into()).await?;
            Ok(reply.body)
        }
        .boxed()
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Host")
    }
}
