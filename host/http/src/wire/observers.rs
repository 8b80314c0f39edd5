use super::Fields;
use hookwire_engine::store::PluginChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether hooks at observe points are to run.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ObserversBody {
    /// Whether they run: all of them, or none.
    pub(crate) run: bool,
}

impl Fields for ObserversBody {
    const FIELDS: Option<&'static [&'static str]> = Some(&["run"]);
}

/// Whether hooks at observe points run, after it was changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Observers {
    /// Whether they run.
    run: bool,
    /// The number of the change.
    version: u64,
}

impl From<PluginChange> for Observers {
    fn from(change: PluginChange) -> Self {
        Self { run: change.enabled != Some(false), version: change.version }
    }
}
