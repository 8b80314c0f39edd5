use crate::config::Config;
use crate::hint::Hint;
use hookwire::points::Attachments;
use hookwire::{Cx, Result, plugin};
use tokio::task::spawn_blocking;

/// The plugin `attachment-hints`.
#[derive(Debug)]
pub struct AttachmentHints {
    config: Config,
}

/// Tells the model what files came with a message, and what small text files say.
#[plugin(id = "attachment-hints", name = "Attachment hints", capabilities = [files])]
impl AttachmentHints {
    #[init]
    fn new(config: Config) -> Self {
        Self { config }
    }

    #[hook("attachment.describe")]
    async fn describe(&self, attachments: &Attachments, cx: &Cx) -> Result<Vec<String>> {
        if attachments.files.is_empty() {
            return Ok(Vec::new());
        }
        let (files, config) = (attachments.files.clone(), self.config.clone());
        let hint = spawn_blocking(move || Hint::of(&files, &config)).await?;
        for (number, error) in hint.unread {
            cx.warn(format!("file {number} of a message cannot be read: {error}"));
        }
        Ok(vec![hint.text])
    }
}
