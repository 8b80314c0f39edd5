use crate::driver_error::store_error;
use crate::host_lock::HostLock;
use async_trait::async_trait;
use hookwire_engine::store::{StoreError, StoreResult};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection, Postgres};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

/// How often and how soon again the lock is tried: a server needs a moment to see that the last host is gone.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);
/// The time in which the connection has to answer, or a new one has to take the lock.
const TIMEOUT: Duration = Duration::from_secs(5);

/// An advisory lock of the schema, which the server releases when the connection is gone.
pub(super) struct AdvisoryLock {
    owner: Mutex<LockOwner>,
    options: PgConnectOptions,
    location: Arc<str>,
    lock_lost: AtomicBool,
}

/// The connection that has the lock.
#[derive(Debug)]
struct LockOwner {
    connection: PgConnection,
    /// The id of the connection, which no other one ever has on this server.
    backend: String,
}

/// Leaves out the options, as they hold a password.
impl fmt::Debug for AdvisoryLock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("AdvisoryLock").field("location", &self.location).finish_non_exhaustive()
    }
}

impl AdvisoryLock {
    /// Takes the lock.
    pub(super) async fn acquire(options: PgConnectOptions, location: Arc<str>) -> StoreResult<Self> {
        let owner = Mutex::new(LockOwner::connect(&options, &location, None).await?);
        Ok(Self { owner, options, location, lock_lost: AtomicBool::new(false) })
    }
}

#[async_trait]
impl HostLock for AdvisoryLock {
    async fn hold(&self) -> StoreResult<()> {
        let mut owner = self.owner.lock().await;
        // Only now: another task may just have found the lock lost.
        self.check()?;
        if matches!(timeout(TIMEOUT, owner.connection.ping()).await, Ok(Ok(()))) {
            return Ok(());
        }
        let connect = LockOwner::connect(&self.options, &self.location, Some(&owner.backend));
        let late = |_| Err(store_error::<Postgres>(&self.location, sqlx::Error::PoolTimedOut));
        let next = timeout(TIMEOUT, connect).await.unwrap_or_else(late);
        if matches!(next, Err(StoreError::InUse { .. })) {
            self.lock_lost.store(true, Ordering::SeqCst);
        }
        *owner = next?;
        Ok(())
    }

    fn check(&self) -> StoreResult<()> {
        if self.lock_lost.load(Ordering::SeqCst) { Err(in_use(&self.location)) } else { Ok(()) }
    }
}

impl LockOwner {
    /// Connects and takes the lock of the schema that the connection sees.
    ///
    /// `former` is the connection that had the lock before; the server may not know yet that it is gone.
    async fn connect(options: &PgConnectOptions, location: &str, former: Option<&str>) -> StoreResult<Self> {
        let failed = |error| store_error::<Postgres>(location, error);
        let mut connection = options.connect().await.map_err(failed)?;
        let own = "SELECT pid || ' ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()";
        let backend = sqlx::query_scalar(own).fetch_one(&mut connection).await.map_err(failed)?;
        if let Some(former) = former {
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid || ' ' || backend_start = $1";
            sqlx::query(end).bind(former).execute(&mut connection).await.map_err(failed)?;
        }
        let lock = "SELECT pg_try_advisory_lock(hashtext('hookwire'), hashtext(current_schema()))";
        for _ in 0..TRIES {
            if sqlx::query_scalar(lock).fetch_one(&mut connection).await.map_err(failed)? {
                return Ok(Self { connection, backend });
            }
            sleep(PAUSE).await;
        }
        Err(in_use(location))
    }
}

fn in_use(location: &str) -> StoreError {
    StoreError::InUse { location: location.to_owned(), pid: None }
}
