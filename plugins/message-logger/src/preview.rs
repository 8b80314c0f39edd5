/// Returns the first `limit` characters of a text, on one line.
pub(crate) fn preview(text: &str, limit: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(limit).collect();
    if text.chars().count() > limit { line + "…" } else { line }
}
