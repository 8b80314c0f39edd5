use super::lock::AdvisoryLock;
use crate::host_lock::NoLock;
use crate::pool::{Pool, Pools};
use crate::schema;
use crate::store::SqlStore;
use hookwire::Secret;
use hookwire_engine::store::{StoreError, StoreResult};
use sqlx::Postgres;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::sync::Arc;
use std::time::Duration;

const CONNECTIONS: u32 = 16;
/// The time to wait for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// The times after which the server ends a statement, a wait for a lock, and a transaction that does nothing.
const TIMEOUTS: [(&str, &str); 3] =
    [("statement_timeout", "30s"), ("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "60s")];

/// Opens a database as the host that owns it.
pub(crate) async fn open(url: &Secret) -> StoreResult<SqlStore> {
    let options = parse(url)?.options(TIMEOUTS);
    let location = location(&options);
    let lock = AdvisoryLock::acquire(options.clone(), Arc::clone(&location)).await?;
    let pools = pools(options, &location);
    schema::migrate(&pools.write, &location).await?;
    Ok(SqlStore::new(location, pools, lock))
}

/// Opens a database to read it, also beside its owner.
pub(crate) async fn open_read_only(url: &Secret) -> StoreResult<SqlStore> {
    let read_only = [("default_transaction_read_only", "on")];
    open_beside(parse(url)?.options(TIMEOUTS).options(read_only)).await
}

/// Opens a database for a small change beside its owner.
pub(crate) async fn open_shared(url: &Secret) -> StoreResult<SqlStore> {
    open_beside(parse(url)?.options(TIMEOUTS)).await
}

async fn open_beside(options: PgConnectOptions) -> StoreResult<SqlStore> {
    let location = location(&options);
    let pools = pools(options, &location);
    schema::check::<Postgres>(&mut *pools.reader().await?, &location).await?;
    Ok(SqlStore::new(location, pools, NoLock))
}

fn pools(options: PgConnectOptions, location: &Arc<str>) -> Pools<Postgres> {
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT);
    let write = pool.connect_lazy_with(options);
    Pools { read: write.clone(), write, location: Arc::clone(location) }
}

fn parse(url: &Secret) -> StoreResult<PgConnectOptions> {
    let url = url.expose();
    let known = ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
    let parsed = known.then(|| url.parse().ok()).flatten();
    parsed
        .map(|options: PgConnectOptions| options.application_name("hookwire"))
        .ok_or_else(|| address_error(url))
}

/// Makes the error without the user's part and the query of an address, as a password may stand in both.
fn address_error(url: &str) -> StoreError {
    let shown = url.split('?').next().unwrap_or_default();
    let scheme = shown.split_once("://").map_or("", |(scheme, _)| scheme);
    StoreError::Address(match shown.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://…@{host}"),
        None => shown.to_owned(),
    })
}

/// Returns the address without user and password.
fn location(options: &PgConnectOptions) -> Arc<str> {
    let host = options.get_socket().map_or(options.get_host().to_owned(), |path| path.display().to_string());
    let name = options.get_database().unwrap_or(options.get_username());
    format!("postgres://{host}:{}/{name}", options.get_port()).into()
}
