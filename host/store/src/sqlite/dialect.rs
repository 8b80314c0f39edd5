use crate::dialect::{Dialect, ErrorClass};
use sqlx::Sqlite;
use sqlx::sqlite::SqliteQueryResult;

impl Dialect for Sqlite {
    /// A transaction that reads first and writes later could find that another one has written in between.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const MIGRATIONS: &'static [(&'static str, &'static str)] = &[
        ("start", include_str!("../../migrations/sqlite/0001_start.sql")),
        ("inbox", include_str!("../../migrations/sqlite/0002_inbox.sql")),
        ("notifications", include_str!("../../migrations/sqlite/0003_notifications.sql")),
        ("sender", include_str!("../../migrations/sqlite/0004_sender.sql")),
        ("values", include_str!("../../migrations/sqlite/0005_values.sql")),
        ("plugin_schedules", include_str!("../../migrations/sqlite/0006_plugin_schedules.sql")),
        ("plugin_changes", include_str!("../../migrations/sqlite/0007_plugin_changes.sql")),
        ("labels", include_str!("../../migrations/sqlite/0008_labels.sql")),
    ];

    /// Writers wait for the one that writes, and that one waits for another program.
    const POOL_TIMEOUT: Option<ErrorClass> = Some(ErrorClass::Locked);

    fn rows_affected(result: &SqliteQueryResult) -> u64 {
        result.rows_affected()
    }

    fn classify(code: &str) -> Option<ErrorClass> {
        // The low byte is the error, the others its variant; 4874 is a shared memory file that cannot grow.
        let code: i32 = code.parse().ok()?;
        match code & 0xff {
            _ if code == 4874 => Some(ErrorClass::Full),
            5 | 6 => Some(ErrorClass::Locked),
            8 => Some(ErrorClass::ReadOnly),
            13 => Some(ErrorClass::Full),
            11 | 26 => Some(ErrorClass::Broken),
            14 => Some(ErrorClass::CannotOpen),
            _ => None,
        }
    }
}
