//! Texts that are `&'static str` where an error is made: plugins' ids, and words of the host's own.

use crate::lock::lock;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeSet;
use std::sync::Mutex;

/// How many texts are kept, for as long as the process lives; an error with one more is not read.
const MOST: usize = 512;
/// How many bytes each of them may have.
const MOST_BYTES: usize = 256;

static TEXTS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// Reads a text and keeps it.
pub(crate) fn interned<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    let text = String::deserialize(from)?;
    intern(text).ok_or_else(|| de::Error::custom("too many texts, or one that is too long"))
}

fn intern(text: String) -> Option<&'static str> {
    let mut texts = lock(&TEXTS);
    if let Some(known) = texts.get(&*text) {
        return Some(known);
    }
    if texts.len() >= MOST || text.len() > MOST_BYTES {
        return None;
    }
    let text: &'static str = String::leak(text);
    texts.insert(text);
    Some(text)
}
