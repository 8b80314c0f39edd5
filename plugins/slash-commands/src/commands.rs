use crate::list::SessionList;
use hookwire::{Cx, Result, plugin};

/// The plugin `slash-commands`.
#[derive(Debug, Default)]
pub struct SlashCommands;

/// How many sessions a list has, unless its reader wants more or fewer.
const LISTED: u8 = 10;

/// Resets, summarizes, lists and labels sessions by slash commands.
#[plugin(id = "slash-commands", name = "Slash commands", capabilities = [sessions])]
impl SlashCommands {
    /// Has the agent forget what was said in this session.
    #[command("/reset")]
    async fn reset(&self, cx: &Cx) -> Result<String> {
        let Some(session) = own_session(cx) else { return Ok("there is nothing to forget yet".into()) };
        cx.sessions().clear(session).await?;
        Ok("this session is reset: the agent has forgotten what was said; the transcript stays".into())
    }

    /// Has the agent summarize this session, and go on with the summary alone.
    #[command("/summarize")]
    async fn summarize(&self, cx: &Cx) -> Result<String> {
        let nothing = || Ok("there is nothing to summarize yet".into());
        let Some(session) = own_session(cx) else { return nothing() };
        let summary = cx.sessions().summarise(session).await?;
        if summary.is_empty() { nothing() } else { Ok(summary) }
    }

    /// Lists your last sessions.
    #[command("/sessions")]
    async fn list(
        &self,
        /// How many at most; 10 unless given.
        most: Option<u8>,
        cx: &Cx,
    ) -> Result<String> {
        let sessions = cx.sessions();
        let found = sessions.list(None, most.unwrap_or(LISTED).into()).await?;
        let list = SessionList { sessions, with_users: false };
        list.text(&found, cx).await
    }

    /// Labels this session for lists of sessions.
    #[command("/label")]
    async fn label(
        &self,
        /// The label; none removes it.
        text: Option<String>,
        cx: &Cx,
    ) -> Result<String> {
        let Some(session) = own_session(cx) else {
            return Err("there is no session yet; the first message begins one".into());
        };
        let label = text.unwrap_or_default();
        cx.sessions().label(session, &label).await?;
        Ok(match &*label {
            "" => "this session has no label now".into(),
            label => format!("this session is labelled {label:?}"),
        })
    }

    /// Lists the last sessions of everybody.
    #[command("/all-sessions", scope = "admin")]
    async fn list_all(
        &self,
        /// How many at most; 10 unless given.
        most: Option<u8>,
        cx: &Cx,
    ) -> Result<String> {
        let sessions = cx.sessions().of_everybody();
        let found = sessions.list(None, most.unwrap_or(LISTED).into()).await?;
        let list = SessionList { sessions, with_users: true };
        list.text(&found, cx).await
    }

    /// Has the agent forget what was said in any session.
    #[command("/clear", scope = "admin")]
    async fn clear(
        &self,
        /// The id of the session, as `/all-sessions` shows it.
        session: String,
        cx: &Cx,
    ) -> Result<String> {
        cx.sessions().of_everybody().clear(&session).await?;
        cx.info(format!("session {session} was reset by an admin"));
        Ok(format!("session {session} is reset: its agent has forgotten what was said"))
    }
}

/// Returns the session in which a command was written, if there is one.
fn own_session(cx: &Cx) -> Option<&str> {
    cx.identity().session.as_deref()
}
