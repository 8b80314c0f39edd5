use serde::Serialize;
use utoipa::ToSchema;

/// The state of a host that is well.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// The state: always `ok`.
    status: &'static str,
    /// The host's version.
    version: &'static str,
}

impl Health {
    pub(crate) const OK: Self = Self { status: "ok", version: env!("CARGO_PKG_VERSION") };
}
