/// The reason why texts are not the arguments that are wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArgumentError {
    /// No argument has the name.
    #[error("there is no argument `{name}`{hint}")]
    Unknown {
        /// The name, as it was written: `--minuets`.
        name: String,
        /// The end of the sentence, which says what may be meant.
        hint: String,
    },
    /// A required argument is not there.
    #[error("`{name}` is missing")]
    Missing {
        /// The argument's name.
        name: String,
    },
    /// An argument is there twice.
    #[error("`{name}` is given twice; keep one")]
    Twice {
        /// The argument's name.
        name: String,
    },
    /// An argument that is called by its name has no value.
    #[error("`--{name}` needs a value behind it")]
    NoValue {
        /// The argument's name.
        name: String,
    },
    /// A text is not what the argument takes.
    #[error("`{name}` takes {wanted}, and `{given}` is none")]
    Value {
        /// The argument's name.
        name: String,
        /// What the argument takes: "a whole number".
        wanted: String,
        /// The text that was given.
        given: String,
    },
    /// There are more words than arguments.
    #[error("`{word}` is one word too many")]
    TooMany {
        /// The first of the words.
        word: String,
    },
    /// A quotation mark opens a text that no other one closes.
    #[error("the quotation mark before `{text}` is not closed")]
    Unclosed {
        /// What stands behind the mark.
        text: String,
    },
}
