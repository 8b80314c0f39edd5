/// An error of a rule in the configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// A pattern is not a regular expression.
    #[error("`{list}` rule {number}: `{pattern}`, which is its `{key}`, is no regular expression")]
    Pattern {
        /// The name of the rule's list.
        list: &'static str,
        /// The position of the rule in its list, from 1.
        number: usize,
        /// The key of the rule that has the pattern.
        key: String,
        /// The pattern.
        pattern: String,
        /// The parser's error.
        source: regex_lite::Error,
    },
    /// A rule says what it is about, and not what is to be done.
    #[error("`{list}` rule {number} does nothing; give it {wanted}")]
    NoEffect {
        /// The name of the rule's list.
        list: &'static str,
        /// The position of the rule in its list, from 1.
        number: usize,
        /// The keys of which it needs one.
        wanted: &'static str,
    },
    /// A rule refuses calls and changes them, too.
    #[error(
        "`before` rule {number} refuses the call, so nothing is left to change; take `refuse` or `{other}` out"
    )]
    RefusedAndChanged {
        /// The position of the rule in its list, from 1.
        number: usize,
        /// The first of the keys that have no effect.
        other: &'static str,
    },
    /// A rule gives two arguments one name.
    #[error(
        "`before` rule {number} renames both `{first}` and `{second}` to `{name}`; give them different names"
    )]
    DoubleName {
        /// The position of the rule in its list, from 1.
        number: usize,
        /// The one argument.
        first: String,
        /// The other argument.
        second: String,
        /// The name that both would have.
        name: String,
    },
    /// A rule replaces the whole result, and parts of it.
    #[error(
        "`after` rule {number} has both `set` and `replace`; `set` takes the place of the whole result, so take one of them out"
    )]
    SetAndReplaced {
        /// The position of the rule in its list, from 1.
        number: usize,
    },
}
