use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns a text that cannot steer the terminal: control characters and marks of direction are shown as escapes.
pub fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\t' => safe.push(char),
            '\r' => {}
            _ if is_control(char) => {
                // Writing to a text cannot fail.
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(char));
            }
            _ => safe.push(char),
        }
    }
    safe
}

fn is_control(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns a text as one harmless line, cut to a width in columns.
pub(crate) fn one_line(text: &str, width: usize) -> String {
    let text = safe(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.width() <= width {
        return text;
    }
    let mut used = 1;
    let fits = |char: &char| {
        used += char.width().unwrap_or(0);
        used <= width
    };
    text.chars().take_while(fits).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::{one_line, safe};

    #[test]
    fn escapes_are_shown_and_not_obeyed() {
        assert_eq!(safe("a\x1b[2Jb\u{202e}c\n\td\r\n"), "a\\u{1b}[2Jb\\u{202e}c\n\td\n");
    }

    #[test]
    fn lines_are_cut_by_what_they_take_on_the_screen() {
        assert_eq!(one_line("a\n b", 9), "a b");
        assert_eq!(one_line("日本語日本語", 7), "日本語…");
    }
}
