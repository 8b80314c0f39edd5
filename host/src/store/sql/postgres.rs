//! PostgreSQL: a database of one's own, or a schema in one.

use super::alone::Alone;
use super::lane::{Engine, Meaning, Pools, Roads};
use super::{Sql, schema};
use crate::store::{Result, StoreError};
use hookwire::Secret;
use sqlx::Postgres;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgQueryResult};
use std::sync::Arc;
use std::time::Duration;

const CONNECTIONS: u32 = 16;
/// How long one waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the server lets a statement run, wait for another, or a transaction do nothing.
const LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "30s"), ("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "60s")];

impl Engine for Postgres {
    const BEGIN: &'static str = "BEGIN";
    const SCHEMA: &'static [(&'static str, &'static str)] = &[
        ("start", include_str!("../../../migrations/postgres/0001_start.sql")),
        ("inbox", include_str!("../../../migrations/postgres/0002_inbox.sql")),
    ];

    const LATE: Option<Meaning> = None;

    fn affected(done: &PgQueryResult) -> u64 {
        done.rows_affected()
    }

    fn meaning(code: &str) -> Option<Meaning> {
        match code {
            "53100" => Some(Meaning::Full),
            "55P03" => Some(Meaning::Locked),
            "25006" => Some(Meaning::ReadOnly),
            "42P01" => Some(Meaning::Absent),
            _ => None,
        }
    }
}

/// Opens a database to write in it, alone.
pub(in crate::store) async fn open(url: &Secret) -> Result<Sql> {
    let options = options(url)?.options(LIMITS);
    let place = place(&options);
    let alone = Alone::in_database(options.clone(), Arc::clone(&place)).await?;
    let pools = pools(options, &place);
    schema::renew(&pools.write, &place).await?;
    Ok(Sql::new(place, pools, alone))
}

/// Opens a database to read in it, whoever else does.
pub(in crate::store) async fn look(url: &Secret) -> Result<Sql> {
    beside(options(url)?.options(LIMITS).options([("default_transaction_read_only", "on")])).await
}

/// Opens a database that another host has, to write a little.
pub(in crate::store) async fn join(url: &Secret) -> Result<Sql> {
    beside(options(url)?.options(LIMITS)).await
}

async fn beside(options: PgConnectOptions) -> Result<Sql> {
    let place = place(&options);
    let pools = pools(options, &place);
    schema::check::<Postgres>(&mut *pools.reading().await?, &place).await?;
    Ok(Sql::new(place, pools, Alone::Not))
}

fn pools(options: PgConnectOptions, place: &Arc<str>) -> Pools<Postgres> {
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
    let write = pool.connect_lazy_with(options);
    Pools { read: write.clone(), write, place: Arc::clone(place) }
}

fn options(url: &Secret) -> Result<PgConnectOptions> {
    let url = url.expose();
    let known = ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
    let parsed = known.then(|| url.parse().ok()).flatten();
    parsed.map(|it: PgConnectOptions| it.application_name("hookwire")).ok_or_else(|| refused(url))
}

/// Neither the user's part nor the query is shown: a password may stand in both.
fn refused(url: &str) -> StoreError {
    let shown = url.split('?').next().unwrap_or_default();
    let scheme = shown.split_once("://").map_or("", |(scheme, _)| scheme);
    StoreError::Address(match shown.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://…@{host}"),
        None => shown.to_owned(),
    })
}

fn place(options: &PgConnectOptions) -> Arc<str> {
    let host = options.get_socket().map_or(options.get_host().to_owned(), |path| path.display().to_string());
    let name = options.get_database().unwrap_or(options.get_username());
    format!("postgres://{host}:{}/{name}", options.get_port()).into()
}
