use similar::TextDiff;
use std::time::Duration;

/// The most lines of a difference that are shown.
const MAX_LINES: usize = 60;

/// Describes how the contents of a file have changed, as a unified diff.
pub(super) fn describe_change(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return format!("`{path}` has these contents already");
    }
    let mut config = TextDiff::configure();
    let diff = config.timeout(Duration::from_millis(500)).diff_lines(old, new);
    let diff = diff.unified_diff().context_radius(2).to_string();
    let mut lines: Vec<_> = diff.lines().take(MAX_LINES).collect();
    if diff.lines().nth(MAX_LINES).is_some() {
        lines.push("(the rest of the difference is left out)");
    }
    format!("changed `{path}`\n{}", lines.join("\n"))
}
