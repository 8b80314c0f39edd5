use crate::options::unknown_model;

/// An error of opening a model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// No plugin in the binary has the model's provider.
    #[error("{}", unknown_model(.name, .providers))]
    Unknown {
        /// The model's name.
        name: String,
        /// The providers there are.
        providers: Vec<&'static str>,
    },
    /// The plugin cannot open the model.
    #[error("the model `{name}` cannot be opened: {why}")]
    Failed {
        /// The model's name.
        name: String,
        /// The plugin's error.
        why: String,
    },
}
