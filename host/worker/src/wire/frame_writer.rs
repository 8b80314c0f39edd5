use super::error::{Violation, WireError};
use super::header::Header;
use super::statistics::Counters;
use crate::lock::lock;
use futures_util::task::AtomicWaker;
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use tokio::io::AsyncWrite;
use tokio::sync::Notify;

/// A body from this size is written from where it is, instead of being copied behind its header first.
const LARGE_BYTES: usize = 16 << 10;

/// Room that is given back when the queue is empty again.
const SPARE_BYTES: usize = 256 << 10;

/// How much of the queue a frame may use.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rank {
    /// Requests, answers and pieces of streams: they wait where the queue is full.
    Bulk,
    /// Notes: they find room when the former find none.
    Note,
    /// What must go: the other side has caused it, or waits for it. More than fits ends the connection.
    Control,
}

/// When a frame is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flush {
    /// At once, by the one who sends: for what somebody waits for, alone.
    Now,
    /// By the connection's task, together with what others send until it runs.
    Soon,
}

/// Why a frame was not taken.
#[derive(Debug)]
pub(super) enum PushError {
    Full,
    Closed(WireError),
}

/// The outgoing half of a connection: a bounded queue of bytes, which whoever sends writes directly while it is empty.
pub(super) struct FrameWriter {
    state: Mutex<State>,
    most_queued: usize,
    /// The connection's task.
    driver: AtomicWaker,
    room: Notify,
    counters: Arc<Counters>,
}

struct State {
    writer: Option<Pin<Box<dyn AsyncWrite + Send>>>,
    queue: Vec<u8>,
    /// What of the queue is written.
    written: usize,
    /// Somebody waits for room.
    awaited: bool,
    end: Option<WireError>,
}

impl FrameWriter {
    pub(super) fn new(
        writer: impl AsyncWrite + Send + 'static,
        most_queued: usize,
        counters: Arc<Counters>,
    ) -> Self {
        let state = State {
            writer: Some(Box::pin(writer)),
            queue: Vec::new(),
            written: 0,
            awaited: false,
            end: None,
        };
        Self {
            state: Mutex::new(state),
            most_queued,
            driver: AtomicWaker::new(),
            room: Notify::new(),
            counters,
        }
    }

    /// Takes a frame into the queue. `header` is called once its place in the order of frames is certain, and may lock what is locked
    /// behind this.
    pub(super) fn push(
        &self,
        rank: Rank,
        body: &[u8],
        header: impl FnOnce() -> (Header, Flush),
    ) -> Result<(), PushError> {
        let mut state = lock(&self.state);
        if let Some(end) = &state.end {
            return Err(PushError::Closed(end.clone()));
        }
        let queued = state.queued();
        self.admit(&mut state, rank, queued, body.len())?;
        let (mut header, flush) = header();
        header.length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        self.counters.frames_out.add(1);
        let wake = state.append(header, body, flush, &self.counters);
        drop(state);
        if wake {
            self.driver.wake();
        }
        Ok(())
    }

    /// Takes a frame that must go. That the connection has ended is no news to its sender.
    pub(super) fn push_control(&self, header: Header, body: &[u8]) {
        let _ended = self.push(Rank::Control, body, || (header, Flush::Now));
    }

    /// Takes a frame of bulk, as soon as there is room.
    pub(super) async fn send(
        &self,
        body: &[u8],
        mut header: impl FnMut() -> (Header, Flush),
    ) -> Result<(), WireError> {
        loop {
            match self.push(Rank::Bulk, body, &mut header) {
                Ok(()) => return Ok(()),
                Err(PushError::Closed(end)) => return Err(end),
                Err(PushError::Full) => {}
            }
            let mut room = pin!(self.room.notified());
            room.as_mut().enable();
            // Room may have come between the two.
            match self.push(Rank::Bulk, body, &mut header) {
                Ok(()) => return Ok(()),
                Err(PushError::Closed(end)) => return Err(end),
                Err(PushError::Full) => room.await,
            }
        }
    }

    /// Writes what is queued, and is ready only when the connection has ended.
    pub(super) fn poll_write(&self, cx: &mut Context<'_>) -> Poll<WireError> {
        self.driver.register(cx.waker());
        let mut state = lock(&self.state);
        state.write_queue(cx, &self.counters);
        if state.awaited && state.queued() <= self.most_queued / 2 {
            state.awaited = false;
            self.room.notify_waiters();
        }
        match &state.end {
            Some(end) => Poll::Ready(end.clone()),
            None => Poll::Pending,
        }
    }

