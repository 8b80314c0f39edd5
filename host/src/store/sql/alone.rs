use super::fault::fault;
use crate::private;
use crate::store::{Result, StoreError};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection, Postgres};
use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

/// How often the lock of a database is tried: a server needs a moment to see that the last host is gone.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);
/// How long the connection that has the lock may take to answer, and another one to come in its place.
const PATIENCE: Duration = Duration::from_secs(5);

/// Keeps other hosts out for as long as it lives.
#[derive(Debug)]
pub(super) enum Alone {
    /// Others are welcome.
    Not,
    /// A locked file, which the system unlocks however the process ends.
    File { _locked: File },
    /// A connection with a lock of its session, which the server unlocks when it is gone.
    Connection { held: Mutex<Held>, options: Hidden, place: Arc<str>, lost: AtomicBool },
}

/// The connection that has the lock.
#[derive(Debug)]
pub(super) struct Held {
    connection: PgConnection,
    /// What tells it from every other that the server ever had.
    mark: String,
}

/// Options with a password, which is not shown.
pub(super) struct Hidden(Box<PgConnectOptions>);

impl fmt::Debug for Hidden {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

impl Alone {
    pub(super) fn in_folder(folder: &Path) -> Result<Self> {
        let mut file = lockable(folder).map_err(|source| unusable(folder, source))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let read = file.read_to_string(&mut pid).ok();
                let pid = read.and_then(|_| pid.trim().parse().ok());
                return Err(StoreError::InUse { place: folder.display().to_string(), pid });
            }
            Err(TryLockError::Error(source)) => return Err(unusable(folder, source)),
        }
        let told = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        told.map_err(|source| unusable(folder, source))?;
        Ok(Self::File { _locked: file })
    }

    pub(super) async fn in_database(options: PgConnectOptions, place: Arc<str>) -> Result<Self> {
        let held = Mutex::new(locked(&options, &place, None).await?);
        let options = Hidden(Box::new(options));
        Ok(Self::Connection { held, options, place, lost: AtomicBool::new(false) })
    }

    /// Fails if another host has come in, from then on for ever; a connection that was lost is made again.
    pub(super) async fn hold(&self) -> Result<()> {
        let Self::Connection { held, options, place, lost } = self else { return Ok(()) };
        let mut held = held.lock().await;
        // Behind the lock: somebody else may just have looked.
        self.check()?;
        if matches!(timeout(PATIENCE, held.connection.ping()).await, Ok(Ok(()))) {
            return Ok(());
        }
        let late = |_| Err(fault::<Postgres>(place, sqlx::Error::PoolTimedOut));
        let again = timeout(PATIENCE, locked(&options.0, place, Some(&held.mark))).await.unwrap_or_else(late);
        if matches!(again, Err(StoreError::InUse { .. })) {
            lost.store(true, Ordering::SeqCst);
        }
        *held = again?;
        Ok(())
    }

    /// Fails if another host was seen.
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Connection { place, lost, .. } if lost.load(Ordering::SeqCst) => {
                Err(StoreError::InUse { place: place.to_string(), pid: None })
            }
            _ => Ok(()),
        }
    }
}

fn lockable(folder: &Path) -> std::io::Result<File> {
    private::make_folder(folder)?;
    private::options().read(true).write(true).create(true).truncate(false).open(folder.join("hookwire.lock"))
}

fn unusable(folder: &Path, source: std::io::Error) -> StoreError {
    match source.kind() {
        ErrorKind::StorageFull => StoreError::Full(folder.display().to_string()),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied if folder.is_dir() => {
            StoreError::ReadOnly(folder.display().to_string())
        }
        _ => StoreError::Folder { folder: folder.to_owned(), source },
    }
}

/// Takes the lock of the schema that the connection sees; `former` had it before, and may not know that it is gone.
async fn locked(options: &PgConnectOptions, place: &str, former: Option<&str>) -> Result<Held> {
    let fault = |error| fault::<Postgres>(place, error);
    let mut connection = options.connect().await.map_err(fault)?;
    let own = "SELECT pid || ' ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    let mark = sqlx::query_scalar(own).fetch_one(&mut connection).await.map_err(fault)?;
    if let Some(former) = former {
        let end =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid || ' ' || backend_start = $1";
        sqlx::query(end).bind(former).execute(&mut connection).await.map_err(fault)?;
    }
    let lock = "SELECT pg_try_advisory_lock(hashtext('hookwire'), hashtext(current_schema()))";
    for _ in 0..TRIES {
        if sqlx::query_scalar(lock).fetch_one(&mut connection).await.map_err(fault)? {
            return Ok(Held { connection, mark });
        }
        sleep(PAUSE).await;
    }
    Err(StoreError::InUse { place: place.to_owned(), pid: None })
}
