use crate::config::Config;
use crate::masker::Masker;
use hookwire::points::{Inbound, ModelRequest, ToolReport};
use hookwire::{Cx, Result, plugin};
use hookwire_notes::{Note, NotesSaving};

/// The plugin `redact`.
#[derive(Debug)]
pub struct Redact {
    masker: Masker,
    /// Whether requests to models are masked.
    requests: bool,
    /// Whether messages are masked before they are stored.
    messages: bool,
}

/// Masks secrets in tool results and notes, and in messages and in requests to models if it is told to.
#[plugin(id = "redact")]
impl Redact {
    #[init]
    fn new(config: Config) -> Result<Self> {
        let Config { requests, messages, .. } = config;
        Ok(Self { masker: Masker::new(config)?, requests, messages })
    }

    // What is masked here is stored nowhere: neither in the transcript, nor in traces and logs.
    #[hook("inbound.received", priority = -100, trace = "paths")]
    fn mask_message(&self, inbound: &mut Inbound, cx: &Cx) {
        if self.messages && self.masker.mask(&mut inbound.text) {
            cx.info("masked a secret in a message");
        }
    }

    // Only this request is masked: the conversation is stored as it was.
    #[hook("model.before", priority = -100, trace = "paths")]
    fn mask_request(&self, request: &mut ModelRequest, cx: &Cx) {
        if !self.requests {
            return;
        }
        let messages = request.messages.iter_mut().map(|message| &mut message.text);
        let texts = messages.chain([&mut request.system]);
        let masked = texts.filter_map(|text| self.masker.mask(text).then_some(())).count();
        if masked > 0 {
            cx.info(format!("masked secrets in {masked} texts of a request to `{}`", request.model));
        }
    }

    // The low priority runs this after the hooks of other plugins, so that their changes are masked as well.
    #[hook("tool.after", priority = -100, trace = "paths")]
    fn mask_result(&self, report: &mut ToolReport, cx: &Cx) {
        if self.masker.mask(&mut report.text) {
            cx.info(format!("masked a secret in the result of `{}`", report.call.tool));
        }
        if report.reply.as_mut().is_some_and(|reply| self.masker.mask(reply)) {
            cx.info(format!("masked a secret in the reply that ends the turn after `{}`", report.call.tool));
        }
        // `report.call` is the record of the call that ran and stays as it is.
    }

    #[hook(NotesSaving, priority = -100, trace = "paths")]
    fn mask_note(&self, note: &mut Note, cx: &Cx) {
        if self.masker.mask(&mut note.text) {
            cx.info("masked a secret in a note");
        }
    }
}
