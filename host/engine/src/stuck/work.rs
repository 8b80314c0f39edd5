use crate::mutex::lock;
use hookwire::chain::Overrun;
use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::thread::{self, ThreadId};

/// The work of the host that calls hooks of plugins, each piece of which can be written off while a hook keeps its thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct WatchedWork(Arc<Mutex<Pieces>>);

#[derive(Debug, Default)]
struct Pieces {
    all: HashMap<u64, Arc<Piece>>,
    /// The number of the next piece.
    next: u64,
}

type OnWriteOff = Box<dyn FnOnce(&Overrun) + Send>;

/// A piece of work.
struct Piece {
    /// The thread that polls it now.
    polled_by: Mutex<Option<ThreadId>>,
    written_off: AtomicBool,
    on_write_off: Mutex<Option<OnWriteOff>>,
}

/// A future that can be written off; `None` if it was.
pub(crate) struct Watched<F> {
    /// There until it is done or written off.
    work: Option<Pin<Box<F>>>,
    piece: Arc<Piece>,
    number: u64,
    of: WatchedWork,
}

impl WatchedWork {
    /// Watches a piece of work. When it is written off, `on_write_off` is called, which must not block; the work itself is
    /// dropped when it comes back, without another poll.
    pub(crate) fn watch<F: Future>(
        &self,
        work: F,
        on_write_off: impl FnOnce(&Overrun) + Send + 'static,
    ) -> Watched<F> {
        let piece = Arc::new(Piece {
            polled_by: Mutex::default(),
            written_off: AtomicBool::new(false),
            on_write_off: Mutex::new(Some(Box::new(on_write_off))),
        });
        let mut pieces = self.pieces();
        let number = pieces.next;
        pieces.next += 1;
        pieces.all.insert(number, Arc::clone(&piece));
        drop(pieces);
        Watched { work: Some(Box::pin(work)), piece, number, of: self.clone() }
    }

    /// Writes off what the thread of an overrun polls; returns whether there was such work.
    pub(crate) fn write_off(&self, overrun: &Overrun) -> bool {
        let thread = Some(overrun.thread().id());
        let pieces: Vec<_> = self.pieces().all.values().cloned().collect();
        pieces.iter().fold(false, |found, piece| piece.write_off(thread, overrun) | found)
    }

    fn pieces(&self) -> MutexGuard<'_, Pieces> {
        lock(&self.0)
    }
}

impl Piece {
    fn write_off(&self, thread: Option<ThreadId>, overrun: &Overrun) -> bool {
        let polled_by = lock(&self.polled_by);
        // While this is locked, the poll cannot end: what the thread does now is still what the overrun is about.
        if *polled_by != thread || !overrun.is_current() || self.written_off.swap(true, Ordering::SeqCst) {
            return false;
        }
        drop(polled_by);
        let told = lock(&self.on_write_off).take();
        if let Some(told) = told {
            told(overrun);
        }
        true
    }

    fn is_written_off(&self) -> bool {
        self.written_off.load(Ordering::SeqCst)
    }
}

impl<F: Future> Future for Watched<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let piece = Arc::clone(&self.piece);
        let Some(work) = self.work.as_mut() else { return Poll::Ready(None) };
        let polled = {
            let _polling = Polling::begin(&piece);
            work.as_mut().poll(task)
        };
        if piece.is_written_off() {
            self.work = None;
            return Poll::Ready(None);
        }
        if polled.is_ready() {
            self.work = None;
        }
        polled.map(Some)
    }
}

impl<F> Drop for Watched<F> {
    fn drop(&mut self) {
        // Its drop may be code of plugins as well, and may be written off.
        let polling = Polling::begin(&self.piece);
        self.work = None;
        drop(polling);
        let removed = self.of.pieces().all.remove(&self.number);
        drop(removed);
        let unused = lock(&self.piece.on_write_off).take();
        drop(unused);
    }
}

/// A poll, until this is dropped.
struct Polling<'a>(&'a Piece);

impl<'a> Polling<'a> {
    fn begin(piece: &'a Piece) -> Self {
        *lock(&piece.polled_by) = Some(thread::current().id());
        Self(piece)
    }
}

impl Drop for Polling<'_> {
    fn drop(&mut self) {
        *lock(&self.0.polled_by) = None;
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Piece").field("polled_by", &self.polled_by).finish_non_exhaustive()
    }
}
