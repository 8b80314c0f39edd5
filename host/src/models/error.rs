use crate::options::unknown_model;

/// Why a model cannot be asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Nothing in the binary brings it.
    #[error("{}", unknown_model(.name, .providers))]
    Unknown {
        /// The name.
        name: String,
        /// What there is.
        providers: Vec<&'static str>,
    },
    /// Its plugin cannot open it.
    #[error("the model `{name}` cannot be opened: {why}")]
    Failed {
        /// The name.
        name: String,
        /// Why.
        why: String,
    },
}
