use super::dialect::Dialect;
use super::driver_error::store_error;
use super::pool::Conn;
use hookwire_engine::store::{StoreError, StoreResult};
use sqlx::Pool;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{SqlSafeStr, SqlStr};

/// Returns the newest version that this program knows.
fn newest<D: Dialect>() -> i64 {
    i64::try_from(D::MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Migrates the schema to the newest version.
pub(super) async fn migrate<D: Dialect>(pool: &Pool<D>, location: &str) -> StoreResult<()>
where
    D::Connection: Migrate,
{
    let migration = |(version, (name, sql)): (i64, &(&'static str, &'static str))| {
        let sql: SqlStr = (*sql).into_sql_str();
        Migration::new(version, (*name).into(), MigrationType::Simple, sql, false)
    };
    let migrator = Migrator::with_migrations((1..).zip(D::MIGRATIONS).map(migration).collect());
    migrator.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(found) => newer_error::<D>(location, found),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            store_error::<D>(location, error)
        }
        MigrateError::VersionMismatch(_) => StoreError::Other(location.to_owned()),
        error => StoreError::Corrupt(error.to_string()),
    })
}

/// Fails if the schema is newer than this program knows.
pub(super) async fn check<D: Dialect>(conn: &mut dyn Conn, location: &str) -> StoreResult<()> {
    let row = conn.row("SELECT max(version) FROM _sqlx_migrations", &[]).await?;
    let found = row.map_or(Ok(None), |mut row| row.maybe_int())?.unwrap_or_default();
    if found > newest::<D>() { Err(newer_error::<D>(location, found)) } else { Ok(()) }
}

fn newer_error<D: Dialect>(location: &str, found: i64) -> StoreError {
    StoreError::Newer { location: location.to_owned(), found, supported: newest::<D>() }
}
