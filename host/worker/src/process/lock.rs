use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex whose value is whole at any moment, so that a panic of another holder does not matter.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
