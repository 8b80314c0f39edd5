use serde::de::DeserializeOwned;

/// A body whose fields are known, so that a misspelt one is an error with a hint.
pub(crate) trait Fields: DeserializeOwned {
    /// The names of the fields; absent for a body that may have any.
    const FIELDS: Option<&'static [&'static str]>;
}
