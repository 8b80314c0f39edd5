//! What only a file can do: outlive the store, be taken, be newer, be full, be locked.

use crate::database::{Folder, skipped};
use crate::samples::{begun, finished, inbox_message, session};
use hookwire_host::engine::store::{InboxMessage, StoreError};
use hookwire_host::store::{Location, open, open_read_only};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor, SqliteConnection};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

async fn beside(folder: &Folder) -> SqliteConnection {
    SqliteConnectOptions::new().filename(folder.path().join("hookwire.db")).connect().await.unwrap()
}

#[tokio::test]
async fn what_was_kept_is_there_after_a_restart() {
    let folder = Folder::new();
    let store = open(&folder.location()).await.unwrap();
    let turn = begun(&*store, "p", "s").await;
    store.finish_turn(&finished("s", turn)).await.unwrap();
    store.accept(&inbox_message("q", "s")).await.unwrap();
    let (messages, turns) = (store.messages("s", 0, 9).await.unwrap(), store.turns("s").await.unwrap());
    drop(store);

    let store = open(&folder.location()).await.unwrap();
    assert_eq!(store.messages("s", 0, 9).await.unwrap(), messages);
    assert_eq!(store.turns("s").await.unwrap(), turns);
    assert_eq!(store.unanswered().await.unwrap(), [inbox_message("q", "s")]);
    assert_eq!(store.begin_turn("q", 60).await.unwrap().turn, 2);
}

