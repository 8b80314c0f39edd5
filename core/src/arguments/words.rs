use super::error::ArgumentError;

/// A line that is read word by word, as a shell reads it.
///
/// A quotation mark, single or double, counts where a word or a value begins: `don't` needs no care.
pub(super) struct Words<'l>(&'l str);

impl<'l> Words<'l> {
    pub(super) fn new(line: &'l str) -> Self {
        Self(line)
    }

    /// Skips the space before the next word, and returns whether there is one.
    pub(super) fn is_more(&mut self) -> bool {
        self.0 = self.0.trim_start();
        !self.0.is_empty()
    }

    /// Skips a word, if it is the next one.
    pub(super) fn skip(&mut self, word: &str) -> bool {
        let after = self.0.strip_prefix(word);
        let after = after.filter(|after| after.is_empty() || after.starts_with(char::is_whitespace));
        after.map(|after| self.0 = after).is_some()
    }

    /// Returns the next word.
    pub(super) fn next(&mut self) -> Result<String, ArgumentError> {
        self.is_more();
        self.word()
    }

    /// Returns the word that begins here, which is empty before a space.
    pub(super) fn word(&mut self) -> Result<String, ArgumentError> {
        let line = self.0;
        let mut text = String::new();
        let mut open = None;
        let mut letters = line.char_indices();
        while let Some((at, letter)) = letters.next() {
            match open {
                None if letter.is_whitespace() => {
                    self.0 = &line[at..];
                    return Ok(text);
                }
                None if at == 0 && matches!(letter, '"' | '\'') => open = Some(letter),
                Some(mark) if letter == mark => open = None,
                Some('"') if letter == '\\' => match letters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    other => text.extend([Some('\\'), other.map(|(_, letter)| letter)].into_iter().flatten()),
                },
                _ => text.push(letter),
            }
        }
        self.0 = "";
        match open {
            Some(_) => Err(ArgumentError::Unclosed { text }),
            None => Ok(text),
        }
    }

    /// Returns everything that is left: without its quotation marks if they enclose all of it, and otherwise as it is.
    pub(super) fn rest(&mut self) -> String {
        let rest = std::mem::take(&mut self.0).trim();
        let mut whole = Self(rest);
        match whole.word() {
            Ok(text) if whole.0.is_empty() => text,
            _ => rest.to_owned(),
        }
    }

    /// Returns the name that may stand here: whether two dashes stand before it, the name, and whether `=` stands behind it.
    pub(super) fn name(&self) -> (bool, &'l str, bool) {
        let (begun, dashes) = match self.0.strip_prefix("--") {
            Some(begun) => (begun, true),
            None => (self.0, false),
        };
        let end = begun.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(begun.len());
        (dashes, &begun[..end], begun[end..].starts_with('='))
    }

    /// Skips the name that stands here, with its dashes and `=`.
    pub(super) fn take_name(&mut self) {
        let (dashes, name, is_equal) = self.name();
        let length = if dashes { 2 } else { 0 } + name.len() + usize::from(is_equal);
        self.0 = &self.0[length..];
    }
}
