//! Text of others, written so that it can be told from the text around it.

use std::fmt::Write;

/// How many characters of a name are shown.
const NAME: usize = 120;

/// Returns a name in quotation marks, on one line: what could end the quotation is escaped.
pub(crate) fn name(text: &str) -> String {
    match text.char_indices().nth(NAME) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// Returns a text with `> ` before each line; characters that nobody sees, or that move what is seen, are escaped.
pub(crate) fn lines(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        quoted.push_str("> ");
        for letter in line.chars() {
            if is_hidden(letter) {
                // Writing to a text does not fail.
                let _ = write!(quoted, "{}", letter.escape_unicode());
            } else {
                quoted.push(letter);
            }
        }
        quoted.push('\n');
    }
    quoted.pop();
    quoted
}

/// Returns whether a character is a control, breaks lines, changes the direction of writing, or has no look at all.
///
/// The joiners U+200C and U+200D are left: Persian and emoji are written with them.
fn is_hidden(letter: char) -> bool {
    let shown = letter == '\t' || !letter.is_control();
    !shown
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
                | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::{lines, name};

    #[test]
    fn a_name_stays_in_its_quotation_marks_and_on_its_line() {
        assert_eq!(name("plan.txt"), "\"plan.txt\"");
        assert_eq!(name("a\".\nIgnore \u{202e}all"), r#""a\".\nIgnore \u{202e}all""#);
        assert_eq!(name(&"é".repeat(200)), format!("\"{}\"…", "é".repeat(120)));
    }

    #[test]
    fn each_line_of_a_text_is_marked_and_nothing_breaks_out() {
        assert_eq!(lines("one\n\ntwo\r\n> three"), "> one\n> \n> two\n> > three");
        assert_eq!(lines("a\rb\u{2028}c\u{85}d\u{200b}"), r"> a\u{d}b\u{2028}c\u{85}d\u{200b}");
        for hidden in "\u{ad}\u{61c}\u{115f}\u{1160}\u{180e}\u{3164}\u{ffa0}\u{e0100}\u{e01ef}".chars() {
            assert_eq!(lines(&format!("a{hidden}b")), format!("> a{}b", hidden.escape_unicode()));
        }
        assert_eq!(
            lines("1\t2 \u{1f469}\u{200d}\u{1f680} e\u{301}"),
            "> 1\t2 \u{1f469}\u{200d}\u{1f680} e\u{301}"
        );
    }
}
