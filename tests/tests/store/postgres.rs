//! What only a server can do: be taken, be newer, be away, be given a password.

use crate::database::{TestDatabase, postgres, run};
use crate::samples::{begun, finished, inbox_message, session};
use hookwire::Secret;
use hookwire::points::End;
use hookwire_host::engine::SendError;
use hookwire_host::engine::store::{StoreError, TurnStatus};
use hookwire_host::store::{Location, open, open_read_only};
use hookwire_tests::test_host::{Setup, TestHost};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};
use std::error::Error;
use std::future::pending;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

#[tokio::test]
async fn a_second_host_is_refused_until_the_first_is_gone() {
    let Some(database) = postgres().await else { return };
    let first = open(&database.location).await.unwrap();
    begun(&*first, "p", "s").await;
    let error = open(&database.location).await.unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error:?}");
    drop(first);
    let second = open(&database.location).await.unwrap();
    assert_eq!(second.unanswered().await.unwrap(), [inbox_message("p", "s")]);
    database.clean().await;
}

#[tokio::test]
async fn a_lock_that_was_lost_is_taken_again() {
    let Some(database) = postgres().await else { return };
    let store = open(&database.location).await.unwrap();
    let (url, schema) = database.schema();
    end_holder(url, schema).await;
    store.ping().await.unwrap();
    assert!(matches!(open(&database.location).await, Err(StoreError::InUse { .. })));
    database.clean().await;
}

