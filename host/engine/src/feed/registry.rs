use super::Feed;
use crate::mutex::lock;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// How long a feed stays readable after its end.
const RETENTION: Duration = Duration::from_mins(1);
/// The most bytes that all ended feeds may take up.
const MOST: usize = 64 << 20;

/// The registry of the feeds of all messages that are being answered, and of those that were a moment ago.
#[derive(Debug, Default)]
pub(crate) struct Feeds(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// The running feeds, in the order in which they came.
    running: BTreeMap<u64, Entry>,
    /// The place of each running feed, by message id.
    places: HashMap<String, u64>,
    /// The place of the next feed.
    next: u64,
    /// The ended feeds, the oldest first.
    ended: VecDeque<Ended>,
    /// The size of all ended feeds.
    bytes: usize,
}

/// A feed that has ended.
#[derive(Debug)]
struct Ended {
    since: Instant,
    message: String,
    entry: Entry,
    /// Its size at the end.
    bytes: usize,
}

#[derive(Debug, Clone)]
struct Entry {
    session: String,
    feed: Feed,
}

impl Feeds {
    /// Registers the feed of a message, unless one is running already, which is returned.
    pub(crate) fn claim(&self, message: &str, session: &str, feed: &Feed) -> Option<Feed> {
        let mut state = self.state();
        if let Some(running) = state.running(message) {
            return Some(running.feed.clone());
        }
        let place = state.next;
        state.next += 1;
        state.running.insert(place, Entry { session: session.to_owned(), feed: feed.clone() });
        state.places.insert(message.to_owned(), place);
        None
    }

    /// Returns the feed of a message that is being answered.
    pub(crate) fn running(&self, message: &str) -> Option<Feed> {
        self.state().running(message).map(|entry| entry.feed.clone())
    }

    /// Marks a feed as ended; it stays readable for clients that lost their connection just before the end.
    pub(crate) fn retire(&self, message: &str) {
        let mut state = self.state();
        let place = state.places.remove(message);
        let Some(entry) = place.and_then(|place| state.running.remove(&place)) else { return };
        let bytes = entry.feed.bytes();
        state.bytes += bytes;
        state.ended.push_back(Ended { since: Instant::now(), message: message.to_owned(), entry, bytes });
        state.forget(|_, bytes| bytes > MOST);
    }

    /// Drops the feeds whose retention is over at `now`.
    pub(crate) fn expire(&self, now: Instant) {
        self.state().forget(|since, _| now.saturating_duration_since(since) > RETENTION);
    }

    /// Returns the feeds of all messages that are being answered.
    pub(crate) fn all(&self) -> Vec<Feed> {
        self.state().running.values().map(|entry| entry.feed.clone()).collect()
    }

    /// Returns the feed of a message, also one that has ended.
    pub(crate) fn find(&self, message: &str) -> Option<Feed> {
        let state = self.state();
        // The latest one, as a turn that failed may have been begun again.
        let ended =
            || state.ended.iter().rev().find(|ended| ended.message == message).map(|ended| &ended.entry);
        state.running(message).or_else(ended).map(|entry| entry.feed.clone())
    }

    /// Returns the feeds of a session's messages that have no end yet, in the order they came.
    pub(crate) fn of_session(&self, session: &str) -> Vec<Feed> {
        let state = self.state();
        let own = state.running.values().filter(|entry| entry.session == session && !entry.feed.is_over());
        own.map(|entry| entry.feed.clone()).collect()
    }

    /// Returns how many messages wait for a human, or in their session behind one that does.
    pub(crate) fn asking(&self) -> usize {
        let state = self.state();
        let mut sessions = HashMap::new();
        // The first message of a session is the one whose turn runs.
        let asks =
            |entry: &&Entry| *sessions.entry(entry.session.clone()).or_insert_with(|| entry.feed.asks());
        state.running.values().filter(asks).count()
    }

    /// Returns the feed of a session with an id.
    pub(crate) fn by_id(&self, session: &str, id: &str) -> Option<Feed> {
        let state = self.state();
        let mut all = state.running.values().chain(state.ended.iter().map(|ended| &ended.entry));
        let found = all.find(|entry| entry.session == session && entry.feed.id() == id);
        found.map(|entry| entry.feed.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0)
    }
}

impl State {
    fn running(&self, message: &str) -> Option<&Entry> {
        self.running.get(self.places.get(message)?)
    }

    /// Drops ended feeds, the oldest first, while `too_much` holds for the oldest.
    fn forget(&mut self, too_much: impl Fn(Instant, usize) -> bool) {
        while let Some(oldest) = self.ended.front()
            && too_much(oldest.since, self.bytes)
        {
            self.bytes -= oldest.bytes;
            self.ended.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Feed, Feeds, MOST, RETENTION};
    use crate::feed::Event;
    use std::time::{Duration, Instant};

    /// Has a feed with a text of so many bytes, and lets it be over.
    fn over(feeds: &Feeds, message: &str, bytes: usize) {
        let feed = Feed::new(Duration::MAX);
        assert!(feeds.claim(message, "session", &feed).is_none());
        feed.push(Event::Text { text: "x".repeat(bytes) });
        feeds.retire(message);
    }

    #[test]
    fn what_is_over_may_take_up_so_much_and_the_oldest_goes_first() {
        let feeds = Feeds::default();
        for message in ["a", "b", "c"] {
            over(&feeds, message, MOST / 3);
        }
        assert!(feeds.find("a").is_none());
        assert!(feeds.find("b").is_some() && feeds.find("c").is_some());
    }

    #[test]
    fn what_is_over_expires_by_the_clock() {
        let feeds = Feeds::default();
        over(&feeds, "a", 1);
        let now = Instant::now();
        feeds.expire(now);
        assert!(feeds.find("a").is_some());
        feeds.expire(now + RETENTION + Duration::from_millis(1));
        assert!(feeds.find("a").is_none());
        assert_eq!(feeds.state().bytes, 0);
    }
}
