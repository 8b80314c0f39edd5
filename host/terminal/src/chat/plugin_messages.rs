use super::conversation::Conversation;
use std::io;

/// The most messages that are read at once.
const PAGE: u32 = 500;

impl Conversation {
    /// Shows what plugins have sent to the session since the last look, and no turn has shown.
    pub(super) async fn show_plugin_messages(&mut self) -> io::Result<()> {
        let Some(session) = self.session.clone() else { return Ok(()) };
        // Of a session that is gone back to, nothing is new.
        let (is_known, mut last) = match &self.read {
            Some((id, last)) if *id == session => (true, *last),
            _ => (false, 0),
        };
        let mut shown = std::mem::take(&mut self.printer.sent);
        loop {
            let page = self.engine.store().messages(&session, last, PAGE).await.map_err(io::Error::other)?;
            let Some(end) = page.last() else { break };
            last = end.seq;
            for message in page.into_iter().map(|stored| stored.message).filter(|_| is_known) {
                let Some(plugin) = message.plugin else { continue };
                let is_same = |(by, text): &(String, String)| *by == plugin && *text == message.text;
                match shown.iter().position(is_same) {
                    Some(at) => _ = shown.swap_remove(at),
                    None => self.printer.sent(&plugin, &message.text, &message.files)?,
                }
            }
        }
        self.printer.sent.clear();
        self.read = Some((session, last));
        Ok(())
    }
}
