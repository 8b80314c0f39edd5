use super::error::{Violation, WireError};
use super::frame_writer::FrameWriter;
use super::header::{Header, Kind};
use super::stream_key::StreamKey;
use crate::lock::lock;
use futures_util::Stream;
use hookwire::remote::RemoteError;
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// What a piece costs beside its bytes, so that many empty ones are not free.
pub(super) const PIECE_BYTES: usize = 64;

/// The receiving halves of the streams of a connection.
pub(super) struct IncomingStreams {
    table: Mutex<Table>,
    window: usize,
    /// Bytes that wait to be read in all of them, and those of requests at work.
    held: Arc<AtomicUsize>,
    most_held: usize,
    writer: Arc<FrameWriter>,
}

#[derive(Default)]
struct Table {
    open: HashMap<StreamKey, Arc<Mutex<Unread>>>,
    closed: bool,
}

/// What came of a stream and nobody has read.
struct Unread {
    pieces: VecDeque<Vec<u8>>,
    /// What the other side may still send. One piece may go beyond, which counts against the next credit.
    credit: i64,
    /// What was read since the last credit was given.
    read: usize,
    end: Option<Result<(), RemoteError>>,
    reader: Option<Waker>,
}

/// A stream of the other side, as its reader here has it. Dropping it stops the other side.
pub(super) struct IncomingStream<G> {
    key: StreamKey,
    unread: Arc<Mutex<Unread>>,
    streams: Arc<IncomingStreams>,
    /// Dropped with the stream.
    _guard: G,
}

impl IncomingStreams {
    pub(super) fn new(
        window: usize,
        most_held: usize,
        held: Arc<AtomicUsize>,
        writer: Arc<FrameWriter>,
    ) -> Self {
        Self { table: Mutex::default(), window: window.max(1), held, most_held, writer }
    }

    /// Accepts a stream: from now on the other side may send.
    pub(super) fn open<G>(self: &Arc<Self>, key: StreamKey, guard: G) -> IncomingStream<G> {
        let unread =
            Unread { pieces: VecDeque::new(), credit: signed(self.window), read: 0, end: None, reader: None };
        let unread = Arc::new(Mutex::new(unread));
        let closed = {
            let mut table = lock(&self.table);
            table.open.insert(key, Arc::clone(&unread));
            table.closed
        };
        if closed {
            self.end(key, Err(RemoteError::Lost { why: "the connection has ended".to_owned() }));
        }
        self.credit(key, self.window);
        IncomingStream { key, unread, streams: Arc::clone(self), _guard: guard }
    }

    /// Tells the other side that nobody reads a stream.
    pub(super) fn stop(&self, key: StreamKey) {
        self.writer.push_control(Header::new(Kind::Stop, key.id).flags(key.flags()), &[]);
    }

    /// Takes a piece. One of a stream that nobody reads any more was under way when its sender was stopped.
    pub(super) fn piece(&self, key: StreamKey, piece: Vec<u8>) -> Result<(), Violation> {
        let Some(unread) = lock(&self.table).open.get(&key).cloned() else { return Ok(()) };
        let bytes = piece.len() + PIECE_BYTES;
        let mut state = lock(&unread);
        if state.end.is_some() {
            return Ok(());
        }
        if state.credit <= 0 {
            return Err(Violation::BeyondCredit { id: key.id });
        }
        state.credit -= signed(bytes);
        if self.held.fetch_add(bytes, Ordering::Relaxed) + bytes > self.most_held {
            self.held.fetch_sub(bytes, Ordering::Relaxed);
            drop(state);
            let why = format!("more than {} bytes from the other process wait to be read", self.most_held);
            self.end(key, Err(RemoteError::Lost { why }));
            self.stop(key);
            return Ok(());
        }
        state.pieces.push_back(piece);
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        Ok(())
    }

    /// Takes the end of a stream, which its reader sees behind what came before.
    pub(super) fn end(&self, key: StreamKey, end: Result<(), RemoteError>) {
        let unread = lock(&self.table).open.remove(&key);
        if let Some(unread) = unread {
            end_unread(&unread, end);
        }
    }

    /// Ends all of them.
    pub(super) fn close(&self, why: &WireError) {
        let open = {
            let mut table = lock(&self.table);
            table.closed = true;
            std::mem::take(&mut table.open)
        };
        for unread in open.into_values() {
            end_unread(&unread, Err(RemoteError::Lost { why: why.to_string() }));
        }
    }

    fn credit(&self, key: StreamKey, bytes: usize) {
        let header = Header::new(Kind::Credit, key.id).flags(key.flags()).extra(bytes as u64);
        self.writer.push_control(header, &[]);
    }
}

fn signed(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn end_unread(unread: &Mutex<Unread>, end: Result<(), RemoteError>) {
    let mut state = lock(unread);
    state.end = Some(end);
    let reader = state.reader.take();
    drop(state);
    if let Some(reader) = reader {
        reader.wake();
    }
}

impl<G: Unpin> Stream for IncomingStream<G> {
    type Item = Result<Vec<u8>, RemoteError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let streams = &self.streams;
        let mut state = lock(&self.unread);
        let Some(piece) = state.pieces.pop_front() else {
            return match &mut state.end {
                // It ends once with an error, and is at its end afterwards.
                Some(end) => Poll::Ready(std::mem::replace(end, Ok(())).err().map(Err)),
                None => {
                    state.reader = Some(cx.waker().clone());
                    Poll::Pending
                }
            };
        };
        let bytes = piece.len() + PIECE_BYTES;
        streams.held.fetch_sub(bytes, Ordering::Relaxed);
        state.read += bytes;
        let credit = if state.read > streams.window / 2 && state.end.is_none() {
            std::mem::take(&mut state.read)
        } else {
            0
        };
        state.credit += signed(credit);
        drop(state);
        if credit > 0 {
            streams.credit(self.key, credit);
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

impl<G> Drop for IncomingStream<G> {
    fn drop(&mut self) {
        let open = lock(&self.streams.table).open.remove(&self.key).is_some();
        let mut state = lock(&self.unread);
        // What still comes is not for anybody.
        state.end = Some(Ok(()));
        let pieces = std::mem::take(&mut state.pieces);
        drop(state);
        let bytes: usize = pieces.iter().map(|piece| piece.len() + PIECE_BYTES).sum();
        self.streams.held.fetch_sub(bytes, Ordering::Relaxed);
        if open {
            self.streams.stop(self.key);
        }
    }
}
