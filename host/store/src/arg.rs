use hookwire_engine::store::replace_nul;
use serde::Serialize;
use std::borrow::Cow;

/// An argument of a statement. PostgreSQL tells an absent number from an absent text.
#[derive(Debug)]
pub(super) enum Arg<'a> {
    Int(Option<i64>),
    Text(Option<Cow<'a, str>>),
}

/// Makes the list of a statement's arguments.
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::arg::Arg::from($value)),*] };
}
pub(super) use args;

impl From<i64> for Arg<'_> {
    fn from(int: i64) -> Self {
        Self::Int(Some(int))
    }
}

impl From<Option<i64>> for Arg<'_> {
    fn from(int: Option<i64>) -> Self {
        Self::Int(int)
    }
}

/// A number that is too large for a database becomes the largest one, which nothing in it has reached.
impl From<u64> for Arg<'_> {
    fn from(count: u64) -> Self {
        Self::Int(Some(i64::try_from(count).unwrap_or(i64::MAX)))
    }
}

impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Self::Int(Some(count.into()))
    }
}

impl From<bool> for Arg<'_> {
    fn from(flag: bool) -> Self {
        Self::Int(Some(flag.into()))
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(replace_nul(text)))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<Option<&'a str>> for Arg<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text.map(replace_nul))
    }
}

impl From<Option<String>> for Arg<'_> {
    fn from(json: Option<String>) -> Self {
        Self::Text(json.map(Cow::Owned))
    }
}

/// Encodes a value as JSON.
pub(super) fn json(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok()
}

/// Encodes a variant of an enum as its name.
pub(super) fn word(value: &impl Serialize) -> Option<String> {
    json(value).map(|text| text.trim_matches('"').to_owned())
}
