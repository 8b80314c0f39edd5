use std::io::IsTerminal;

/// The way an output is written: with colours and moving lines, or plainly.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    color: bool,
    moves: bool,
}

impl Style {
    /// Returns the style of an output, by what it can show and what the user's environment asks for.
    pub fn of(output: &impl IsTerminal) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let moves = output.is_terminal() && set("TERM").is_some_and(|term| term != "dumb");
        Self { color: moves && set("NO_COLOR").is_none(), moves }
    }

    /// Returns a text in the terminal's faint colour.
    pub fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Returns a text in bold letters.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Returns a text in red, the colour of failures.
    pub fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// Returns a text in green, the colour of what was allowed or added.
    pub fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Returns a text in yellow, the colour of warnings and questions.
    pub fn yellow(self, text: &str) -> String {
        self.paint("33", text)
    }

    /// Returns a text in cyan, the colour of names and marks.
    pub fn cyan(self, text: &str) -> String {
        self.paint("36", text)
    }

    /// Returns whether lines can be erased and written again.
    pub fn can_erase(self) -> bool {
        self.moves
    }

    /// Returns whether texts are coloured.
    pub fn has_color(self) -> bool {
        self.color
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
