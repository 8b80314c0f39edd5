use hookwire::Cx;
use hookwire::cx::{Identity, RequestKind};

/// The conversation with a model: who asks which model. What one conversation was answered is never sent in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conversation {
    model: String,
    identity: Identity,
}

impl Conversation {
    /// Returns the conversation that a request belongs to.
    pub(super) fn of(model: &str, cx: &Cx) -> Self {
        let mut identity = cx.identity().clone();
        // A conversation may go on by another kind of request.
        identity.kind = RequestKind::default();
        identity.call = None;
        Self { model: model.to_owned(), identity }
    }
}
