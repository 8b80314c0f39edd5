use serde::{Deserialize, Serialize};

/// What is called in the other process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Target {
    /// The plugin's `#[start]`.
    Start,
    /// The plugin's `#[stop]`.
    Stop,
    /// A hook, by its position in the manifest.
    Hook(u32),
    /// A contribution.
    Contribution {
        /// The name of its kind.
        kind: String,
        /// Its name.
        name: String,
    },
    /// Something of a contribution beside its call: a list of tools, an answer of a model.
    Part {
        /// The name of the contribution's kind.
        kind: String,
        /// The contribution's name.
        name: String,
        /// What is called of it.
        part: String,
    },
    /// A hook point of the host, by its name and the package that owns it.
    Fire {
        /// The point's name.
        point: String,
        /// The package that owns the point.
        package: String,
    },
}
