use crate::Note;
use hookwire::Cx;
use serde::{Deserialize, Serialize};

/// A note as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) owner: Owner,
    #[serde(flatten)]
    pub(crate) note: Note,
}

/// Whose a note is: nobody sees another's. Both are absent for whoever sits at the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Owner {
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

impl Owner {
    /// Returns who asks.
    pub(crate) fn of(cx: &Cx) -> Self {
        let who = cx.identity();
        Self { tenant: who.tenant.clone(), user: who.user.clone() }
    }
}
