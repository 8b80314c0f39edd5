/// An error for a pattern of the configuration that is not a regular expression.
#[derive(Debug, thiserror::Error)]
#[error("pattern {number}, `{pattern}`, is no regular expression")]
pub struct PatternError {
    /// The position in the list, from 1.
    pub(crate) number: usize,
    pub(crate) pattern: String,
    #[source]
    pub(crate) source: regex_lite::Error,
}
