/// Why a model cannot be opened, or the plugin's configuration not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A base URL is none.
    #[error("{place} is no base URL ({why}); write one like \"http://127.0.0.1:11434/v1\"")]
    Url {
        /// Where it stands.
        place: String,
        /// What is wrong with it.
        why: String,
    },
    /// A key has a character that no HTTP header can carry.
    #[error("the key for {0} has characters that no key has; look for a line break in it")]
    Key(String),
    /// `genai` has no such provider.
    #[error("`{place}` names `{name}`, which is no provider{hint}")]
    Provider {
        /// Which table of the configuration.
        place: &'static str,
        /// What it says.
        name: String,
        /// What it may mean.
        hint: String,
    },
    /// A provider wants a key and there is none.
    #[error("there is no key for `{provider}`; set {cure}")]
    NoKey {
        /// The provider, or the model asked for.
        provider: String,
        /// What to do.
        cure: String,
    },
    /// The name of a model is missing.
    #[error("`{0}` names no model; write `{0}<model>`")]
    NoModel(String),
    /// There can be no HTTP client, mostly for want of root certificates.
    #[error("there can be no HTTP client: {0}")]
    Web(String),
}
