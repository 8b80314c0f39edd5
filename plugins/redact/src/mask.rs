use crate::Config;
use crate::error::BadPattern;
use regex_lite::{NoExpand, Regex};

/// Keys whose shape gives them away.
const WELL_KNOWN: [&str; 4] = [
    r"\bsk-[A-Za-z0-9_-]{20,}",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----",
];

/// Masks what patterns find.
#[derive(Debug)]
pub(crate) struct Mask {
    patterns: Vec<Regex>,
    text: String,
}

impl Mask {
    pub(crate) fn new(config: Config) -> Result<Self, BadPattern> {
        let own = config.patterns.iter().map(String::as_str);
        let compile = |(index, pattern): (usize, &str)| {
            Regex::new(pattern).map_err(|source| BadPattern {
                number: index + 1,
                pattern: pattern.to_owned(),
                source,
            })
        };
        Ok(Self {
            patterns: own.chain(WELL_KNOWN).enumerate().map(compile).collect::<Result<_, _>>()?,
            text: config.mask,
        })
    }

    /// Masks a text in place and returns whether something was found.
    pub(crate) fn apply(&self, text: &mut String) -> bool {
        let mut found = false;
        for pattern in &self.patterns {
            if pattern.is_match(text) {
                *text = pattern.replace_all(text, NoExpand(&self.text)).into_owned();
                found = true;
            }
        }
        found
    }
}
