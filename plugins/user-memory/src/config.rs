use crate::error::MemoryError;
use hookwire::cx::Kv;
use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `user-memory`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The number of facts that are remembered of one user, at most 10,000; past that, some have to be forgotten first.
    pub records: usize,
    /// The number of bytes that one fact may have.
    pub record_bytes: usize,
    /// The number of facts that the model reads in a turn.
    pub recall: usize,
    /// The number of bytes that the facts of a turn may have together.
    pub recall_bytes: usize,
    /// The words with which a user asks to have the rest of the sentence remembered.
    pub requests: Vec<String>,
    /// The words with which a sentence begins that is remembered as it is.
    pub statements: Vec<String>,
    /// The model that looks for facts in each message, `provider/name`; without it, only the words above count.
    pub model: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        let words = |phrases: &[&str]| phrases.iter().map(|&phrase| phrase.to_owned()).collect();
        Self {
            records: 200,
            record_bytes: 500,
            recall: 20,
            recall_bytes: 4_000,
            requests: words(&["remember", "remember that", "please remember", "please remember that"]),
            statements: words(&["my name is", "call me", "i live in", "i work as", "i work at", "i prefer"]),
            model: None,
        }
    }
}

impl Config {
    /// Returns the settings, if the store has room for what they promise.
    pub(crate) fn checked(self) -> Result<Self, MemoryError> {
        match usize::try_from(Kv::MOST_KEYS) {
            Ok(most) if self.records > most => Err(MemoryError::NoRoom { records: self.records, most }),
            _ => Ok(self),
        }
    }
}
