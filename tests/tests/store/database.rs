//! Databases for one test, which vanish with it.

use hookwire::Secret;
use hookwire_host::store::Location;
use sqlx::{Connection, Executor, PgConnection};
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::Once;
use uuid::Uuid;

/// A database for one test.
pub(crate) struct TestDatabase {
    pub(crate) location: Location,
    folder: Option<Folder>,
    pub(crate) schema: Option<(String, String)>,
}

impl TestDatabase {
    /// Removes what the store left in a database.
    pub(crate) async fn clean(self) {
        drop(self.folder);
        if let Some((url, schema)) = self.schema {
            run(&url, &format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }
}

/// A folder that vanishes when it is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("hookwire-store-{}", Uuid::new_v4().simple()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn location(&self) -> Location {
        Location::Folder(self.0.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[allow(clippy::unused_async, reason = "as the others")]
pub(crate) async fn memory() -> Option<TestDatabase> {
    Some(TestDatabase { location: Location::Memory, folder: None, schema: None })
}

#[allow(clippy::unused_async, reason = "as the others")]
pub(crate) async fn sqlite() -> Option<TestDatabase> {
    let folder = Folder::new();
    Some(TestDatabase { location: folder.location(), folder: Some(folder), schema: None })
}

/// Makes a schema, if there is a server.
pub(crate) async fn postgres() -> Option<TestDatabase> {
    static TOLD: Once = Once::new();
    let Ok(url) = std::env::var("HOOKWIRE_TEST_POSTGRES") else {
        TOLD.call_once(|| skipped("PostgreSQL: set HOOKWIRE_TEST_POSTGRES=url, or use tests/run"));
        return None;
    };
    let schema = format!("test_{}", Uuid::new_v4().simple());
    run(&url, &format!("CREATE SCHEMA {schema}")).await;
    let sign = if url.contains('?') { '&' } else { '?' };
    let location = Location::Url(Secret::new(format!("{url}{sign}options=-csearch_path%3D{schema}")));
    Some(TestDatabase { location, folder: None, schema: Some((url, schema)) })
}

pub(crate) async fn run(url: &str, sql: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
}

/// Says what is not tried, although the words of a test that passes are kept back.
pub(crate) fn skipped(what: &str) {
    stderr().write_all(format!("\n*** NOT TESTED: {what}. ***\n\n").as_bytes()).unwrap();
}
