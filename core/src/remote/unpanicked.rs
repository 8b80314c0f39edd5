use crate::crossing::RemoteError;
use std::panic::resume_unwind;

/// Panics as the code in the other process did, so that the guard around the call sees what it sees of code in this one.
pub(super) fn unpanicked<T>(result: Result<T, RemoteError>) -> Result<T, RemoteError> {
    match result {
        Err(RemoteError::Panicked { message }) => resume_unwind(Box::new(message)),
        result => result,
    }
}
