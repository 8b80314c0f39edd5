use hookwire_engine::Event;
use hookwire_terminal::{TurnPrinter, TurnView, safe};
use std::io::{self, IsTerminal, Stderr, Write};

/// The answer as text on standard output, and the steps towards it on standard error.
pub(super) struct TextView {
    printer: TurnPrinter<Stderr>,
    /// Whether text is written as it comes: on a terminal, where no hook reviews answers. Otherwise it is held until the
    /// end of the turn, as it cannot be taken back.
    live: bool,
    held: HeldText,
    /// Whether the last line of standard output has no end yet.
    is_line_open: bool,
}

impl TextView {
    /// Returns a view that writes the steps with a printer.
    pub(super) fn new(printer: TurnPrinter<Stderr>, is_reviewed: bool) -> Self {
        let live = io::stdout().is_terminal() && !is_reviewed;
        Self { printer, live, held: HeldText::default(), is_line_open: false }
    }

    /// Ends the current line, so that whatever is written next begins on a line of its own.
    pub(super) fn end_line(&mut self) -> io::Result<()> {
        self.printer.make_room()
    }

    /// Shows an event where text is written as it comes.
    fn event_live(&mut self, event: &Event) -> io::Result<()> {
        if let Event::Text { text } = event {
            self.printer.make_room()?;
            let mut out = io::stdout().lock();
            write!(out, "{}", safe(text))?;
            self.is_line_open = !text.ends_with('\n');
            return out.flush();
        }
        if std::mem::take(&mut self.is_line_open) {
            writeln!(io::stdout())?;
        }
        self.printer.event(event)
    }

    /// Shows an event where text is held until the end.
    fn event_held(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Text { text } => self.held.push(text),
            Event::Restart => self.held.take_back(),
            Event::Call { .. } => self.held.end_step(),
            Event::End(_) => {
                let mut out = io::stdout().lock();
                write!(out, "{}", self.held.text())?;
                out.flush()?;
            }
            _ => {}
        }
        match event {
            Event::Text { .. } | Event::Restart => Ok(()),
            event => self.printer.event(event),
        }
    }
}

impl TurnView for TextView {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        if self.live { self.event_live(event) } else { self.event_held(event) }
    }

    fn tick(&mut self) -> io::Result<()> {
        if self.is_line_open { Ok(()) } else { self.printer.tick() }
    }

    fn asking(&self) -> Option<&str> {
        self.printer.asking()
    }

    fn notice(&mut self, text: &str) -> io::Result<()> {
        self.printer.notice(text)
    }
}

/// The text of a turn that may still be taken back, step by step.
#[derive(Debug, Default)]
struct HeldText {
    steps: Vec<String>,
    /// Whether the next text begins another step.
    is_step_over: bool,
}

impl HeldText {
    fn push(&mut self, text: &str) {
        if std::mem::take(&mut self.is_step_over) || self.steps.is_empty() {
            self.steps.push(String::new());
        }
        if let Some(step) = self.steps.last_mut() {
            step.push_str(text);
        }
    }

    /// Ends the text of a step, as a tool is called.
    fn end_step(&mut self) {
        self.is_step_over = true;
    }

    /// Drops the text of the last step, even if a tool was called since: a reviewer may have called it.
    fn take_back(&mut self) {
        self.steps.pop();
        self.is_step_over = true;
    }

    /// Returns the text of all steps, each with an end of its line.
    fn text(&self) -> String {
        let steps = self.steps.iter().filter(|step| !step.is_empty());
        steps.map(|step| if step.ends_with('\n') { step.clone() } else { format!("{step}\n") }).collect()
    }
}
