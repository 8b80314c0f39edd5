//! Databases of older versions.

use crate::database::{Folder, TestDatabase, postgres, sqlite};
use hookwire::points::{Message, MessageRole};
use hookwire_host::engine::store::{InboxMessage, Notification, PendingNotifications};
use hookwire_host::store::{Location, open};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// Returns the first migration, as version 1 had it.
fn version_1(sql: &'static str) -> Migrator {
    let start = Migration::new(1, "start".into(), MigrationType::Simple, sql.into_sql_str(), false);
    Migrator::with_migrations(vec![start])
}

fn seed() -> Vec<Message> {
    vec![Message::new(MessageRole::User, "of rabbits"), Message::new(MessageRole::Assistant, "they hop")]
}

/// Returns the rows that a host of version 1 left: four messages without an answer, one of them begun, and one with.
fn rows() -> String {
    let seed = serde_json::to_string(&seed()).unwrap();
    let session = |id: &str| format!("('{id}', 'acme', 'ann', 'default', 1, 1, '', 0)");
    let message = |id: &str, of: &str, kind: &str, channel: &str, turn: &str, answered: u8| {
        let fixed = "'digest', 'default'";
        let text = format!("'text of {id}', '[]', 20");
        format!("('{id}', '{of}', 'key of {id}', {fixed}, '{kind}', '{channel}', {text}, {turn}, {answered})")
    };
    let messages = [
        message("ended", "s", "chat", "http", "1", 1),
        message("running", "s", "chat", "http", "2", 0),
        message("scheduled", "s", "schedule", "schedule", "NULL", 0),
        message("typed", "s", "cli", "cli", "NULL", 0),
        message("posted", "o", "stream", "openai", "NULL", 0),
    ];
    format!(
        "INSERT INTO sessions (id, tenant, person, agent, created_at, active_at, summary, summarised) VALUES {}, {};
         INSERT INTO asides (session, id, text) VALUES ('s', 'earlier', 'a result'), ('o', 'earlier', '{seed}');
         INSERT INTO postings (id, session, key, digest, agent, kind, channel, text, attachments, received_at, turn, \
         answered) VALUES {};
         INSERT INTO turns (session, turn, posting, agent, started_at, ended, ended_at) VALUES
         ('s', 1, 'ended', 'default', 21, 'completed', 22), ('s', 2, 'running', 'default', 23, NULL, NULL);",
        session("s"),
        session("o"),
        messages.join(", "),
    )
}

async fn version_1_is_migrated(database: TestDatabase) {
    let store = open(&database.location).await.unwrap();
    let unanswered = store.unanswered().await.unwrap();
    let fields = |message: &InboxMessage| {
        (message.id.clone(), message.one_shot, message.unattended, message.seed.clone())
    };
    let expected = [
        ("running".to_owned(), false, false, Vec::new()),
        ("scheduled".to_owned(), false, true, Vec::new()),
        ("typed".to_owned(), false, true, Vec::new()),
        ("posted".to_owned(), true, true, seed()),
    ];
    assert_eq!(unanswered.iter().map(fields).collect::<Vec<_>>(), expected);
    assert_eq!(store.unnotified().await.unwrap(), []);
    let start = store.begin_turn("running", 30).await.unwrap();
    assert!(start.resumed && !start.ended && start.turn == 2);
    assert_eq!(start.pending, PendingNotifications::NONE.with(Notification::MessageReceived));
    assert_eq!(store.begin_turn("ended", 30).await.unwrap().pending, PendingNotifications::NONE);
    assert_eq!(store.blob("s", "earlier").await.unwrap().as_deref(), Some("a result"));
    drop(store);
    database.clean().await;
}

#[tokio::test]
async fn sqlite_of_version_1_is_migrated() {
    let database = sqlite().await.unwrap();
    let Location::Folder(folder) = &database.location else { unreachable!() };
    let options = SqliteConnectOptions::new().filename(folder.join("hookwire.db")).create_if_missing(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    version_1(include_str!("../../../host/store/migrations/sqlite/0001_start.sql")).run(&pool).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(rows())).execute(&pool).await.unwrap();
    pool.close().await;
    version_1_is_migrated(database).await;
}

#[tokio::test]
async fn postgres_of_version_1_is_migrated() {
    let Some(database) = postgres().await else { return };
    let Location::Url(url) = &database.location else { unreachable!() };
    let pool = PgPoolOptions::new().max_connections(1).connect(url.expose()).await.unwrap();
    version_1(include_str!("../../../host/store/migrations/postgres/0001_start.sql"))
        .run(&pool)
        .await
        .unwrap();
    sqlx::raw_sql(AssertSqlSafe(rows())).execute(&pool).await.unwrap();
    pool.close().await;
    version_1_is_migrated(database).await;
}

#[tokio::test]
async fn a_migrated_database_is_opened_again() {
    let folder = Folder::new();
    for _ in 0..2 {
        drop(open(&folder.location()).await.unwrap());
    }
}
