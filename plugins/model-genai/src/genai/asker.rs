use hookwire::Cx;
use hookwire::cx::{Identity, RequestKind};

/// Who asks which model: what one was answered is no business of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asker {
    model: String,
    who: Identity,
}

impl Asker {
    pub(super) fn new(model: &str, cx: &Cx) -> Self {
        let mut who = cx.identity().clone();
        // The same conversation goes on in another way, too.
        who.kind = RequestKind::default();
        who.call = None;
        Self { model: model.to_owned(), who }
    }
}
