use std::io::IsTerminal;

/// How an output is written to: with colours and moving lines, or plainly.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Style {
    color: bool,
    /// Whether lines can be erased and written again.
    pub(crate) moves: bool,
}

impl Style {
    /// Finds out what an output can show, and what the user wants to see.
    pub(crate) fn of(output: &impl IsTerminal) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let moves = output.is_terminal() && set("TERM").is_some_and(|term| term != "dumb");
        Self { color: moves && set("NO_COLOR").is_none(), moves }
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn yellow(self, text: &str) -> String {
        self.paint("33", text)
    }

    pub(crate) fn cyan(self, text: &str) -> String {
        self.paint("36", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
