use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex; one that a panic has poisoned is used as it is, as no guarded value is ever left half changed.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
