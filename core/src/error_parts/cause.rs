//! Errors of any type, by their texts.

use serde::{Deserialize, Deserializer, Serializer, de};
use std::error::Error as StdError;
use std::fmt;

/// How many causes of an error are told.
const MOST: usize = 16;

/// An error that is known by its text and by its causes' texts alone.
#[derive(Debug)]
pub(crate) struct Cause {
    message: String,
    cause: Option<Box<Cause>>,
}

impl Cause {
    /// Makes an error of its text and the texts of its causes, from the nearest one.
    pub(crate) fn new(message: String, causes: Vec<String>) -> Self {
        let behind = causes.into_iter().take(MOST).rev();
        let cause = behind.fold(None, |cause, message| Some(Box::new(Self { message, cause })));
        Self { message, cause }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

/// Returns the texts of the causes of an error, from the nearest one.
pub(crate) fn texts(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut texts = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause.filter(|_| texts.len() < MOST) {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts
}

#[allow(
    clippy::borrowed_box,
    reason = "serde gives the field as it is, and it does not become what is in it by itself"
)]
pub(crate) fn serialize<S: Serializer>(
    error: &Box<dyn StdError + Send + Sync>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut all = vec![error.to_string()];
    all.extend(texts(&**error));
    to.collect_seq(all)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Box<dyn StdError + Send + Sync>, D::Error> {
    let mut all = Vec::<String>::deserialize(from)?;
    if all.is_empty() {
        return Err(de::Error::custom("an error without a text"));
    }
    let message = all.remove(0);
    Ok(Box::new(Cause::new(message, all)))
}
