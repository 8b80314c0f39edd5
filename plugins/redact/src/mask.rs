use crate::Config;
use crate::error::BadPattern;
use regex_lite::Regex;
use std::ops::Range;

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

    /// Masks every secret of a text in place; returns whether there was one.
    pub(crate) fn apply(&self, text: &mut String) -> bool {
        let secrets = self.find(text);
        if secrets.is_empty() {
            return false;
        }
        let (mut masked, mut end) = (String::with_capacity(text.len()), 0);
        for secret in secrets {
            masked.push_str(&text[end..secret.start]);
            masked.push_str(&self.text);
            end = secret.end;
        }
        masked.push_str(&text[end..]);
        *text = masked;
        true
    }

    /// Returns where the secrets of a text stand, in order; those that overlap count as one.
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
