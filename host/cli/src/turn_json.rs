use hookwire_engine::{Event, Outcome};
use hookwire_terminal::TurnView;
use std::io::{self, Write};

/// The turn as JSON on standard output.
pub(super) struct JsonView {
    /// Whether every event is written, or only the end.
    pub(super) every_event: bool,
}

impl JsonView {
    /// Writes the end of the turn.
    pub(super) fn end(&self, outcome: &Outcome) -> io::Result<()> {
        if self.every_event {
            Self::write(&Event::End(outcome.clone()))
        } else {
            writeln!(io::stdout(), "{:#}", serde_json::to_value(outcome)?)
        }
    }

    fn write(event: &Event) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{}", serde_json::to_string(event)?)?;
        out.flush()
    }
}

impl TurnView for JsonView {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::End(outcome) => self.end(outcome),
            event if self.every_event => Self::write(event),
            _ => Ok(()),
        }
    }
}
