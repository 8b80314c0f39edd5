use super::answering::answer;
use super::connection::Connection;
use super::error::{RequestError, Violation, WireError};
use super::header::{HAS_STREAM, Header, Kind, Refusal};
use super::limits::WireLimits;
use super::message::{Request, Response};
use super::open_requests::Outcome;
use super::service::PeerService;
use super::stream_key::StreamKey;
use super::token_bucket::TokenBucket;
use futures_util::StreamExt;
use hookwire::remote::{ByteStream, RemoteError, decode};
use std::sync::Arc;
use std::time::Instant;

/// Acts on the frames of the other side, one after the other. It never waits: what is too much is refused, because answers and
/// permissions to send may stand behind it.
pub(super) struct Dispatch {
    connection: Arc<Connection>,
    /// Not the connection's: a service may hold the peer.
    service: Arc<dyn PeerService>,
    /// The highest number of a request or ping of the other side.
    last: u64,
    quota: Option<TokenBucket>,
}

impl Dispatch {
    pub(super) fn new(connection: Arc<Connection>, service: Arc<dyn PeerService>) -> Self {
        let WireLimits { requests_per_second, .. } = connection.limits;
        let quota = requests_per_second.map(|most| TokenBucket::new(most, Instant::now()));
        Self { connection, service, last: 0, quota }
    }

    pub(super) fn frame(&mut self, header: Header, body: Vec<u8>) -> Result<(), WireError> {
        let Header { kind, flags, id, extra, .. } = header;
        match kind {
            Kind::Request => self.request(header, body)?,
            Kind::Answer => {
                let stream = (flags & HAS_STREAM != 0).then(|| self.stream(StreamKey { own: true, id }, ()));
                self.outcome(id, Ok(Response { body, stream }))?;
            }
            Kind::Failure => self.outcome(id, Err(RequestError::Remote(body)))?,
            Kind::Refusal => self.refusal(id, flags, extra)?,
            Kind::Cancel => self.cancel(id)?,
            Kind::Note => self.service.note(body),
            Kind::Ping => {
                self.number(id)?;
                self.connection.writer.push_control(Header::new(Kind::Pong, id), &[]);
            }
            Kind::Pong => {
                let response = Ok(Response::from(body));
                self.connection.requests.resolve(id, true, response)?;
            }
            Kind::Piece => self.connection.incoming.piece(self.key(flags, id)?, body)?,
            Kind::End => self.connection.incoming.end(self.key(flags, id)?, Ok(())),
            Kind::StreamFailure => {
                let error = decode::<RemoteError>(&body).unwrap_or_else(|error| error);
                self.connection.incoming.end(self.key(flags, id)?, Err(error));
            }
            Kind::Credit => self.connection.outgoing.credit(self.key(flags, id)?, extra),
            Kind::Stop => self.connection.outgoing.stop(self.key(flags, id)?),
        }
        Ok(())
    }

    fn request(&mut self, header: Header, body: Vec<u8>) -> Result<(), Violation> {
        let Header { id, flags, extra: parent, .. } = header;
        self.number(id)?;
        let Connection { counters, writer, permits, .. } = &*self.connection;
        counters.requests_in.add(1);
        if self.quota.as_mut().is_some_and(|quota| !quota.take(Instant::now())) {
            counters.refused_quota.add(1);
            writer.push_control(Header::refusal(Refusal::OverQuota, id), &[]);
            return Ok(());
        }
        let wanted = (flags & HAS_STREAM != 0).then(|| permits.take(0));
        let (Some(permit), false) = (permits.take(body.len()), matches!(wanted, Some(None))) else {
            counters.refused_busy.add(1);
            writer.push_control(Header::refusal(Refusal::Busy, id), &[]);
            return Ok(());
        };
        let stream = wanted.flatten().map(|permit| self.stream(StreamKey { own: false, id }, permit));
        answer(&self.connection, &self.service, id, Request { parent, body, stream }, permit);
        Ok(())
    }

    fn refusal(&self, id: u64, flags: u8, bytes: u64) -> Result<(), Violation> {
        let error = match Refusal::of(flags) {
            Some(Refusal::OverQuota) => RequestError::OverQuota,
            Some(Refusal::Panicked) => RequestError::Panicked,
            Some(Refusal::TooLarge) => {
                RequestError::AnswerTooLarge { bytes, most: self.connection.limits.most_bytes }
            }
            // Nobody waits for one that was given up.
            Some(Refusal::Busy | Refusal::Cancelled) | None => RequestError::Busy,
        };
        self.outcome(id, Err(error))?;
        let Connection { outgoing, writer, .. } = &*self.connection;
        outgoing.abandon(StreamKey { own: true, id }, "its request was refused", writer);
        Ok(())
    }

    fn cancel(&self, id: u64) -> Result<(), Violation> {
        if id > self.last {
            return Err(Violation::UnknownId { id });
        }
        let Connection { answers, writer, counters, .. } = &*self.connection;
        // One that has been answered meanwhile needs no second answer.
        if let Some(task) = answers.take(id) {
            counters.cancelled.add(1);
            task.abort();
            writer.push_control(Header::refusal(Refusal::Cancelled, id), &[]);
        }
        Ok(())
    }

    fn outcome(&self, id: u64, outcome: Outcome) -> Result<(), Violation> {
        self.connection.requests.resolve(id, false, outcome).map(drop)
    }

    /// Checks the number of a new request: they only grow, so that no number comes twice.
    fn number(&mut self, id: u64) -> Result<(), Violation> {
        if id <= self.last {
            return Err(Violation::DuplicateId { id, last: self.last });
        }
        self.last = id;
        Ok(())
    }

    fn key(&self, flags: u8, id: u64) -> Result<StreamKey, Violation> {
        let key = StreamKey::received(flags, id);
        let made = if key.own { self.connection.requests.was_made(id) } else { id <= self.last };
        if made { Ok(key) } else { Err(Violation::UnknownId { id }) }
    }

    fn stream<G: Send + Unpin + 'static>(&self, key: StreamKey, guard: G) -> ByteStream {
        self.connection.incoming.open(key, guard).boxed()
    }
}
