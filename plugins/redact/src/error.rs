/// A pattern that is no regular expression.
#[derive(Debug, thiserror::Error)]
#[error("pattern {number}, `{pattern}`, is no regular expression")]
pub struct BadPattern {
    pub(crate) number: usize,
    pub(crate) pattern: String,
    #[source]
    pub(crate) source: regex_lite::Error,
}
