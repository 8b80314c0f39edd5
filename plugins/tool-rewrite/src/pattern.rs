use crate::error::RuleError;
use regex_lite::Regex;

/// The place of a rule in the configuration, for errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The name of the rule's list.
    pub(crate) list: &'static str,
    /// The position of the rule in its list, from 1.
    pub(crate) number: usize,
}

impl Place {
    /// Compiles the pattern of a key.
    pub(crate) fn compile(self, key: &str, pattern: &str) -> Result<Regex, RuleError> {
        Regex::new(pattern).map_err(|source| self.error(key, pattern, source))
    }

    /// Compiles the pattern of a key, for whole texts.
    pub(crate) fn compile_whole(self, key: &str, pattern: &str) -> Result<Regex, RuleError> {
        // On its own first, as `a)|(b` would be valid inside the group and no longer anchored.
        self.compile(key, pattern)?;
        Regex::new(&format!("^(?:{pattern})$")).map_err(|source| self.error(key, pattern, source))
    }

    fn error(self, key: &str, pattern: &str, source: regex_lite::Error) -> RuleError {
        let Self { list, number } = self;
        RuleError::Pattern { list, number, key: key.to_owned(), pattern: pattern.to_owned(), source }
    }
}

/// A pattern, and what takes the place of its matches.
#[derive(Debug)]
pub(crate) struct Replacement {
    pattern: Regex,
    with: String,
}

impl Replacement {
    pub(crate) fn compile(place: Place, pattern: &str, with: &str) -> Result<Self, RuleError> {
        Ok(Self { pattern: place.compile("replace.pattern", pattern)?, with: with.to_owned() })
    }

    /// Replaces every match in a text.
    pub(crate) fn apply(&self, text: &mut String) {
        if self.pattern.is_match(text) {
            *text = self.pattern.replace_all(text, &*self.with).into_owned();
        }
    }
}
