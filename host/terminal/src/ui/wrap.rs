use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Line breaking of a text that comes in pieces: a word that does not fit is taken to the next line whole.
#[derive(Debug, Default)]
pub(crate) struct Wrap {
    column: usize,
    /// The part of the current word that is written.
    word: String,
}

impl Wrap {
    /// Returns the column that the next character is written to.
    pub(crate) fn column(&self) -> usize {
        self.column
    }

    /// Starts again at the first column.
    pub(crate) fn new_line(&mut self) {
        self.column = 0;
        self.word.clear();
    }

    /// Returns a piece of the text with its line breaks, and the number of lines that it ends.
    ///
    /// The last column stays free, because a cursor behind it may be shown on either line.
    pub(crate) fn push(&mut self, piece: &str, width: usize) -> (String, usize) {
        let (mut text, mut rows) = (String::with_capacity(piece.len()), 0);
        for char in piece.chars() {
            if char == '\n' {
                self.new_line();
                rows += 1;
                text.push(char);
                continue;
            }
            let char = if char == '\t' { ' ' } else { char };
            let wide = char.width().unwrap_or(0);
            if self.column + wide >= width {
                rows += 1;
                if self.carry(char, width, &mut text) {
                    continue;
                }
            }
            if char == ' ' {
                self.word.clear();
            } else {
                self.word.push(char);
            }
            self.column += wide;
            text.push(char);
        }
        (text, rows)
    }

    /// Moves the word so far to a new line; returns whether the character at the edge was a blank and is dropped.
    fn carry(&mut self, char: char, width: usize, text: &mut String) -> bool {
        let back = self.word.width();
        if char == ' ' || back == 0 || back * 2 > width {
            self.new_line();
            text.push('\n');
            return char == ' ';
        }
        // Writing to a text cannot fail.
        let _ = write!(text, "\x1b[{back}D\x1b[K\n{}", self.word);
        self.column = back;
        false
    }
}

/// Returns a line broken between its words, with every line but the first indented.
pub(crate) fn fold(line: &str, width: usize, indent: usize) -> String {
    let (mut text, mut column) = (String::with_capacity(line.len()), 0);
    for (index, word) in line.split(' ').enumerate() {
        let wide = visible_width(word);
        if index > 0 && wide > 0 && column > indent && column + 1 + wide >= width {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if index > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += wide;
    }
    text
}

/// Returns a line cut to a width, with all the codes that colour it.
pub(crate) fn cut(line: &str, width: usize) -> String {
    let (mut text, mut column, mut code) = (String::with_capacity(line.len()), 0, false);
    for char in line.chars() {
        let wide = if code || char == '\x1b' { 0 } else { char.width().unwrap_or(0) };
        code = char == '\x1b' || (code && char != 'm');
        column += wide;
        if wide == 0 || column <= width {
            text.push(char);
        }
    }
    text
}

/// Returns the width of a text in columns; codes that colour it have none.
pub(crate) fn visible_width(text: &str) -> usize {
    let mut code = false;
    let visible = |char: &char| match (*char, code) {
        ('\x1b', _) => {
            code = true;
            false
        }
        ('m', true) => {
            code = false;
            false
        }
        (_, coded) => !coded,
    };
    text.chars().filter(visible).filter_map(UnicodeWidthChar::width).sum()
}

#[cfg(test)]
mod tests {
    use super::{Wrap, cut, fold};

    #[test]
    fn a_line_that_is_too_wide_is_cut_and_its_codes_are_left() {
        assert_eq!(cut("\x1b[1mone\x1b[0m two", 5), "\x1b[1mone\x1b[0m t");
        assert_eq!(cut("日本語", 5), "日本");
    }

    #[test]
    fn a_line_is_folded_between_words_and_codes_take_no_room() {
        assert_eq!(fold("  name one two three", 16, 7), "  name one two\n       three");
        assert_eq!(fold("\x1b[1mone two\x1b[0m three", 9, 2), "\x1b[1mone two\x1b[0m\n  three");
        assert_eq!(fold("  a unbreakablyLong b", 10, 2), "  a\n  unbreakablyLong\n  b");
    }

    #[test]
    fn a_word_that_comes_in_pieces_is_carried_over_whole() {
        let mut wrap = Wrap::default();
        assert_eq!(wrap.push("one tw", 8), ("one tw".into(), 0));
        assert_eq!(wrap.push("oo x", 8), ("o\x1b[3D\x1b[K\ntwoo x".into(), 1));
        assert_eq!(wrap.column(), 6);
    }

    #[test]
    fn a_blank_at_the_edge_is_the_break() {
        assert_eq!(Wrap::default().push("1234567 90", 8), ("1234567\n90".into(), 1));
    }

    #[test]
    fn what_is_wider_than_the_line_is_broken_where_it_must() {
        assert_eq!(Wrap::default().push("日本語日本", 7), ("日本語\n日本".into(), 1));
    }
}