#[tokio::test]
async fn a_lock_is_taken_over_from_ones_own_connection_that_only_the_server_thinks_alive() {
    let Some(database) = postgres().await else { return };
    let (url, schema) = database.schema();
    let options: PgConnectOptions = url.parse().unwrap();
    let Some(folder) = options.get_socket().cloned() else { return };
    let server = folder.join(format!(".s.PGSQL.{}", options.get_port()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (user, name) = (options.get_username(), options.get_database().unwrap());
    let way = format!("postgres://{user}@{}/{name}", listener.local_addr().unwrap());
    let cut = Arc::new(Notify::new());
    tokio::spawn(relay(listener, server, Arc::clone(&cut)));

    let way = format!("{way}?sslmode=disable&options=-csearch_path%3D{schema}");
    let store = open(&Location::Url(Secret::new(way))).await.unwrap();
    let before = pids(url, schema, "granted").await;
    store.hold_lock().await.unwrap();
    assert_eq!(pids(url, schema, "granted").await, before, "a lock that is held is left alone");
    cut.notify_waiters();
    store.hold_lock().await.unwrap();
    let after = pids(url, schema, "granted").await;
    assert!(after.len() == 1 && after != before, "{before:?} {after:?}");
    drop(store);
    database.clean().await;
}

/// Passes connections on to a server, and loses the client's side of them, and no other, when it is told to.
async fn relay(listener: TcpListener, server: PathBuf, cut: Arc<Notify>) {
    while let Ok((mut client, _)) = listener.accept().await {
        let mut server = UnixStream::connect(&server).await.unwrap();
        let cut = Arc::clone(&cut);
        tokio::spawn(async move {
            tokio::select! {
                _ = copy_bidirectional(&mut client, &mut server) => return,
                () = cut.notified() => drop(client),
            }
            pending::<()>().await;
        });
    }
}

const TURN: &str = r#"
    [[scenes]]
    steps = [{ calls = [{ tool = "wait", args = {} }] }, { text = "done" }]
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_whose_store_another_one_has_gives_up_and_the_other_goes_on() {
    let Some(database) = postgres().await else { return };
    let (url, schema) = database.schema();
    let store = open(&database.location).await.unwrap();
    let first = Setup::new(TURN).store(&store).start().await;
    let sent = first.agent().send(TestHost::message("go")).await.unwrap();
    let session = sent.session.clone().unwrap();
    first.log.until("wait", 1).await;

    let other = next_holder(url, schema).await;
    end_holder(url, schema).await;
    let error = first.agent().ownership_lost().await;
    assert!(matches!(error, StoreError::InUse { .. }), "{error:?}");
    assert!(sent.events.feed().cancel().is_cancelled(), "nothing goes on here");
    let refused = first.agent().send(TestHost::message("me too")).await.unwrap_err();
    assert!(matches!(refused, SendError::Stopping), "{refused}");
    let ended = store.finish_turn(&finished(&session, 1)).await.unwrap_err();
    assert!(matches!(ended, StoreError::InUse { .. }), "{ended:?}");
    first.stop().await;
    assert!(!sent.events.feed().is_over(), "it has no end that is not the other's");
    drop(store);

    other.await.unwrap().close().await.unwrap();
    let store = open(&database.location).await.unwrap();
    assert_eq!(store.turn(&session, 1).await.unwrap().unwrap().state, TurnStatus::Running);
    let second = Setup::new(TURN).store(&store).start().await;
    assert_eq!(second.agent().resume().await.unwrap(), 1);
    second.log.until("turn.complete", 1).await;
    let turns = store.turns(&session).await.unwrap();
    assert_eq!(turns.iter().map(|turn| turn.state).collect::<Vec<_>>(), [TurnStatus::Ended(End::Completed)]);
    assert_eq!(second.transcript(&session).await.len(), 4);
    second.stop().await;
    database.clean().await;
}

#[tokio::test]
async fn one_may_look_beside_a_host_and_change_nothing() {
    let Some(database) = postgres().await else { return };
    assert!(matches!(open_read_only(&database.location).await, Err(StoreError::Nothing(_))));
    let host = open(&database.location).await.unwrap();
    host.open_session(&session("s", 10)).await.unwrap();
    let seen = open_read_only(&database.location).await.unwrap();
    assert_eq!(seen.session("s").await.unwrap(), Some(session("s", 10)));
    let error = seen.delete_session("s").await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    database.clean().await;
}

#[tokio::test]
async fn data_of_a_newer_version_is_refused() {
    let Some(database) = postgres().await else { return };
    drop(open(&database.location).await.unwrap());
    let (url, schema) = database.schema();
    let insert = format!("INSERT INTO {schema}._sqlx_migrations");
    let columns = "(version, description, success, checksum, execution_time)";
    run(url, &format!("{insert} {columns} VALUES (99, 'tomorrow', TRUE, '', 0)")).await;
    for error in
        [open(&database.location).await.unwrap_err(), open_read_only(&database.location).await.unwrap_err()]
    {
        assert!(matches!(error, StoreError::Newer { found: 99, supported: 8, .. }), "{error:?}");
    }
    database.clean().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_its_password() {
    for url in [
        "mysql://ann:s3cret@host/name?password=s3cret",
        "postgres://ann:s3cret@host:port/name",
        "s3cret@host",
    ] {
        let error = open(&Location::Url(Secret::new(url))).await.unwrap_err();
        assert!(matches!(error, StoreError::Address(_)), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_named_without_its_password() {
    let at = Location::Url(Secret::new("postgres://ann:s3cret@127.0.0.1:1/name"));
    let error = open(&at).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains("postgres://127.0.0.1:1/name"), "{error}");
    assert!(!format!("{error:?} {at:?} {:?}", error.source()).contains("s3cret"), "{error:?}");
}

#[tokio::test]
async fn a_place_says_no_password() {
    let Some(database) = postgres().await else { return };
    let Location::Url(url) = &database.location else { unreachable!() };
    let with = Secret::new(url.expose().replacen('@', ":s3cret@", 1));
    let store = open(&Location::Url(with)).await.unwrap();
    assert!(store.location().starts_with("postgres://"), "{}", store.location());
    assert!(!format!("{} {store:?}", store.location()).contains("s3cret"));
    database.clean().await;
}

/// Returns who has the lock of a schema, or waits for it.
async fn pids(url: &str, schema: &str, how: &str) -> Vec<i32> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let of = format!("locktype = 'advisory' AND objid = hashtext('{schema}')::oid");
    let select = format!("SELECT pid FROM pg_locks WHERE {of} AND {how}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(select)).fetch_all(&mut connection).await.unwrap()
}

/// Ends the connection that has the lock of a schema.
async fn end_holder(url: &str, schema: &str) {
    for pid in pids(url, schema, "granted").await {
        run(url, &format!("SELECT pg_terminate_backend({pid})")).await;
    }
}

/// Waits for the lock of a schema, and is the next to have it as soon as this returns.
async fn next_holder(url: &str, schema: &str) -> JoinHandle<PgConnection> {
    let mut other = PgConnection::connect(url).await.unwrap();
    let lock = format!("SELECT pg_advisory_lock(hashtext('hookwire'), hashtext('{schema}'))");
    let waiting = tokio::spawn(async move {
        other.execute(sqlx::AssertSqlSafe(lock)).await.unwrap();
        other
    });
    while pids(url, schema, "NOT granted").await.is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    waiting
}

impl TestDatabase {
    fn schema(&self) -> (&str, &str) {
        let (url, schema) = self.schema.as_ref().unwrap();
        (url, schema)
    }
}