#[tokio::test]
async fn what_is_kept_is_for_nobody_else_on_the_machine() {
    let folder = Folder::new();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let store = open(&folder.location()).await.unwrap();
    begun(&*store, "p", "s").await;
    for file in ["hookwire.db", "hookwire.db-wal", "hookwire.db-shm", "hookwire.lock"] {
        let mode = fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn a_second_host_is_refused_and_told_who_is_there() {
    let folder = Folder::new();
    let first = open(&folder.location()).await.unwrap();
    let error = open(&folder.location()).await.unwrap_err();
    assert!(
        matches!(error, StoreError::InUse { pid: Some(pid), .. } if pid == std::process::id()),
        "{error}"
    );
    assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
    drop(first);
    open(&folder.location()).await.unwrap();
}

#[tokio::test]
async fn one_may_look_beside_a_host_and_change_nothing() {
    let folder = Folder::new();
    assert!(matches!(open_read_only(&folder.location()).await, Err(StoreError::Nothing(_))));
    let host = open(&folder.location()).await.unwrap();
    begun(&*host, "p", "s").await;
    let seen = open_read_only(&folder.location()).await.unwrap();
    assert_eq!(seen.session("s").await.unwrap(), host.session("s").await.unwrap());
    let error = seen.accept(&inbox_message("q", "s")).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    drop(host);
    let error = seen.delete_session("s").await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    assert_eq!(seen.messages("s", 0, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn data_of_a_newer_version_is_refused() {
    let folder = Folder::new();
    drop(open(&folder.location()).await.unwrap());
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (99, 'tomorrow', TRUE, x'00', 0)";
    beside(&folder).await.execute(newer).await.unwrap();
    for error in
        [open(&folder.location()).await.unwrap_err(), open_read_only(&folder.location()).await.unwrap_err()]
    {
        assert!(matches!(error, StoreError::Newer { found: 99, supported: 8, .. }), "{error:?}");
    }
}

#[tokio::test]
async fn data_of_another_build_is_refused() {
    let folder = Folder::new();
    drop(open(&folder.location()).await.unwrap());
    beside(&folder).await.execute("UPDATE _sqlx_migrations SET checksum = x'00'").await.unwrap();
    let error = open(&folder.location()).await.unwrap_err();
    assert!(matches!(error, StoreError::Other(_)), "{error:?}");
    assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = Folder::new();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("below")] {
        let error = open(&Location::Folder(path)).await.unwrap_err();
        assert!(matches!(error, StoreError::Folder { .. }), "{error:?}");
        assert!(error.to_string().contains(&file.display().to_string()), "{error}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = Folder::new();
    let file = folder.path().join("hookwire.db");
    fs::write(&file, "dear diary, ".repeat(999)).unwrap();
    for error in
        [open(&folder.location()).await.unwrap_err(), open_read_only(&folder.location()).await.unwrap_err()]
    {
        assert!(matches!(error, StoreError::Broken { .. }), "{error:?}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "dear diary, ".repeat(999));
}

#[tokio::test]
async fn a_folder_that_is_read_only_is_told_from_a_broken_one() {
    let folder = Folder::new();
    drop(open(&folder.location()).await.unwrap());
    // Permissions say nothing to root, to whom a mount does.
    let _mount = Mount::new(folder.path(), &["--bind", "-o", "ro", &folder.path().display().to_string()]);
    let mut permissions = fs::metadata(folder.path()).unwrap().permissions();
    permissions.set_readonly(true);
    let _ = fs::set_permissions(folder.path(), permissions);
    if fs::write(folder.path().join("try"), "").is_ok() {
        return skipped("a read-only folder, which takes root to mount, or not to be root");
    }
    let error = open(&folder.location()).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
}

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_accepted() {
    let folder = Folder::new();
    let Some(_mount) = Mount::new(folder.path(), &["-t", "tmpfs", "-o", "size=2m", "none"]) else {
        return skipped("a full disk, which takes root to mount");
    };
    let ballast = folder.path().join("ballast");
    fs::write(&ballast, vec![1; 512 * 1024]).unwrap();
    let store = open(&folder.location()).await.unwrap();
    store.open_session(&session("s", 10)).await.unwrap();
    let large =
        |at: usize| InboxMessage { text: "x".repeat(20_000), ..inbox_message(&format!("p{at}"), "s") };
    let mut accepted = 0;
    let error = loop {
        match store.accept(&large(accepted)).await {
            Ok(_) => accepted += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full(_)), "{error:?}");
    assert_eq!(store.unanswered().await.unwrap().len(), accepted);
    let again = store.accept(&large(accepted)).await;
    assert!(matches!(again, Err(StoreError::Full(_))), "{again:?}");

    fs::remove_file(ballast).unwrap();
    store.accept(&large(accepted)).await.unwrap();
    drop(store);
    let store = open(&folder.location()).await.unwrap();
    assert_eq!(store.unanswered().await.unwrap().len(), accepted + 1);
    drop(store);
}

#[tokio::test]
async fn a_file_that_another_program_holds_is_told_from_a_broken_one() {
    let folder = Folder::new();
    let store = open(&folder.location()).await.unwrap();
    store.open_session(&session("s", 10)).await.unwrap();
    let mut other = beside(&folder).await;
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    let error = store.accept(&inbox_message("p", "s")).await.unwrap_err();
    assert!(matches!(error, StoreError::Locked), "{error:?}");
    assert!(store.session("s").await.unwrap().is_some(), "who reads does not wait");
    other.execute("ROLLBACK").await.unwrap();
    store.accept(&inbox_message("p", "s")).await.unwrap();
}

#[tokio::test]
async fn whoever_waits_behind_a_locked_file_is_told_so_and_it_is_not_ready() {
    let folder = Folder::new();
    let store = open(&folder.location()).await.unwrap();
    store.open_session(&session("s", 10)).await.unwrap();
    let mut other = beside(&folder).await;
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    // From here on, whoever waits for a connection has waited for as long as one may.
    tokio::time::pause();
    let (first, second) = (inbox_message("p", "s"), inbox_message("q", "s"));
    let (first, second) = tokio::join!(store.accept(&first), store.accept(&second));
    for accepted in [first, second] {
        assert!(matches!(accepted, Err(StoreError::Locked)), "{accepted:?}");
    }
    tokio::time::resume();
    let ready = store.ping().await;
    assert!(matches!(ready, Err(StoreError::Locked)), "{ready:?}");
    other.execute("ROLLBACK").await.unwrap();
    store.ping().await.unwrap();
}

/// A mount that is gone when it is dropped; only root may have one.
struct Mount<'p>(&'p Path);

impl<'p> Mount<'p> {
    fn new(at: &'p Path, how: &[&str]) -> Option<Self> {
        let done = Command::new("mount").args(how).arg(at).output().ok()?;
        done.status.success().then_some(Self(at))
    }
}

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        // Lazily: a connection may still be closing its file.
        let _ = Command::new("umount").arg("--lazy").arg(self.0).output();
    }
}
