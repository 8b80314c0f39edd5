use super::{Event, Outcome};
use crate::mutex::lock;
use crate::stuck::empty_lifo_slot;
use hookwire::cx::Cancel;
use std::collections::{HashMap, HashSet};
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch;

/// The feed of one message: all events while it is answered, readable from the first one by any number of readers.
#[derive(Debug, Clone)]
pub struct Feed(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// The id, unique across processes.
    id: String,
    events: Mutex<Vec<Event>>,
    /// The number of events, and whether the last one is the end.
    progress: watch::Sender<(usize, bool)>,
    /// The number of readers.
    readers: AtomicUsize,
    /// Whether the sender has ever read the feed; a turn without a sender is never abandoned.
    had_sender: AtomicBool,
    /// How many times the last reader has left.
    departures: AtomicUsize,
    cancel: Cancel,
    /// Whether the work is given up while a plugin keeps its thread: what it does from then on does not count.
    written_off: AtomicBool,
    /// The time without readers after which the work is cancelled.
    abandon_after: Duration,
}

impl Feed {
    /// Creates a feed whose work is cancelled once its sender has left and nobody has read for `abandon_after`.
    pub(crate) fn new(abandon_after: Duration) -> Self {
        Self::with_id(format!("{:08x}", rand::random::<u32>()), abandon_after)
    }

    /// Creates the feed of a turn that is over from its outcome; its id is the same each time.
    pub fn of_outcome(outcome: Outcome) -> Self {
        let feed = Self::with_id(format!("turn{}", outcome.turn.unwrap_or_default()), Duration::MAX);
        if !outcome.response.is_empty() {
            feed.push(Event::Text { text: outcome.response.clone() });
        }
        feed.push(Event::End(outcome));
        feed
    }

    fn with_id(id: String, abandon_after: Duration) -> Self {
        Self(Arc::new(Shared {
            id,
            events: Mutex::default(),
            progress: watch::Sender::new((0, false)),
            readers: AtomicUsize::new(0),
            had_sender: AtomicBool::new(false),
            departures: AtomicUsize::new(0),
            cancel: Cancel::default(),
            written_off: AtomicBool::new(false),
            abandon_after,
        }))
    }

    /// Appends an event; the end is the last one.
    pub(crate) fn push(&self, event: Event) {
        let end = matches!(event, Event::End(_));
        let mut events = self.events();
        if matches!(events.last(), Some(Event::End(_))) {
            return;
        }
        events.push(event);
        self.0.progress.send_replace((events.len(), end));
        drop(events);
        // The next hook in the same poll must not keep the readers that were woken.
        if self.0.readers.load(Ordering::SeqCst) > 0 {
            empty_lifo_slot();
        }
    }

    /// Gives the work up: it is cancelled, and nothing that it does from now on counts.
    pub(crate) fn write_off(&self) {
        self.0.written_off.store(true, Ordering::SeqCst);
        self.0.cancel.cancel();
    }

    /// Waits for ever if the work is given up; whoever polls it drops it then.
    pub(crate) async fn stay_if_written_off(&self) {
        if self.0.written_off.load(Ordering::SeqCst) {
            pending::<()>().await;
        }
    }

    /// Returns a reader that begins after the first `skip` events and counts as the message's sender.
    pub fn read(&self, skip: usize) -> Reader {
        self.0.had_sender.store(true, Ordering::SeqCst);
        self.watch(skip)
    }

    /// Returns a reader that begins after the first `skip` events and does not count as the sender.
    pub fn watch(&self, skip: usize) -> Reader {
        self.0.readers.fetch_add(1, Ordering::SeqCst);
        Reader { feed: self.clone(), at: skip, progress: self.0.progress.subscribe() }
    }

    /// Returns the feed's id, unique across processes.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Returns the number of events.
    pub fn count(&self) -> usize {
        self.0.progress.borrow().0
    }

