use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex, without poisoning: no panic comes from behind it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
