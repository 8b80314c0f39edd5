use super::lock::FileLock;
use crate::host_lock::NoLock;
use crate::pool::{Pool, Pools};
use crate::store::SqlStore;
use crate::{files, schema};
use hookwire_engine::store::{StoreError, StoreResult};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Sqlite};
use std::future::ready;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const FILE: &str = "hookwire.db";
const READERS: u32 = 4;
/// The time to wait for another program that has locked the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Opens the file of a folder as the host that owns it.
pub(crate) async fn open(folder: &Path) -> StoreResult<SqlStore> {
    let lock = FileLock::acquire(folder)?;
    // The files that SQLite makes beside the database take its mode. If it cannot be made here, SQLite says why.
    let _ = files::private_file().write(true).create_new(true).open(folder.join(FILE));
    // A committed transaction survives the death of the process. To survive the death of the machine, each commit would
    // have to wait for the disk; with NORMAL the last ones may be missing, and none is torn.
    let options = options(folder)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    let pool = || SqlitePoolOptions::new().test_before_acquire(false).idle_timeout(None).max_lifetime(None);
    let location: Arc<str> = folder.join(FILE).display().to_string().into();
    // A full disk ends a transaction by itself; the driver still counts it and would refuse the next one.
    let write = pool()
        .max_connections(1)
        .before_acquire(|connection, _| Box::pin(ready(Ok(!connection.is_in_transaction()))))
        .connect_lazy_with(options.clone());
    schema::migrate(&write, &location).await?;
    let read = pool().max_connections(READERS).connect_lazy_with(options.read_only(true));
    Ok(SqlStore::new(Arc::clone(&location), Pools { read, write, location }, lock))
}

/// Opens the file of a folder to read it, also beside its owner.
pub(crate) async fn open_read_only(folder: &Path) -> StoreResult<SqlStore> {
    let file = folder.join(FILE);
    let location: Arc<str> = file.display().to_string().into();
    if !file.exists() {
        return Err(StoreError::Nothing(location.to_string()));
    }
    open_beside(options(folder).read_only(true), location).await
}

/// Opens the file of a folder for a small change beside its owner.
pub(crate) async fn open_shared(folder: &Path) -> StoreResult<SqlStore> {
    let location = folder.join(FILE).display().to_string();
    open_beside(options(folder).synchronous(SqliteSynchronous::Normal), location.into()).await
}

async fn open_beside(options: SqliteConnectOptions, location: Arc<str>) -> StoreResult<SqlStore> {
    let pool = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options);
    let pools = Pools::<Sqlite> { read: pool.clone(), write: pool, location: Arc::clone(&location) };
    schema::check::<Sqlite>(&mut *pools.reader().await?, &location).await?;
    Ok(SqlStore::new(location, pools, NoLock))
}

fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(folder.join(FILE)).busy_timeout(BUSY_TIMEOUT).foreign_keys(true)
}
