use crate::Config;
use crate::mask::Mask;
use hookwire::points::ToolReport;
use hookwire::{Cx, Result, plugin};
use hookwire_notes::{Note, NotesSaving};

/// Keeps the patterns.
#[derive(Debug)]
pub struct Redact {
    mask: Mask,
}

/// Masks secrets in tool results and notes.
#[plugin(id = "redact")]
impl Redact {
    #[init]
    fn new(config: Config) -> Result<Self> {
        Ok(Self { mask: Mask::new(config)? })
    }

    // Last of all, so that it sees what the other plugins have written.
    #[hook("tool.after", priority = -100)]
    fn results(&self, report: &mut ToolReport, cx: &Cx) {
        if self.mask.apply(&mut report.text) {
            cx.info(format!("masked a secret in the result of `{}`", report.call.tool));
        }
        if report.reply.as_mut().is_some_and(|reply| self.mask.apply(reply)) {
            cx.info(format!("masked a secret in the reply that ends the turn after `{}`", report.call.tool));
        }
        // `report.call` is the record of what ran, so it stays as it is.
    }

    #[hook(NotesSaving, priority = -100)]
    fn notes(&self, note: &mut Note, cx: &Cx) {
        if self.mask.apply(&mut note.text) {
            cx.info("masked a secret in a note");
        }
    }
}
