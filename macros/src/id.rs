use crate::errors::Errors;
use syn::LitStr;

/// Returns whether a text is 1 to 64 lower-case letters, digits, `-` and `_`, a letter first.
pub(crate) fn is_one(text: &str) -> bool {
    let letters = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    letters && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 64
}

/// Complains of a text that cannot be a plugin's id.
pub(crate) fn check(id: &LitStr, errors: &mut Errors) {
    let text = id.value();
    if !is_one(&text) {
        errors.on(
            id,
            format!(
                "`{text}` is no plugin id; write 1 to 64 lower-case letters, digits, `-` and `_`, a letter first: \
                 \"message-logger\""
            ),
        );
    }
}
