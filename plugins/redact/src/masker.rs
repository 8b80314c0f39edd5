use crate::config::Config;
use crate::error::PatternError;
use regex_lite::Regex;
use std::ops::Range;

/// The patterns of keys that can be told by their shape.
const WELL_KNOWN_KEYS: [&str; 4] = [
    r"\bsk-[A-Za-z0-9_-]{20,}",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----",
];

/// A list of patterns, and the mask for what they match.
#[derive(Debug)]
pub(crate) struct Masker {
    patterns: Vec<Regex>,
    mask: String,
}

impl Masker {
    /// Compiles the patterns of the configuration and adds the well-known ones.
    pub(crate) fn new(config: Config) -> Result<Self, PatternError> {
        let configured = config.patterns.iter().map(String::as_str);
        let compile = |(index, pattern): (usize, &str)| {
            Regex::new(pattern).map_err(|source| PatternError {
                number: index + 1,
                pattern: pattern.to_owned(),
                source,
            })
        };
        Ok(Self {
            patterns: configured.chain(WELL_KNOWN_KEYS).enumerate().map(compile).collect::<Result<_, _>>()?,
            mask: config.mask,
        })
    }

    /// Masks every secret of a text in place; returns whether there was one.
    pub(crate) fn mask(&self, text: &mut String) -> bool {
        let secrets = self.find(text);
        if secrets.is_empty() {
            return false;
        }
        let (mut masked, mut end) = (String::with_capacity(text.len()), 0);
        for secret in secrets {
            masked.push_str(&text[end..secret.start]);
            masked.push_str(&self.mask);
            end = secret.end;
        }
        masked.push_str(&text[end..]);
        *text = masked;
        true
    }

    /// Returns the ranges of the secrets in a text, in order; overlapping ones are merged.
    ///
    /// All patterns search the original text: a mask put in by one pattern could split what another one finds.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let matches = self.patterns.iter().flat_map(|pattern| pattern.find_iter(text));
        let mut secrets: Vec<_> =
            matches.map(|found| found.range()).filter(|range| !range.is_empty()).collect();
        secrets.sort_by_key(|secret| secret.start);
        secrets.dedup_by(|next, last| {
            let overlaps = next.start < last.end;
            if overlaps {
                last.end = last.end.max(next.end);
            }
            overlaps
        });
        secrets
    }
}
