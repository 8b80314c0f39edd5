use crate::misbehaviour::Misbehaviour;
use crate::places::Place;
use hookwire::{Error, Result};

/// Returns what a text tells a place to do: one of its words is `misbehave:<place>:<how>`.
pub(crate) fn told(text: &str, place: Place) -> Option<Misbehaviour> {
    let start = format!("misbehave:{}:", place.name());
    text.split_whitespace().find_map(|word| Misbehaviour::named(word.strip_prefix(&*start)?))
}

/// Returns the misbehaviour that a text names, or tells a place.
pub(crate) fn named(text: &str, place: Place) -> Result<Misbehaviour> {
    let how = Misbehaviour::named(text.trim()).or_else(|| told(text, place));
    // What tells another place has no wish of this one.
    let how = how.or_else(|| text.contains("misbehave:").then_some(Misbehaviour::Nothing));
    how.ok_or_else(|| Error::msg(format!("nobody knows how to `{text}`")))
}
