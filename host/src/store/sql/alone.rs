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
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

/// How often the lock of a database is tried: a server needs a moment to see that the last host is gone.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// Keeps other hosts out for as long as it lives.
#[derive(Debug)]
pub(super) enum Alone {
    /// Others are welcome.
    Not,
    /// A locked file, which the system unlocks however the process ends.
    File { _locked: File },
    /// A connection with a lock of its session, which the server unlocks when it is gone.
    Connection { held: Mutex<PgConnection>, options: Hidden, place: Arc<str> },
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
        let held = Mutex::new(locked(&options, &place).await?);
        Ok(Self::Connection { held, options: Hidden(Box::new(options)), place })
    }

    /// Fails if another host may have come in; a connection that was lost is made again.
    pub(super) async fn check(&self) -> Result<()> {
        if let Self::Connection { held, options, place } = self {
            let mut held = held.lock().await;
            if held.ping().await.is_err() {
                *held = locked(&options.0, place).await?;
            }
        }
        Ok(())
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

/// Takes the lock of the schema that the connection sees.
async fn locked(options: &PgConnectOptions, place: &str) -> Result<PgConnection> {
    let fault = |error| fault::<Postgres>(place, error);
    let mut connection = options.connect().await.map_err(fault)?;
    let lock = "SELECT pg_try_advisory_lock(hashtext('hookwire'), hashtext(current_schema()))";
    for _ in 0..TRIES {
        if sqlx::query_scalar(lock).fetch_one(&mut connection).await.map_err(fault)? {
            return Ok(connection);
        }
        sleep(PAUSE).await;
    }
    Err(StoreError::InUse { place: place.to_owned(), pid: None })
}
