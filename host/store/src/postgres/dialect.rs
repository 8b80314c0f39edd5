use crate::dialect::{Dialect, ErrorClass};
use sqlx::Postgres;
use sqlx::postgres::PgQueryResult;

impl Dialect for Postgres {
    const BEGIN: &'static str = "BEGIN";
    const MIGRATIONS: &'static [(&'static str, &'static str)] = &[
        ("start", include_str!("../../migrations/postgres/0001_start.sql")),
        ("inbox", include_str!("../../migrations/postgres/0002_inbox.sql")),
        ("notifications", include_str!("../../migrations/postgres/0003_notifications.sql")),
        ("sender", include_str!("../../migrations/postgres/0004_sender.sql")),
        ("values", include_str!("../../migrations/postgres/0005_values.sql")),
        ("plugin_schedules", include_str!("../../migrations/postgres/0006_plugin_schedules.sql")),
        ("plugin_changes", include_str!("../../migrations/postgres/0007_plugin_changes.sql")),
        ("labels", include_str!("../../migrations/postgres/0008_labels.sql")),
    ];

    const POOL_TIMEOUT: Option<ErrorClass> = None;

    fn rows_affected(result: &PgQueryResult) -> u64 {
        result.rows_affected()
    }

    fn classify(code: &str) -> Option<ErrorClass> {
        match code {
            "53100" => Some(ErrorClass::Full),
            "55P03" => Some(ErrorClass::Locked),
            "25006" => Some(ErrorClass::ReadOnly),
            "42P01" => Some(ErrorClass::Absent),
            _ => None,
        }
    }
}
