use crate::error::GlossaryError;
use std::collections::BTreeMap;

/// The terms and their meanings.
// What the plugin does without a host: functions that a test calls with nothing around them.
#[derive(Debug)]
pub(crate) struct Glossary(BTreeMap<String, String>);

impl Glossary {
    /// Makes a glossary, if every term means something.
    pub(crate) fn new(terms: BTreeMap<String, String>) -> Result<Self, GlossaryError> {
        match terms.iter().find(|(_, meaning)| meaning.trim().is_empty()) {
            Some((term, _)) => Err(GlossaryError::NoMeaning { term: term.clone() }),
            None => Ok(Self(terms)),
        }
    }

    /// Returns the meaning of a term, in whichever case it is written.
    pub(crate) fn meaning(&self, term: &str) -> Result<&str, GlossaryError> {
        let wanted = term.trim().to_lowercase();
        let found = self.0.iter().find(|(known, _)| known.to_lowercase() == wanted);
        found.map(|(_, meaning)| meaning.as_str()).ok_or_else(|| GlossaryError::Unknown {
            term: term.chars().take(40).collect(),
            known: self.0.keys().map(String::as_str).collect::<Vec<_>>().join(", "),
        })
    }

    /// Returns the terms that stand in a text as words of their own, with their meanings, a line each.
    pub(crate) fn lines_for(&self, text: &str) -> Vec<String> {
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_lowercase).collect()
        };
        let said = words(text);
        let is_said = |term: &str| {
            let term = words(term);
            !term.is_empty() && said.windows(term.len()).any(|window| window == term)
        };
        self.lines(is_said)
    }

    /// Returns all terms with their meanings, a line each.
    pub(crate) fn all_lines(&self) -> Vec<String> {
        self.lines(|_| true)
    }

    /// Returns how many terms there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    fn lines(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let wanted = self.0.iter().filter(|(term, _)| is_wanted(term));
        wanted.map(|(term, meaning)| format!("{term}: {meaning}")).collect()
    }
}
