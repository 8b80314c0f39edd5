use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// The kind of a hook point: what its hooks may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PointKind {
    Observe,
    Edit,
    Gate,
    Answer,
    Collect,
    Wrap,
}

impl PointKind {
    const ALL: [Self; 6] = [Self::Observe, Self::Edit, Self::Gate, Self::Answer, Self::Collect, Self::Wrap];

    /// Returns the names of all kinds, as they are written in `kind = ..`.
    pub(crate) fn names() -> [&'static str; 6] {
        Self::ALL.map(Self::name)
    }

    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Observe => "observe",
            Self::Edit => "edit",
            Self::Gate => "gate",
            Self::Answer => "answer",
            Self::Collect => "collect",
            Self::Wrap => "wrap",
        }
    }

    /// Returns whether hooks of this kind make something: an answer, an item, a response.
    pub(crate) fn has_outcome(self) -> bool {
        match self {
            Self::Answer | Self::Collect | Self::Wrap => true,
            Self::Observe | Self::Edit | Self::Gate => false,
        }
    }

    /// Returns the variant of `KindName`, which is the name of the kind's type in `hookwire::point` as well.
    pub(crate) fn variant(self, span: Span) -> Ident {
        let name = match self {
            Self::Observe => "Observe",
            Self::Edit => "Edit",
            Self::Gate => "Gate",
            Self::Answer => "Answer",
            Self::Collect => "Collect",
            Self::Wrap => "Wrap",
        };
        Ident::new(name, span)
    }
}

impl ToTokens for PointKind {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.name();
        tokens.extend(quote!(#name));
    }
}
