use hookwire_engine::Event;
use std::io;

/// The name under which approvals are answered from a terminal.
pub(super) const RESOLVED_BY: &str = "terminal";

/// A display of a turn that runs.
pub trait TurnView {
    /// Shows what has happened.
    fn event(&mut self, event: &Event) -> io::Result<()>;

    /// Moves what moves; called many times a second.
    fn tick(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Returns the id of the approval that a key would answer now.
    fn asking(&self) -> Option<&str> {
        None
    }

    /// Shows a remark of the terminal itself.
    fn notice(&mut self, _text: &str) -> io::Result<()> {
        Ok(())
    }
}
