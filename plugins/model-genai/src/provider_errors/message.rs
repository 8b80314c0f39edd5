use serde_json::Value;

/// The most characters of a provider's message that are passed on.
const MAX_CHARS: usize = 600;

/// Finds the message in the body of an error that a provider sent.
pub(super) fn find(body: &Value) -> Option<String> {
    // Some providers send a list with one error.
    let body = body.get(0).unwrap_or(body);
    let inner = body.get("error").filter(|error| !error.is_null()).unwrap_or(body);
    let field = ["message", "detail", "error", "msg"].iter().find_map(|key| inner.get(key));
    match field.unwrap_or(inner) {
        Value::String(text) => Some(text.clone()),
        Value::Object(_) | Value::Array(_) => Some(field.unwrap_or(inner).to_string()),
        _ => None,
    }
}

/// Shortens a message to the most characters that are passed on.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}