    /// Returns the approximate size of the events in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.events().iter().map(Event::weight).sum()
    }

    /// Returns the cancellation of the work.
    pub fn cancel(&self) -> &Cancel {
        &self.0.cancel
    }

    /// Returns whether the end is there.
    pub fn is_over(&self) -> bool {
        self.0.progress.borrow().1
    }

    /// Returns whether the work waits for humans and for nothing else.
    pub(crate) fn asks(&self) -> bool {
        let mut questions = HashSet::new();
        for event in &*self.events() {
            match event {
                Event::Approval { approval } => _ = questions.insert(approval.id.clone()),
                Event::Resolved { approval, .. } => _ = questions.remove(approval),
                _ => {}
            }
        }
        let open = self.open_calls();
        // A nested call stands for its outer call, so only the innermost calls are counted.
        let innermost = |id: &&String| !open.values().flatten().any(|outer| outer == *id);
        !questions.is_empty() && open.keys().filter(innermost).count() <= questions.len()
    }

    /// Returns the calls that have no result yet, each with its outer call.
    fn open_calls(&self) -> HashMap<String, Option<String>> {
        let mut open = HashMap::new();
        for event in &*self.events() {
            match event {
                Event::Call { id, inside, .. } => _ = open.insert(id.clone(), inside.clone()),
                Event::Result { id, .. } => _ = open.remove(id),
                _ => {}
            }
        }
        open
    }

    fn events(&self) -> MutexGuard<'_, Vec<Event>> {
        lock(&self.0.events)
    }

    /// Returns whether the sender has ever read the feed.
    pub(crate) fn had_sender(&self) -> bool {
        self.0.had_sender.load(Ordering::SeqCst)
    }

    /// Returns whether nobody waits for the answer any more: the sender and all readers have left, and no human was asked.
    ///
    /// A human who was asked may answer through another door, long after the sender's connection is gone.
    fn is_abandoned(&self) -> bool {
        let asked = || self.events().iter().any(|event| matches!(event, Event::Approval { .. }));
        let unread = self.0.readers.load(Ordering::SeqCst) == 0;
        unread && self.had_sender() && !self.is_over() && !asked()
    }

    /// Cancels the work unless a reader comes back in time; each departure starts the time anew.
    fn abandon(self) {
        let departure = self.0.departures.fetch_add(1, Ordering::SeqCst) + 1;
        let Ok(runtime) = Handle::try_current() else { return };
        runtime.spawn(async move {
            tokio::time::sleep(self.0.abandon_after).await;
            if self.is_abandoned() && self.0.departures.load(Ordering::SeqCst) == departure {
                self.0.cancel.cancel();
            }
        });
    }
}

/// A reader of a [`Feed`].
#[derive(Debug)]
pub struct Reader {
    feed: Feed,
    at: usize,
    progress: watch::Receiver<(usize, bool)>,
}

impl Reader {
    /// Waits for the next event; `None` after the end.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            // Read before the events, so that an event pushed after the look below wakes this reader.
            let (_, over) = *self.progress.borrow_and_update();
            if let Some(event) = self.feed.events().get(self.at).cloned() {
                self.at += 1;
                return Some(event);
            }
            if over {
                return None;
            }
            self.progress.changed().await.ok()?;
        }
    }

    /// Returns the number of events read, skipped ones included: the position of the last one.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Returns the feed.
    pub fn feed(&self) -> &Feed {
        &self.feed
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let last = self.feed.0.readers.fetch_sub(1, Ordering::SeqCst) == 1;
        if last && !self.feed.is_over() {
            self.feed.clone().abandon();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Feed, Outcome};
    use std::time::Duration;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_reader_that_is_as_fast_as_the_writer_misses_nothing() {
        for round in 0..40_000_u32 {
            let feed = Feed::new(Duration::MAX);
            let mut reader = feed.read(0);
            let writer = tokio::spawn(async move {
                feed.push(Event::Restart);
                // The second one comes at every moment of the reader's look.
                for _ in 0..round % 400 {
                    std::hint::spin_loop();
                }
                feed.push(Event::End(Outcome::default()));
            });
            let read = async { while reader.next().await.is_some() {} };
            let read = tokio::time::timeout(Duration::from_secs(20), read).await;
            assert!(read.is_ok() && reader.position() == 2, "round {round}");
            writer.await.expect("it writes");
        }
    }
}
