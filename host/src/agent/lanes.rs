use futures::FutureExt;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Mutex as Lane, OwnedMutexGuard};

/// One lane a session, so that its turns come one after the other, in the order they were taken in.
#[derive(Debug, Default)]
pub(crate) struct SessionQueues {
    lanes: Mutex<HashMap<String, Arc<Lane<()>>>>,
}

impl SessionQueues {
    /// Takes the next place in a session's lane, and waits there.
    pub(crate) fn queue(&self, session: &str) -> impl Future<Output = OwnedMutexGuard<()>> + Send + use<> {
        let mut place = self.lane(session).lock_owned().boxed();
        // The place counts from the first poll, and tasks are first polled in any incoming.
        let first = place.as_mut().now_or_never();
        async move {
            match first {
                Some(guard) => guard,
                None => place.await,
            }
        }
    }

    /// Forgets a lane that nobody is in.
    pub(crate) fn leave(&self, session: &str, turn: OwnedMutexGuard<()>) {
        drop(turn);
        let mut lanes = lock(&self.lanes);
        if lanes.get(session).is_some_and(|lane| Arc::strong_count(lane) == 1) {
            lanes.remove(session);
        }
    }

    fn lane(&self, session: &str) -> Arc<Lane<()>> {
        Arc::clone(lock(&self.lanes).entry(session.to_owned()).or_default())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
