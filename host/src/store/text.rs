use std::borrow::Cow;

/// Returns a text without zero bytes, which PostgreSQL cannot keep: the replacement character stands for each.
///
/// Every store does the same, so that none knows a text that another would not.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}
