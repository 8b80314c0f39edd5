//! The Markdown of documentation, on pages where the targets of its links are not.

/// Parts a text at its empty lines, but for those inside of code.
pub(super) fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    let mut in_code = false;
    for line in text.lines().map(str::trim_end) {
        if is_fence(line) {
            in_code = !in_code;
        }
        if line.is_empty() && !in_code {
            blocks.extend(joined(&mut block));
        } else {
            block.push(line);
        }
    }
    blocks.extend(joined(&mut block));
    blocks
}

fn joined(block: &mut Vec<&str>) -> Option<String> {
    let text = block.join("\n");
    block.clear();
    (!text.is_empty()).then_some(text)
}

/// Writes a block for a page: code as it is, items and rows of tables a line each, anything else in one line.
pub(super) fn block(text: &str) -> String {
    if is_fence(text) {
        return text.to_owned();
    }
    if let Some(title) = text.strip_prefix('#') {
        // The page has headings of its own.
        return format!("**{}**", plain(title.trim_start_matches('#')));
    }
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match lines.last_mut() {
            Some(last) if !begins_a_line(line) => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    let indent = |line: &String| line[..line.len() - line.trim_start().len()].to_owned();
    let lines: Vec<_> = lines.iter().map(|line| indent(line) + &plain(line)).collect();
    lines.join("\n")
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

fn begins_a_line(line: &str) -> bool {
    let line = line.trim_start();
    let numbered = line.split_once(". ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
    numbered || line.starts_with("* ") || line.starts_with("- ") || line.starts_with('|')
}

/// Puts a text into one line, without the targets of its links; other brackets, and those in code, stay.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[']) {
        let (before, here) = rest.split_at(at);
        plain.push_str(before);
        let (kept, behind) = code(here).or_else(|| link(here)).unwrap_or_else(|| here.split_at(1));
        plain.push_str(kept);
        rest = behind;
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits the code off that a text begins with.
fn code(text: &str) -> Option<(&str, &str)> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let end = text[ticks..].find(&text[..ticks]).filter(|_| ticks > 0)?;
    Some(text.split_at(ticks + end + ticks))
}

/// Splits the link off that a text begins with, of which its name is kept.
fn link(text: &str) -> Option<(&str, &str)> {
    let (name, behind) = text.strip_prefix('[')?.split_once(']')?;
    let target = |open, close| behind.strip_prefix(open).and_then(|target: &str| target.split_once(close));
    match target('(', ')').or_else(|| target('[', ']')) {
        Some((_, behind)) => Some((name, behind)),
        // Of a name alone, rustdoc makes a link where it is that of an item.
        None if name.starts_with('`') && name.ends_with('`') => Some((name, behind)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{block, blocks, plain};

    #[test]
    fn links_lose_their_targets_and_other_brackets_stay() {
        let text = "an [edit](crate::point::Edit) of\n[`Charge`], see [this][there], `args[0]` and [1, 2]";
        assert_eq!(plain(text), "an edit of `Charge`, see this, `args[0]` and [1, 2]");
        assert_eq!(plain("an open [ or ` stays"), "an open [ or ` stays");
    }

    #[test]
    fn code_and_lists_keep_their_lines() {
        let text = "First\nparagraph.\n\n```toml\na = [1]\n\nb = 2\n```\n\n* one\n  more\n  * [`Two`]\n\n1. a\n2. b\n\n# Title";
        let written: Vec<_> = blocks(text).iter().map(|it| block(it)).collect();
        let expected = [
            "First paragraph.",
            "```toml\na = [1]\n\nb = 2\n```",
            "* one more\n  * `Two`",
            "1. a\n2. b",
            "**Title**",
        ];
        assert_eq!(written, expected);
    }
}
