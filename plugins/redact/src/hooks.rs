use crate::config::Config;
use crate::masker::Masker;
use hookwire::points::ToolReport;
use hookwire::{Cx, Result, plugin};
use hookwire_notes::{Note, NotesSaving};

/// The plugin `redact`.
#[derive(Debug)]
pub struct Redact {
    masker: Masker,
}

/// Masks secrets in tool results and notes.
#[plugin(id = "redact")]
impl Redact {
    #[init]
    fn new(config: Config) -> Result<Self> {
        Ok(Self { masker: Masker::new(config)? })
    }

    // The low priority runs this after the hooks of other plugins, so that their changes are masked as well.
    #[hook("tool.after", priority = -100)]
    fn mask_result(&self, report: &mut ToolReport, cx: &Cx) {
        if self.masker.mask(&mut report.text) {
            cx.info(format!("masked a secret in the result of `{}`", report.call.tool));
        }
        if report.reply.as_mut().is_some_and(|reply| self.masker.mask(reply)) {
            cx.info(format!("masked a secret in the reply that ends the turn after `{}`", report.call.tool));
        }
        // `report.call` is the record of the call that ran and stays as it is.
    }

    #[hook(NotesSaving, priority = -100)]
    fn mask_note(&self, note: &mut Note, cx: &Cx) {
        if self.masker.mask(&mut note.text) {
            cx.info("masked a secret in a note");
        }
    }
}
