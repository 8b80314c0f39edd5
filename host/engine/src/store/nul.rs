use std::borrow::Cow;

/// Returns a text with U+FFFD in place of every NUL character.
///
/// PostgreSQL cannot store NUL in a text. All back ends replace it, so that none returns a text that another one would
/// not. JSON is stored as it is, as it escapes NUL.
pub fn replace_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}
