/// An error for a pattern of a rule that is not a regular expression.
#[derive(Debug, thiserror::Error)]
#[error("`{list}` rule {number}: `{pattern}` is no regular expression")]
pub struct PatternError {
    /// The name of the rule's list in the configuration.
    pub(crate) list: &'static str,
    /// The position of the rule in its list, from 1.
    pub(crate) number: usize,
    pub(crate) pattern: String,
    #[source]
    pub(crate) source: regex_lite::Error,
}
