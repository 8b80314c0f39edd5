use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, whatever a panic has left behind: nothing is kept here half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