    /// Takes nothing more and forgets what is queued. Returns why the connection ended: it is the first reason that counts.
    pub(super) fn close(&self, why: WireError) -> WireError {
        let mut state = lock(&self.state);
        let end = state.end.get_or_insert(why).clone();
        // The other side is to see the end even where somebody still holds this.
        let writer = state.writer.take();
        state.queue = Vec::new();
        state.written = 0;
        drop(state);
        drop(writer);
        self.driver.wake();
        self.room.notify_waiters();
        end
    }

    fn admit(&self, state: &mut State, rank: Rank, queued: usize, more: usize) -> Result<(), PushError> {
        let most = match rank {
            Rank::Bulk => self.most_queued,
            Rank::Note => self.most_queued.saturating_mul(2),
            Rank::Control => self.most_queued.saturating_mul(4),
        };
        if queued == 0 || queued.saturating_add(more) <= most {
            return Ok(());
        }
        if matches!(rank, Rank::Control) {
            let flood = WireError::from(Violation::Flood { queued });
            state.end = Some(flood.clone());
            self.driver.wake();
            return Err(PushError::Closed(flood));
        }
        state.awaited |= matches!(rank, Rank::Bulk);
        Err(PushError::Full)
    }
}

impl State {
    fn queued(&self) -> usize {
        self.queue.len() - self.written
    }

    /// Adds a frame to the empty queue or behind others. Says whether the connection's task has to be woken.
    fn append(&mut self, header: Header, body: &[u8], flush: Flush, counters: &Counters) -> bool {
        if self.written > self.queue.len() / 2 {
            self.queue.drain(..self.written);
            self.written = 0;
        }
        let first = self.queue.is_empty();
        let header = header.encode();
        if !first || flush == Flush::Soon || body.len() < LARGE_BYTES {
            self.queue.extend_from_slice(&header);
            self.queue.extend_from_slice(body);
        } else {
            self.write_large(&header, body, counters);
        }
        if first && flush == Flush::Now {
            self.write_queue(&mut Context::from_waker(Waker::noop()), counters);
        }
        first && (self.queued() > 0 || self.end.is_some())
    }

    /// Writes as much as goes of a frame, and queues the rest.
    fn write_large(&mut self, header: &[u8], body: &[u8], counters: &Counters) {
        let mut cx = Context::from_waker(Waker::noop());
        let mut done = 0;
        let whole = header.len() + body.len();
        while let Some(writer) = &mut self.writer
            && done < whole
        {
            let head = &header[done.min(header.len())..];
            let rest = &body[done.saturating_sub(header.len())..];
            let slices = [IoSlice::new(head), IoSlice::new(rest)];
            let slices = if head.is_empty() { &slices[1..] } else { &slices[..] };
            let Poll::Ready(written) = writer.as_mut().poll_write_vectored(&mut cx, slices) else { break };
            match self.written_now(written, counters) {
                Some(more) => done += more,
                None => return,
            }
        }
        self.queue.extend_from_slice(&header[done.min(header.len())..]);
        self.queue.extend_from_slice(&body[done.saturating_sub(header.len())..]);
    }

    fn write_queue(&mut self, cx: &mut Context<'_>, counters: &Counters) {
        while self.written < self.queue.len()
            && let Some(writer) = &mut self.writer
        {
            let Poll::Ready(written) = writer.as_mut().poll_write(cx, &self.queue[self.written..]) else {
                return;
            };
            match self.written_now(written, counters) {
                Some(more) => self.written += more,
                None => return,
            }
        }
        self.queue.clear();
        self.written = 0;
        if self.queue.capacity() > SPARE_BYTES {
            self.queue = Vec::new();
        }
    }

    fn written_now(&mut self, written: io::Result<usize>, counters: &Counters) -> Option<usize> {
        let written = match written {
            Ok(0) => Err(io::Error::from(io::ErrorKind::WriteZero)),
            other => other,
        };
        match written {
            Ok(bytes) => {
                counters.bytes_out.add(bytes);
                Some(bytes)
            }
            Err(error) => {
                self.end.get_or_insert(WireError::write(error));
                None
            }
        }
    }
}
