use super::connection::Connection;
use super::dispatch::Dispatch;
use super::error::{PingError, RequestError, WireError};
use super::frame_reader::FrameReader;
use super::frame_writer::{Flush, PushError, Rank};
use super::header::{HAS_STREAM, Header, Kind};
use super::limits::WireLimits;
use super::message::{Request, Response};
use super::open_requests::Outcome;
use super::service::PeerService;
use super::statistics::WireStatistics;
use super::stream_key::StreamKey;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};

/// One side of a connection between two processes: asks, and is asked.
///
/// Cheap to clone. What holds one does not keep the connection open: [`close`](Self::close) ends it, or dropping the future that
/// [`start`](Self::start) returned.
#[derive(Clone)]
pub struct Peer {
    connection: Arc<Connection>,
}

impl Peer {
    /// Begins to talk over a reader and a writer, which need no buffers of their own.
    ///
    /// The future does the work: it is run on a task of a tokio runtime that has its timer on, and gives why the connection ended.
    pub fn start(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + 'static,
        service: Arc<dyn PeerService>,
        limits: WireLimits,
    ) -> (Self, impl Future<Output = WireError> + Send + 'static) {
        let connection = Arc::new(Connection::new(writer, limits));
        let frames = FrameReader::new(reader, &connection.limits, Arc::clone(&connection.counters));
        let dispatch = Dispatch::new(Arc::clone(&connection), service);
        let driving = drive(Ending { connection: Arc::clone(&connection) }, frames, dispatch);
        (Self { connection }, driving)
    }

    /// Asks the other side. Dropping the future gives the request up, and the other side drops what answers it.
    ///
    /// Waits for room where much is to be written. A stream is sent by a task of its own, of the tokio runtime that polls this.
    pub async fn request(&self, request: Request) -> Result<Response, RequestError> {
        let Request { parent, body, stream } = request;
        let Connection { limits, writer, requests, outgoing, counters, .. } = &*self.connection;
        if body.len() > limits.most_bytes {
            return Err(RequestError::TooLarge { bytes: body.len(), most: limits.most_bytes });
        }
        let mut opened = None;
        let flags = if stream.is_some() { HAS_STREAM } else { 0 };
        let open = || {
            let (id, awaited) = requests.open(false);
            let permission = (flags != 0).then(|| outgoing.open(StreamKey { own: true, id }));
            opened = Some((id, permission));
            let flush = if awaited > 1 { Flush::Soon } else { Flush::Now };
            (Header::new(Kind::Request, id).flags(flags).extra(parent), flush)
        };
        writer.send(&body, open).await?;
        drop(body);
        let Some((id, permission)) = opened else { return Err(RequestError::Busy) };
        counters.requests_out.add(1);
        let answer = Answer { connection: &self.connection, id, done: false };
        if let (Some(permission), Some(stream)) = (permission, stream) {
            let connection = Arc::clone(&self.connection);
            tokio::spawn(async move {
                let Connection { outgoing, writer, limits, .. } = &*connection;
                let key = StreamKey { own: true, id };
                outgoing.send(key, &permission, stream, writer, limits.most_bytes).await;
            });
        }
        answer.await
    }

    /// Sends a note, to which there is no answer. `Busy` when too much waits to be written.
    pub fn notify(&self, body: &[u8]) -> Result<(), RequestError> {
        let Connection { limits, writer, .. } = &*self.connection;
        if body.len() > limits.most_bytes {
            return Err(RequestError::TooLarge { bytes: body.len(), most: limits.most_bytes });
        }
        writer.push(Rank::Note, body, || (Header::new(Kind::Note, 0), Flush::Now)).map_err(
            |error| match error {
                PushError::Full => RequestError::Busy,
                PushError::Closed(why) => why.into(),
            },
        )
    }

    /// Asks whether the other side's task still runs, and returns how long its answer took.
    pub async fn ping(&self, limit: Duration) -> Result<Duration, PingError> {
        let Connection { writer, requests, .. } = &*self.connection;
        let began = Instant::now();
        let mut id = 0;
        let pushed = writer.push(Rank::Control, &[], || {
            id = requests.open(true).0;
            (Header::new(Kind::Ping, id), Flush::Now)
        });
        if let Err(PushError::Closed(why)) = pushed {
            return Err(why.into());
        }
        let answer = Answer { connection: &self.connection, id, done: false };
        match tokio::time::timeout(limit, answer).await {
            Ok(Ok(_)) => Ok(began.elapsed()),
            Ok(Err(RequestError::Closed(why))) => Err(why.into()),
            Ok(Err(_)) | Err(_) => Err(PingError::Silent { waited: limit }),
        }
    }

    /// How many requests and pings of this side wait for their answers.
    pub fn open_requests(&self) -> usize {
        self.connection.requests.awaited()
    }

    /// How many requests and streams of the other side are at work here.
    pub fn open_answers(&self) -> usize {
        self.connection.permits.open()
    }

    /// What has passed over the connection.
    pub fn statistics(&self) -> WireStatistics {
        self.connection.counters.read()
    }

    /// Ends the connection: everything that waits for the other side gets the reason. What is not written yet is forgotten.
    pub fn close(&self, why: impl Into<String>) {
        self.connection.close(WireError::Closed { why: why.into() });
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Peer({} requests open, {} at work)", self.open_requests(), self.open_answers())
    }
}

/// Waits for an answer.
struct Answer<'a> {
    connection: &'a Connection,
    id: u64,
    done: bool,
}

impl Future for Answer<'_> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome> {
        let outcome = self.connection.requests.poll(self.id, cx);
        self.done |= outcome.is_ready();
        outcome
    }
}

impl Drop for Answer<'_> {
    fn drop(&mut self) {
        if !self.done && self.connection.requests.give_up(self.id) {
            let Connection { writer, outgoing, .. } = self.connection;
            writer.push_control(Header::new(Kind::Cancel, self.id), &[]);
            let key = StreamKey { own: true, id: self.id };
            outgoing.abandon(key, "its request was given up", writer);
        }
    }
}

/// Closes a connection when its task ends or is dropped.
struct Ending {
    connection: Arc<Connection>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        // The first reason counts.
        self.connection.close(WireError::Closed { why: "its task was dropped".to_owned() });
    }
}

async fn drive<R: AsyncRead + Unpin>(
    ending: Ending,
    mut frames: FrameReader<R>,
    mut dispatch: Dispatch,
) -> WireError {
    let writer = Arc::clone(&ending.connection.writer);
    let reading = async move {
        loop {
            let acted = match frames.next().await {
                Ok((header, body)) => dispatch.frame(header, body),
                Err(error) => Err(error),
            };
            if let Err(error) = acted {
                return error;
            }
        }
    };
    let why = {
        let mut reading = pin!(reading);
        poll_fn(|cx| match writer.poll_write(cx) {
            Poll::Ready(why) => Poll::Ready(why),
            Poll::Pending => reading.as_mut().poll(cx),
        })
        .await
    };
    ending.connection.close(why)
}
