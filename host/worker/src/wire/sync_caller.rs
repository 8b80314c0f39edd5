use super::error::{RequestError, Violation, WireError};
use super::header::{HEADER_BYTES, Header, Kind, Refusal};
use super::limits::WireLimits;
use crate::lock::lock;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Why a blocking call gave no result.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SyncCallError {
    /// The time was over. The channel cannot be used any more, as the answer may still come.
    #[error("no answer within {waited:?}")]
    TimedOut {
        /// How long it was waited for.
        waited: Duration,
    },
    /// Other calls had the channel all the time. It can be used again.
    #[error("other calls kept the channel for {waited:?}")]
    Occupied {
        /// How long it was waited for.
        waited: Duration,
    },
    /// An earlier call has left the channel unusable; the process at its other end has to be replaced.
    #[error("the channel is unusable since an earlier call: {why}; the process has to be started again")]
    Unusable {
        /// What happened to that call.
        why: String,
    },
    /// The other side refused, or the connection has ended.
    #[error(transparent)]
    Request(#[from] RequestError),
}

/// The asking half of a blocking connection to another process, for code that cannot wait in any other way. One call at a time.
#[derive(Debug)]
pub struct SyncCaller {
    stream: UnixStream,
    most_bytes: usize,
    turn: Mutex<Turn>,
    free: Condvar,
}

#[derive(Debug)]
struct Turn {
    taken: bool,
    last: u64,
    unusable: Option<String>,
}

impl SyncCaller {
    /// Takes one end of a socket pair, whose other end is given to [`serve_sync`](super::serve_sync).
    pub fn new(stream: UnixStream, limits: &WireLimits) -> io::Result<Self> {
        stream.set_nonblocking(false)?;
        let turn = Mutex::new(Turn { taken: false, last: 0, unusable: None });
        Ok(Self { stream, most_bytes: limits.most_bytes, turn, free: Condvar::new() })
    }

    /// Asks the other process and blocks the thread until its answer, at most so long. `parent` is the call inside which it is asked; 0:
    /// none.
    ///
    /// After a time-out the channel is unusable, and every later call says so.
    pub fn call(&self, parent: u64, body: &[u8], timeout: Duration) -> Result<Vec<u8>, SyncCallError> {
        if body.len() > self.most_bytes {
            return Err(RequestError::TooLarge { bytes: body.len(), most: self.most_bytes }.into());
        }
        let began = Instant::now();
        let id = self.take_turn(began, timeout)?;
        let mut exchange = Exchange { stream: &self.stream, began, timeout, most_bytes: self.most_bytes };
        let result = exchange.run(id, parent, body);
        let mut turn = lock(&self.turn);
        turn.taken = false;
        if let Err(SyncCallError::TimedOut { .. } | SyncCallError::Request(RequestError::Closed(_))) = &result
        {
            turn.unusable = result.as_ref().err().map(ToString::to_string);
            // Whoever waits is to hear of it.
            self.free.notify_all();
        } else {
            self.free.notify_one();
        }
        result
    }

    /// Why the channel cannot be used any more, if it cannot.
    pub fn unusable(&self) -> Option<String> {
        lock(&self.turn).unusable.clone()
    }

    fn take_turn(&self, began: Instant, timeout: Duration) -> Result<u64, SyncCallError> {
        let mut turn = lock(&self.turn);
        loop {
            if let Some(why) = &turn.unusable {
                return Err(SyncCallError::Unusable { why: why.clone() });
            }
            if !turn.taken {
                turn.taken = true;
                turn.last += 1;
                return Ok(turn.last);
            }
            let left = timeout.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(SyncCallError::Occupied { waited: timeout });
            }
            turn = self.free.wait_timeout(turn, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// One call on the socket.
struct Exchange<'a> {
    stream: &'a UnixStream,
    began: Instant,
    timeout: Duration,
    most_bytes: usize,
}

impl Exchange<'_> {
    fn run(&mut self, id: u64, parent: u64, body: &[u8]) -> Result<Vec<u8>, SyncCallError> {
        let mut header = Header::new(Kind::Request, id).extra(parent);
        header.length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        let mut frame = Vec::with_capacity(HEADER_BYTES + body.len());
        frame.extend_from_slice(&header.encode());
        frame.extend_from_slice(body);
        self.write(&frame)?;
        let mut header = [0; HEADER_BYTES];
        self.read(&mut header)?;
        let header = Header::decode(header, self.most_bytes).map_err(broken)?;
        if header.id != id {
            return Err(broken(Violation::NeverAsked { id: header.id }));
        }
        let mut body = vec![0; header.length as usize];
        self.read(&mut body)?;
        match (header.kind, Refusal::of(header.flags)) {
            (Kind::Answer, None) => Ok(body),
            (Kind::Failure, None) => Err(RequestError::Remote(body).into()),
            (Kind::Refusal, Some(Refusal::Panicked)) => Err(RequestError::Panicked.into()),
            (Kind::Refusal, Some(Refusal::TooLarge)) => {
                Err(RequestError::AnswerTooLarge { bytes: header.extra, most: self.most_bytes }.into())
            }
            _ => {
                let why = "on the channel for plain requests";
                Err(broken(Violation::Header { kind: header.kind as u8, why }))
            }
        }
    }

    fn write(&mut self, mut bytes: &[u8]) -> Result<(), SyncCallError> {
        while !bytes.is_empty() {
            let left = self.left()?;
            let written = self.stream.set_write_timeout(Some(left)).and_then(|()| self.stream.write(bytes));
            match written {
                Ok(0) => return Err(closed(WireError::Ended)),
                Ok(written) => bytes = &bytes[written..],
                Err(error) => again(error, WireError::write)?,
            }
        }
        Ok(())
    }

    fn read(&mut self, mut bytes: &mut [u8]) -> Result<(), SyncCallError> {
        while !bytes.is_empty() {
            let left = self.left()?;
            let read = self.stream.set_read_timeout(Some(left)).and_then(|()| self.stream.read(bytes));
            match read {
                Ok(0) => return Err(closed(WireError::CutShort)),
                Ok(read) => bytes = &mut bytes[read..],
                Err(error) => again(error, WireError::read)?,
            }
        }
        Ok(())
    }

    fn left(&self) -> Result<Duration, SyncCallError> {
        let left = self.timeout.saturating_sub(self.began.elapsed());
        if left.is_zero() { Err(SyncCallError::TimedOut { waited: self.timeout }) } else { Ok(left) }
    }
}

/// Lets the caller try again where no more than a signal or the socket's own time-out came; the next look at the clock decides.
fn again(error: io::Error, kind: impl FnOnce(io::Error) -> WireError) -> Result<(), SyncCallError> {
    match error.kind() {
        ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut => Ok(()),
        _ => Err(closed(kind(error))),
    }
}

fn broken(violation: Violation) -> SyncCallError {
    closed(violation.into())
}

fn closed(error: WireError) -> SyncCallError {
    RequestError::Closed(error).into()
}
