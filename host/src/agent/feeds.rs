use super::Feed;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a feed that is over can still be read, and how many bytes such feeds may take up in all.
const KEPT: Duration = Duration::from_mins(1);
const MOST: usize = 64 << 20;

/// The feeds of what is being answered now, and of what just was.
#[derive(Debug, Default)]
pub(crate) struct Feeds(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// By posting, so in the order they came.
    running: BTreeMap<String, Entry>,
    over: VecDeque<Over>,
    /// How many bytes those take up that are over.
    bytes: usize,
}

/// A feed that is over.
#[derive(Debug)]
struct Over {
    since: Instant,
    posting: String,
    entry: Entry,
    /// How many bytes it took up then.
    bytes: usize,
}

#[derive(Debug, Clone)]
struct Entry {
    session: String,
    feed: Feed,
}

impl Feeds {
    /// Enters the feed of a posting, unless one runs already, which is returned.
    pub(crate) fn claim(&self, posting: &str, session: &str, feed: &Feed) -> Option<Feed> {
        let mut state = self.state();
        if let Some(entry) = state.running.get(posting) {
            return Some(entry.feed.clone());
        }
        let entry = Entry { session: session.to_owned(), feed: feed.clone() };
        state.running.insert(posting.to_owned(), entry);
        None
    }

    /// Returns the feed of a posting that is being answered.
    pub(crate) fn running(&self, posting: &str) -> Option<Feed> {
        self.state().running.get(posting).map(|entry| entry.feed.clone())
    }

    /// Keeps a feed that is over for those who lost the connection just before the end.
    pub(crate) fn retire(&self, posting: &str) {
        let mut state = self.state();
        let Some(entry) = state.running.remove(posting) else { return };
        let bytes = entry.feed.bytes();
        state.bytes += bytes;
        state.over.push_back(Over { since: Instant::now(), posting: posting.to_owned(), entry, bytes });
        state.forget(|_, bytes| bytes > MOST);
    }

    /// Forgets the feeds that have been over for long enough at `now`.
    pub(crate) fn expire(&self, now: Instant) {
        self.state().forget(|since, _| now.saturating_duration_since(since) > KEPT);
    }

    /// Returns the feeds of all that is being answered.
    pub(crate) fn all(&self) -> Vec<Feed> {
        self.state().running.values().map(|entry| entry.feed.clone()).collect()
    }

    /// Returns the feed of a posting.
    pub(crate) fn find(&self, posting: &str) -> Option<Feed> {
        let state = self.state();
        // The last one, as one that failed may have been begun again.
        let over = || state.over.iter().rev().find(|over| over.posting == posting).map(|over| &over.entry);
        state.running.get(posting).or_else(over).map(|entry| entry.feed.clone())
    }

    /// Returns the feeds of what a session waits for, in the order it came.
    pub(crate) fn of_session(&self, session: &str) -> Vec<Feed> {
        let state = self.state();
        let own = state.running.values().filter(|entry| entry.session == session);
        own.map(|entry| entry.feed.clone()).collect()
    }

    /// Returns how many of what is being answered wait for a human, or in their session for one that does.
    pub(crate) fn asking(&self) -> usize {
        let state = self.state();
        let mut sessions = HashMap::new();
        // The first of a session is the one that runs.
        let asks =
            |entry: &&Entry| *sessions.entry(entry.session.clone()).or_insert_with(|| entry.feed.asks());
        state.running.values().filter(asks).count()
    }

    /// Returns a feed of a session by its mark.
    pub(crate) fn marked(&self, session: &str, mark: &str) -> Option<Feed> {
        let state = self.state();
        let mut all = state.running.values().chain(state.over.iter().map(|over| &over.entry));
        let found = all.find(|entry| entry.session == session && entry.feed.mark() == mark);
        found.map(|entry| entry.feed.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Forgets feeds that are over, the oldest first, for as long as it is too much.
    fn forget(&mut self, too_much: impl Fn(Instant, usize) -> bool) {
        while let Some(oldest) = self.over.front()
            && too_much(oldest.since, self.bytes)
        {
            self.bytes -= oldest.bytes;
            self.over.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Feed, Feeds, KEPT, MOST};
    use crate::agent::Event;
    use std::time::{Duration, Instant};

    /// Has a feed with a text of so many bytes, and lets it be over.
    fn over(feeds: &Feeds, posting: &str, bytes: usize) {
        let feed = Feed::new(Duration::MAX);
        assert!(feeds.claim(posting, "session", &feed).is_none());
        feed.push(Event::Text { text: "x".repeat(bytes) });
        feeds.retire(posting);
    }

    #[test]
    fn what_is_over_may_take_up_so_much_and_the_oldest_goes_first() {
        let feeds = Feeds::default();
        for posting in ["a", "b", "c"] {
            over(&feeds, posting, MOST / 3);
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
        feeds.expire(now + KEPT + Duration::from_millis(1));
        assert!(feeds.find("a").is_none());
        assert_eq!(feeds.state().bytes, 0);
    }
}
