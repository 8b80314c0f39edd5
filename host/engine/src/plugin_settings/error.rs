use crate::store::StoreError;
use hookwire::live::{ReconfigureError, SwitchError};

/// The error of changing a plugin while the host runs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PluginSettingsError {
    /// There is no plugin of this id.
    #[error("there is no plugin `{id}`{hint}")]
    Unknown {
        /// The id asked for.
        id: String,
        /// A hint at the nearest id.
        hint: String,
    },
    /// Somebody else was quicker.
    #[error(
        "the settings of `{id}` are at version {latest} and not {expected}: somebody has changed them; look at them and \
         try again"
    )]
    Conflict {
        /// The plugin's id.
        id: String,
        /// The version that the change was made for.
        expected: u64,
        /// The version there is.
        latest: u64,
    },
    /// A change has nothing in it.
    #[error("there is nothing to change for `{id}`: set a value, unset one, or switch the plugin on or off")]
    Nothing {
        /// The plugin's id.
        id: String,
    },
    /// A key is empty.
    #[error("a key of a setting is empty: write it as `limits.memory_bytes`")]
    EmptyKey,
    /// A value is a secret, which must not be stored.
    #[error(
        "`{key}` of `{id}` is or holds a secret, which is not stored: set it in the configuration file or in the environment"
    )]
    Secret {
        /// The plugin's id.
        id: String,
        /// The key.
        key: String,
    },
    /// Nobody knows which values are secrets.
    #[error(
        "the settings of `{id}` cannot be told from secrets, as their schema cannot be made: {why}; set them in the \
         configuration file"
    )]
    NoSchema {
        /// The plugin's id.
        id: String,
        /// What is wrong with the schema.
        why: String,
    },
    /// A value that is to be unset was never set while a host ran.
    #[error("`{key}` of `{id}` was not set while a host ran: what the configuration says is changed there")]
    NotSet {
        /// The plugin's id.
        id: String,
        /// The key.
        key: String,
    },
    /// A plugin that the host requires is to be switched off.
    #[error("`{id}` is required: take it out of `required` in the configuration, and it can be switched off")]
    Required {
        /// The plugin's id.
        id: String,
    },
    /// The plugin keeps its settings.
    #[error(transparent)]
    Kept(ReconfigureError),
    /// The plugin could not be switched.
    #[error(transparent)]
    Switch(SwitchError),
    /// The store failed; the plugin is as it was.
    #[error(transparent)]
    Store(#[from] StoreError),
}
