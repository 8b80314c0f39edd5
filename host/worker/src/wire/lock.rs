use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex; one that was held during a panic stays usable.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
