use super::fault::fault;
use super::lane::{Engine, Lane};
use crate::store::{Result, StoreError};
use sqlx::Pool;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{SqlSafeStr, SqlStr};

/// The version this binary knows.
fn known<D: Engine>() -> i64 {
    i64::try_from(D::SCHEMA.len()).unwrap_or(i64::MAX)
}

/// Brings the schema up to date.
pub(super) async fn renew<D: Engine>(pool: &Pool<D>, place: &str) -> Result<()>
where
    D::Connection: Migrate,
{
    let migration = |(version, (name, sql)): (i64, &(&'static str, &'static str))| {
        let sql: SqlStr = (*sql).into_sql_str();
        Migration::new(version, (*name).into(), MigrationType::Simple, sql, false)
    };
    let migrator = Migrator::with_migrations((1..).zip(D::SCHEMA).map(migration).collect());
    migrator.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(found) => newer::<D>(place, found),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => fault::<D>(place, error),
        MigrateError::VersionMismatch(_) => StoreError::Other(place.to_owned()),
        error => StoreError::Corrupt(error.to_string()),
    })
}

/// Fails if the schema is newer than this binary knows.
pub(super) async fn check<D: Engine>(lane: &mut dyn Lane, place: &str) -> Result<()> {
    let row = lane.row("SELECT max(version) FROM _sqlx_migrations", &[]).await?;
    let found = row.map_or(Ok(None), |mut row| row.maybe_int())?.unwrap_or_default();
    if found > known::<D>() { Err(newer::<D>(place, found)) } else { Ok(()) }
}

fn newer<D: Engine>(place: &str, found: i64) -> StoreError {
    StoreError::Newer { place: place.to_owned(), found, known: known::<D>() }
}
