use super::super::bytes::Bytes;
use super::super::context::HostContext;
use super::super::reply::HostReply;
use super::super::request::{HostRequest, NewFile};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, OutboxFile, OutboxMessage, SendService, SessionRef};

/// Messages of a plugin, sent by the host.
#[derive(Debug)]
pub(in super::super) struct RemoteSend(pub(in super::super) HostContext);

impl SendService<Cx> for RemoteSend {
    fn send<'a>(
        &'a self,
        SessionRef { scope, id }: SessionRef<'a>,
        message: OutboxMessage,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<()>> {
        let OutboxMessage { text, files, .. } = message;
        let files = files.into_iter().map(file).collect();
        let request = HostRequest::Send { scope, session: id.into(), text, files };
        let work = async move {
            match self.0.ask(request).await? {
                HostReply::Done => Ok(()),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }
}

fn file(OutboxFile { name, mime, bytes, .. }: OutboxFile) -> NewFile {
    NewFile { name, mime, bytes: Bytes(bytes) }
}
