//! Errors that plugins match on cross from one process to the other as what they are; others with their texts.

use hookwire::cron::Cron;
use hookwire::cx::{
    DirError, HostFilesError, HttpError, KvError, OutboxError, RenderError, ScheduleError, SessionsError,
    SpawnError,
};
use hookwire::model::{ModelError, ProviderMessage};
use hookwire::remote::{RemoteError, decode, encode};
use hookwire::{Error, Result};
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

/// Sends an error to another process and takes it out there.
fn crossed(error: &Error) -> Error {
    let remote: RemoteError = decode(&encode(&RemoteError::of(error)).unwrap()).unwrap();
    remote.into_error()
}

fn assert_crosses<E: StdError + Send + Sync + 'static>(error: E) {
    let shown = format!("{error:?}");
    let error = Error::from(error);
    let there = crossed(&error);
    assert!(there.downcast_ref::<E>().is_some(), "{shown}");
    assert_eq!(format!("{there:?}"), format!("{error:?}"));
    // And back again.
    assert_eq!(format!("{:?}", crossed(&there)), format!("{error:?}"));
}

fn json() -> serde_json::Error {
    serde_json::from_str::<u32>("[\n 1").unwrap_err()
}

#[test]
fn errors_of_services_arrive_as_what_they_were() {
    assert_crosses(KvError::OtherType { key: "a".into(), source: json() });
    assert_crosses(KvError::NoUser);
    assert_crosses(KvError::TooMany { wanted: 501 });
    for source in [io::Error::from_raw_os_error(13), io::Error::new(io::ErrorKind::NotFound, "not here")] {
        let kind = source.kind();
        let error = Error::from(DirError::Io { path: "a".into(), action: "read", source });
        let there = crossed(&error);
        assert_eq!(format!("{there:?}"), format!("{error:?}"));
        assert!(matches!(there.downcast_ref(), Some(DirError::Io { source, .. }) if source.kind() == kind));
    }
    assert_crosses(DirError::OtherKind { path: "a".into(), wanted: "folder" });
    let behind = HttpError::Json { host: "a".into(), source: json() };
    assert_crosses(HttpError::Failed { host: "a".into(), why: "b".into(), source: Box::new(behind) });
    assert_crosses(HttpError::Header { name: "host".into(), why: "it belongs to the connection" });
    let address = "::1".parse().unwrap();
    assert_crosses(HttpError::PrivateAddress { plugin: "a".into(), host: "b".into(), address });
    assert_crosses(HttpError::Idle { host: "a".into(), limit: Duration::from_millis(1500) });
    assert_crosses(SessionsError::NotShared { plugin: "a".into() });
    assert_crosses(ScheduleError::Cron(Cron::parse("0 9 * *").unwrap_err()));
    assert_crosses(ScheduleError::TooMany { plugin: "a", most: 1000 });
    assert_crosses(ScheduleError::Unwritable(json()));
    assert_crosses(OutboxError::FileName { name: "a/b".into(), why: "it has a path separator" });
    assert_crosses(RenderError::Failed { name: "a".into(), line: 7, why: "b".into() });
    assert_crosses(RenderError::Unreadable { path: "/a".into(), source: io::Error::other("b") });
    assert_crosses(SpawnError::TooMany { plugin: "a", name: "b".into() });
    assert_crosses(HostFilesError::Within { folder: "/a/b".into(), data: "/a".into() });
    let message = ProviderMessage::with_status("slower", 429);
    assert_crosses(ModelError::RateLimited { retry_after: Some(Duration::from_secs(3)), message });
}

#[derive(Debug)]
struct Outer(io::Error);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list cannot be read")
    }
}

impl StdError for Outer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn other_errors_arrive_with_their_texts_and_causes() {
    let error = Error::from(Outer(io::Error::other(KvError::NoSession)));
    let there = crossed(&error);
    assert_eq!(format!("{there:?}"), format!("{error:?}"));
    assert_eq!(there.to_string(), "the list cannot be read");
    let lost = Error::from(RemoteError::Lost { why: "the worker is gone".into() });
    assert!(matches!(crossed(&lost).downcast_ref(), Some(RemoteError::Lost { .. })));
}

#[test]
fn an_error_whose_body_cannot_be_read_keeps_its_text() -> Result<()> {
    let remote = RemoteError::of(&KvError::NoUser.into());
    let mut bytes = encode(&remote)?;
    // The name of the variant stands in there once.
    let at = bytes.windows(6).position(|part| part == b"NoUser").unwrap();
    bytes[at] = b'M';
    let remote: RemoteError = decode(&bytes)?;
    let error = remote.into_error();
    assert!(error.downcast_ref::<KvError>().is_none());
    assert_eq!(error.to_string(), KvError::NoUser.to_string());
    Ok(())
}
