use hookwire::cx::{SessionInfo, Sessions};
use hookwire::duration::ago;
use hookwire::{Cx, Result};

/// How many characters of a session's first message stand in a list.
const TITLE: usize = 40;

/// The way in which sessions are listed.
#[derive(Debug)]
pub(crate) struct SessionList<'a> {
    pub(crate) sessions: Sessions<'a>,
    /// Whether it is shown whose they are.
    pub(crate) with_users: bool,
}

impl SessionList<'_> {
    /// Returns sessions as text, one a line.
    pub(crate) async fn text(&self, found: &[SessionInfo], cx: &Cx) -> Result<String> {
        if found.is_empty() {
            return Ok("there are no sessions yet".into());
        }
        let mut lines = Vec::new();
        for (info, number) in found.iter().zip(1..) {
            lines.push(format!("{number:>3}  {}", self.line(info, cx).await?));
        }
        Ok(lines.join("\n"))
    }

    async fn line(&self, info: &SessionInfo, cx: &Cx) -> Result<String> {
        let title =
            if info.label.is_empty() { self.first_words(&info.id).await? } else { info.label.clone() };
        let age = ago(cx.now().duration_since(info.active_at).unwrap_or_default());
        let user = if self.with_users { format!("{}  ", owner(info)) } else { String::new() };
        let mut line = format!("{}  {age:<14} {user}{title}", info.id);
        if info.closed_at.is_some() {
            line += " (closed)";
        }
        if cx.identity().session.as_ref() == Some(&info.id) {
            line += " (this one)";
        }
        Ok(line)
    }

    /// Returns the beginning of a session's first message, on one line.
    async fn first_words(&self, session: &str) -> Result<String> {
        let messages = self.sessions.messages(session, 0, 1).await?;
        let Some(first) = messages.first() else { return Ok(String::new()) };
        let text = first.message.text.chars().map(|c| if c.is_control() { ' ' } else { c });
        let text: String = text.take(TITLE + 1).collect();
        Ok(match text.char_indices().nth(TITLE) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        })
    }
}

/// Returns whose session it is: `tenant/user`.
fn owner(info: &SessionInfo) -> String {
    let user = info.user.as_deref().unwrap_or("nobody");
    match &info.tenant {
        Some(tenant) => format!("{tenant}/{user}"),
        None => user.to_owned(),
    }
}
