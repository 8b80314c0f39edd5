use crate::mutex::lock;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::{Mutex as Queue, OwnedMutexGuard};

/// The queues of all sessions: the turns of a session run one after the other, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionQueues(Arc<Mutex<HashMap<String, Arc<Queue<()>>>>>);

/// A place in the queue of a session, from when it is taken until it is dropped.
pub(crate) struct QueueTicket {
    queues: SessionQueues,
    session: String,
    place: Place,
}

enum Place {
    Waiting(BoxFuture<'static, OwnedMutexGuard<()>>),
    First(
        #[expect(dead_code, reason = "the session's turn is held for as long as the guard lives")]
        OwnedMutexGuard<()>,
    ),
    Left,
}

impl SessionQueues {
    /// Takes the next place in a session's queue.
    pub(crate) fn enqueue(&self, session: &str) -> QueueTicket {
        let queue = Arc::clone(lock(&self.0).entry(session.to_owned()).or_default());
        let mut waiting = queue.lock_owned().boxed();
        // The place in the queue counts from the first poll; spawned tasks are first polled in any order.
        let place = match waiting.as_mut().now_or_never() {
            Some(guard) => Place::First(guard),
            None => Place::Waiting(waiting),
        };
        QueueTicket { queues: self.clone(), session: session.to_owned(), place }
    }
}

impl QueueTicket {
    /// Waits until every place before this one has been left.
    pub(crate) async fn first(&mut self) {
        if let Place::Waiting(waiting) = &mut self.place {
            self.place = Place::First(waiting.await);
        }
    }
}

impl Drop for QueueTicket {
    fn drop(&mut self) {
        self.place = Place::Left;
        let mut queues = lock(&self.queues.0);
        if queues.get(&self.session).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            queues.remove(&self.session);
        }
    }
}
