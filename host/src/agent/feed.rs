use super::{Event, Outcome};
use hookwire::cx::Cancel;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch;

/// Everything that happens while one message is answered, from its beginning, for as many readers as like.
#[derive(Debug, Clone)]
pub struct Feed(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Tells this feed from every other, also of another process.
    mark: String,
    events: Mutex<Vec<Event>>,
    /// How many events there are, and whether that was the last.
    grown: watch::Sender<(usize, bool)>,
    readers: AtomicUsize,
    /// Whether the sender was ever there: what nobody waits for is not given up.
    attended: AtomicBool,
    /// How often the last reader has left.
    left: AtomicUsize,
    cancel: Cancel,
    abandoned: Duration,
}

impl Feed {
    /// Makes one whose work is cancelled when its sender was there and nobody has read it for a while.
    pub(crate) fn new(abandoned: Duration) -> Self {
        Self::marked(format!("{:08x}", rand::random::<u32>()), abandoned)
    }

    /// Makes the feed of a turn that is over, of which only the outcome is kept: the same each time.
    pub(crate) fn of_outcome(outcome: Outcome) -> Self {
        let feed = Self::marked(format!("turn{}", outcome.turn.unwrap_or_default()), Duration::MAX);
        if !outcome.response.is_empty() {
            feed.push(Event::Text { text: outcome.response.clone() });
        }
        feed.push(Event::End(outcome));
        feed
    }

    fn marked(mark: String, abandoned: Duration) -> Self {
        Self(Arc::new(Inner {
            mark,
            events: Mutex::default(),
            grown: watch::Sender::new((0, false)),
            readers: AtomicUsize::new(0),
            attended: AtomicBool::new(false),
            left: AtomicUsize::new(0),
            cancel: Cancel::default(),
            abandoned,
        }))
    }

    /// Tells all readers; the end is the last thing they hear.
    pub(crate) fn push(&self, event: Event) {
        let end = matches!(event, Event::End(_));
        let mut events = self.events();
        if matches!(events.last(), Some(Event::End(_))) {
            return;
        }
        events.push(event);
        self.0.grown.send_replace((events.len(), end));
    }

    /// Begins to read behind the first `skip` events, as the one who sent the message.
    pub fn read(&self, skip: usize) -> Reader {
        self.0.attended.store(true, Ordering::SeqCst);
        self.watch(skip)
    }

    /// Begins to read behind the first `skip` events, as one who only looks on.
    pub fn watch(&self, skip: usize) -> Reader {
        self.0.readers.fetch_add(1, Ordering::SeqCst);
        Reader { feed: self.clone(), at: skip, grown: self.0.grown.subscribe() }
    }

    /// Returns what tells this feed from every other.
    pub fn mark(&self) -> &str {
        &self.0.mark
    }

    /// Returns how many events there are.
    pub fn count(&self) -> usize {
        self.0.grown.borrow().0
    }

    /// Returns about how many bytes they take up.
    pub(super) fn bytes(&self) -> usize {
        self.events().iter().map(Event::weight).sum()
    }

    /// Returns what cancels the work.
    pub fn cancel(&self) -> &Cancel {
        &self.0.cancel
    }

    /// Returns whether the last event is there.
    pub fn is_over(&self) -> bool {
        self.0.grown.borrow().1
    }

    /// Returns whether humans are asked, and nothing else is under way.
    pub(crate) fn asks(&self) -> bool {
        let mut questions = HashSet::new();
        for event in &*self.events() {
            match event {
                Event::Approval { approval } => _ = questions.insert(approval.id.clone()),
                Event::Resolved { approval, .. } => _ = questions.remove(approval),
                _ => {}
            }
        }
        let open = self.open();
        // What works inside a call works in its stead.
        let innermost = |id: &&String| !open.values().flatten().any(|outer| outer == *id);
        !questions.is_empty() && open.keys().filter(innermost).count() <= questions.len()
    }

    /// Returns the calls that have no result yet, each with the one that it is made inside of.
    fn open(&self) -> HashMap<String, Option<String>> {
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
        self.0.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether its sender was ever there to hear of it.
    pub(crate) fn is_attended(&self) -> bool {
        self.0.attended.load(Ordering::SeqCst)
    }

    /// Returns whether nobody waits for it any more: the sender was there, all have left, and no human was asked.
    ///
    /// Whoever is asked may answer from another door, long after the sender's connection was gone.
    fn is_abandoned(&self) -> bool {
        let asked = || self.events().iter().any(|event| matches!(event, Event::Approval { .. }));
        let unread = self.0.readers.load(Ordering::SeqCst) == 0;
        unread && self.is_attended() && !self.is_over() && !asked()
    }

    /// Cancels the work unless somebody comes back in time; whoever leaves again has the whole time again.
    fn abandon(self) {
        let leaving = self.0.left.fetch_add(1, Ordering::SeqCst) + 1;
        let Ok(runtime) = Handle::try_current() else { return };
        runtime.spawn(async move {
            tokio::time::sleep(self.0.abandoned).await;
            if self.is_abandoned() && self.0.left.load(Ordering::SeqCst) == leaving {
                self.0.cancel.cancel();
            }
        });
    }
}

/// One who reads a [`Feed`].
#[derive(Debug)]
pub struct Reader {
    feed: Feed,
    at: usize,
    grown: watch::Receiver<(usize, bool)>,
}

impl Reader {
    /// Waits for the next event; `None` behind the end.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            // Before the events are looked at: what comes behind the look has to wake.
            let (_, over) = *self.grown.borrow_and_update();
            if let Some(event) = self.feed.events().get(self.at).cloned() {
                self.at += 1;
                return Some(event);
            }
            if over {
                return None;
            }
            self.grown.changed().await.ok()?;
        }
    }

    /// Returns how many events were read, skipped ones included: the id of the last one.
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
