use serde::{Deserialize, Serialize};

/// A fact about a user, as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Fact {
    /// The number by which people and the model name it.
    ///
    /// Stored as the key, so that of two writers who want the same number one has to look again.
    #[serde(skip)]
    pub(crate) id: u64,
    pub(crate) text: String,
}

impl Fact {
    /// Returns the key of an id: keys are in the order of their ids.
    pub(crate) fn key(id: u64) -> String {
        format!("{id:020}")
    }

    /// Returns whether it says the same, in whichever case and with or without a full stop.
    pub(crate) fn says(&self, text: &str) -> bool {
        let plain = |text: &str| text.trim_end_matches('.').to_lowercase();
        plain(&self.text) == plain(text)
    }
}

/// Brings a text onto one line: nothing in it can look like the end of what surrounds it.
pub(crate) fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
