use std::error::Error;
use std::io;

/// Returns the innermost source of an HTTP error. The outer ones speak of layers, and of addresses that may carry a key.
pub(crate) fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(deeper) = cause.and_then(Error::source) {
        cause = Some(deeper);
    }
    let Some(cause) = cause else { return "no reason is known".into() };
    match cause.downcast_ref::<io::Error>() {
        // The system's text ends with a number, the name of the kind does not.
        Some(error) if error.raw_os_error().is_some_and(|_| has_plain_name(error)) => {
            error.kind().to_string()
        }
        _ => cause.to_string(),
    }
}

/// Returns whether the kind of an error says all that its text says.
fn has_plain_name(error: &io::Error) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable, NetworkDown,
        NetworkUnreachable, TimedOut,
    };
    matches!(
        error.kind(),
        ConnectionAborted
            | ConnectionRefused
            | ConnectionReset
            | HostUnreachable
            | NetworkDown
            | NetworkUnreachable
            | TimedOut
    )
}
