/// An error of the glossary.
// One enum for the plugin. Each text says what is wrong and what to do, as people and the model read it.
#[derive(Debug, thiserror::Error)]
// New cases break nobody who matches on it.
#[non_exhaustive]
pub enum GlossaryError {
    /// There is no such term.
    #[error("there is no term `{term}`; the glossary has: {known}")]
    Unknown {
        /// The term asked for.
        term: String,
        /// The terms that there are.
        known: String,
    },
    /// A term of the configuration means nothing.
    #[error("the term `{term}` has no meaning; write one, or take it out of `terms`")]
    NoMeaning {
        /// The term.
        term: String,
    },
}
