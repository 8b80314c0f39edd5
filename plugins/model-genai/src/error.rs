/// An error that keeps a model from being opened, or the plugin from starting.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A base URL is invalid.
    #[error("{setting} is not a base URL ({why}); write one like \"http://127.0.0.1:11434/v1\"")]
    Url {
        /// The key or variable that holds the URL.
        setting: String,
        /// What is wrong with the URL.
        why: String,
    },
    /// A key contains a character that an HTTP header cannot carry.
    #[error("the key for {0} has characters that a header cannot carry; look for a line break in it")]
    Key(String),
    /// The configuration names a provider that `genai` does not know.
    #[error("`{setting}` names `{name}`, which is not a provider{hint}")]
    Provider {
        /// The table of the configuration.
        setting: &'static str,
        /// The name that is not a provider's.
        name: String,
        /// The provider that may be meant, or all there are.
        hint: String,
    },
    /// A provider needs a key and there is none.
    #[error("there is no key for `{provider}`; set {cure}")]
    NoKey {
        /// The provider or model that was asked for.
        provider: String,
        /// What can be set.
        cure: String,
    },
    /// The name of the model is missing.
    #[error("`{0}` names no model; write `{0}<model>`")]
    NoModel(String),
    /// The HTTP client cannot be created, usually because there are no root certificates.
    #[error("the HTTP client cannot be created: {0}")]
    Http(String),
}
