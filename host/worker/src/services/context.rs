use super::ask::{Ask, HostAsk, Note};
use super::payload::{pack, unpack};
use super::rate::{LogLimit, cut};
use super::reply::HostReply;
use super::request::HostRequest;
use super::room::Room;
use hookwire::cx::Level;
use hookwire::remote::{ByteStream, RemoteError};
use std::sync::Arc;

/// A context of the host, as a worker holds it. When the last clone is dropped the host is told that nobody needs it any more.
#[derive(Debug, Clone)]
pub struct HostContext(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    number: u64,
    host: Arc<dyn HostAsk>,
    log: Arc<LogLimit>,
}

impl HostContext {
    /// Takes the context of a number; `log` is shared by all contexts of a worker.
    pub fn new(number: u64, host: Arc<dyn HostAsk>, log: Arc<LogLimit>) -> Self {
        Self(Arc::new(Inner { number, host, log }))
    }

    /// Returns the number that the host gave it.
    pub fn number(&self) -> u64 {
        self.0.number
    }

    /// Asks the host, and returns its answer with the bytes that follow.
    pub(super) async fn exchange(
        &self,
        request: &HostRequest,
        stream: Option<ByteStream>,
    ) -> Result<(HostReply, Option<ByteStream>), RemoteError> {
        let (body, stream) = pack(request, stream)?;
        let answer = self.0.host.ask(self.0.number, Ask { body, stream }).await?;
        unpack(answer.body, answer.stream, &mut Room::endless()).await
    }

    /// Asks the host something that takes and gives no stream.
    pub(super) async fn ask(&self, request: HostRequest) -> hookwire::Result<HostReply> {
        let (reply, _) = self.exchange(&request, None).await.map_err(RemoteError::into_error)?;
        Ok(reply)
    }

    /// Writes a line to the plugin's log, unless there are too many.
    pub(super) fn log(&self, level: Level, message: &str) {
        let Inner { number, host, log } = &*self.0;
        if let Some(left_out) = log.take(message.len().min(LogLimit::MOST_LINE_BYTES), 0) {
            let mut message = message.to_owned();
            cut(&mut message);
            host.note(*number, Note::Log { level, message, left_out });
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.host.note(self.number, Note::Released { left_out: self.log.take_left_out() });
    }
}
