//! SQLite: one file in a folder.

use super::alone::Alone;
use super::lane::{Engine, Meaning, Pools, Roads};
use super::{Sql, schema};
use crate::private;
use crate::store::{Result, StoreError};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteQueryResult, SqliteSynchronous,
};
use sqlx::{Connection, Sqlite};
use std::future::ready;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const FILE: &str = "hookwire.db";
const READERS: u32 = 4;
/// How long one waits for another program that holds the file.
const PATIENCE: Duration = Duration::from_secs(5);

impl Engine for Sqlite {
    /// A transaction that reads first and writes later could find that another has written in between.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const SCHEMA: &'static [(&'static str, &'static str)] = &[
        ("start", include_str!("../../../migrations/sqlite/0001_start.sql")),
        ("inbox", include_str!("../../../migrations/sqlite/0002_inbox.sql")),
    ];

    /// They all wait for the one that writes, and that one for another program.
    const LATE: Option<Meaning> = Some(Meaning::Locked);

    fn affected(done: &SqliteQueryResult) -> u64 {
        done.rows_affected()
    }

    fn meaning(code: &str) -> Option<Meaning> {
        // The low byte is the error, the others its variant; 4874 is a shared memory file that cannot grow.
        let code: i32 = code.parse().ok()?;
        match code & 0xff {
            _ if code == 4874 => Some(Meaning::Full),
            5 | 6 => Some(Meaning::Locked),
            8 => Some(Meaning::ReadOnly),
            13 => Some(Meaning::Full),
            11 | 26 => Some(Meaning::Broken),
            14 => Some(Meaning::Unopened),
            _ => None,
        }
    }
}

/// Opens the file of a folder to write in it, alone.
pub(in crate::store) async fn open(folder: &Path) -> Result<Sql> {
    let alone = Alone::in_folder(folder)?;
    // The files that SQLite makes beside it take after this one. If it cannot be made, SQLite says why.
    let _ = private::options().write(true).create_new(true).open(folder.join(FILE));
    // What is committed survives the death of the process, as the system has it. For the death of the machine
    // each commit would have to wait for the disk; with NORMAL the last ones may be missing, and none is torn.
    let options = options(folder)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    let pool = || SqlitePoolOptions::new().test_before_acquire(false).idle_timeout(None).max_lifetime(None);
    let place: Arc<str> = folder.join(FILE).display().to_string().into();
    // A full disk ends a transaction by itself; the driver still counts it and would refuse the next one.
    let write = pool()
        .max_connections(1)
        .before_acquire(|connection, _| Box::pin(ready(Ok(!connection.is_in_transaction()))))
        .connect_lazy_with(options.clone());
    schema::renew(&write, &place).await?;
    let read = pool().max_connections(READERS).connect_lazy_with(options.read_only(true));
    Ok(Sql::new(Arc::clone(&place), Pools { read, write, place }, alone))
}

/// Opens the file of a folder to read in it, whoever else does.
pub(in crate::store) async fn look(folder: &Path) -> Result<Sql> {
    let file = folder.join(FILE);
    let place: Arc<str> = file.display().to_string().into();
    if !file.exists() {
        return Err(StoreError::Nothing(place.to_string()));
    }
    beside(options(folder).read_only(true), place).await
}

/// Opens the file of a folder that another host has, to write a little.
pub(in crate::store) async fn join(folder: &Path) -> Result<Sql> {
    let place = folder.join(FILE).display().to_string();
    beside(options(folder).synchronous(SqliteSynchronous::Normal), place.into()).await
}

async fn beside(options: SqliteConnectOptions, place: Arc<str>) -> Result<Sql> {
    let pool = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options);
    let pools = Pools::<Sqlite> { read: pool.clone(), write: pool, place: Arc::clone(&place) };
    schema::check::<Sqlite>(&mut *pools.reading().await?, &place).await?;
    Ok(Sql::new(place, pools, Alone::Not))
}

fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(folder.join(FILE)).busy_timeout(PATIENCE).foreign_keys(true)
}
