use super::error::WireError;
use super::frame_writer::FrameWriter;
use super::incoming_stream::IncomingStreams;
use super::limits::WireLimits;
use super::open_requests::OpenRequests;
use super::outgoing_stream::OutgoingStreams;
use super::permits::Permits;
use super::statistics::Counters;
use crate::lock::lock;
use std::collections::HashMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWrite;
use tokio::task::AbortHandle;

/// What the two halves of a connection share. The order of locks: the writer, then any of the tables; never two tables.
pub(super) struct Connection {
    pub(super) limits: WireLimits,
    pub(super) writer: Arc<FrameWriter>,
    /// Requests of this side.
    pub(super) requests: OpenRequests,
    /// Requests of the other side.
    pub(super) answers: Answers,
    pub(super) permits: Arc<Permits>,
    pub(super) incoming: Arc<IncomingStreams>,
    pub(super) outgoing: OutgoingStreams,
    pub(super) counters: Arc<Counters>,
}

/// The requests of the other side that are being answered, by number. Whoever takes one out sends its only answer.
#[derive(Default)]
pub(super) struct Answers {
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    open: HashMap<u64, AbortHandle>,
    closed: bool,
}

impl Answers {
    /// Adds a request while its task is spawned, so that the task finds it.
    pub(super) fn add(&self, id: u64, spawn: impl FnOnce() -> AbortHandle) {
        let mut table = lock(&self.table);
        if !table.closed {
            table.open.insert(id, spawn());
        }
    }

    pub(super) fn take(&self, id: u64) -> Option<AbortHandle> {
        lock(&self.table).open.remove(&id)
    }

    fn close(&self) {
        let open = {
            let mut table = lock(&self.table);
            table.closed = true;
            std::mem::take(&mut table.open)
        };
        for task in open.into_values() {
            task.abort();
        }
    }
}

impl Connection {
    pub(super) fn new(writer: impl AsyncWrite + Send + 'static, limits: WireLimits) -> Self {
        let counters = Arc::<Counters>::default();
        let held = Arc::<AtomicUsize>::default();
        let writer = Arc::new(FrameWriter::new(writer, limits.most_queued, Arc::clone(&counters)));
        let permits = Permits::new(limits.most_requests, Arc::clone(&held), limits.most_held);
        let incoming =
            IncomingStreams::new(limits.stream_window, limits.most_held, held, Arc::clone(&writer));
        Self {
            limits,
            writer,
            requests: OpenRequests::new(),
            answers: Answers::default(),
            permits: Arc::new(permits),
            incoming: Arc::new(incoming),
            outgoing: OutgoingStreams::default(),
            counters,
        }
    }

    /// Ends everything that waits for the other side or works for it.
    pub(super) fn close(&self, why: WireError) -> WireError {
        // The writer first: from here on nothing new can begin.
        let why = self.writer.close(why);
        self.requests.close(&why);
        self.answers.close();
        self.incoming.close(&why);
        self.outgoing.close();
        why
    }
}
