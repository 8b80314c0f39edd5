//! What the agent's loop begins with: the conversation, what came with the message, what plugins add.

use super::{AgentRun, Stop};
use crate::agent::EARLIER;
use crate::http::OPENAI;
use crate::store::{InboxMessage, StoreError, StoredMessage};
use hookwire::points::{
    AgentBefore, AgentState, AttachmentDescribe, Attachments, Context, ContextProvide, Message, MessageRole,
};

/// How many messages are read at once.
const PAGE: u32 = 500;

/// Puts together what the turn of a message begins with.
pub(super) async fn state(work: &AgentRun, posting: &InboxMessage) -> Result<AgentState, Stop> {
    let mut messages = history(work).await?;
    if posting.channel == OPENAI {
        messages.splice(0..0, earlier(work).await?);
    }
    if !posting.attachments.is_empty() {
        let files = Attachments::new(posting.attachments.clone());
        let described = work.wiring.fire::<AttachmentDescribe>(&files, &work.cx).await?;
        messages.insert(
            messages.len().saturating_sub(1),
            Message::new(MessageRole::System, attached(posting, &described)),
        );
    }
    let mut state = AgentState::new(&*work.profile.system, messages);
    begin(work, &mut state).await?;
    Ok(state)
}

/// Lets plugins add to a conversation and change what the loop begins with.
pub(super) async fn begin(work: &AgentRun, state: &mut AgentState) -> Result<(), Stop> {
    let conversation = Context::new(state.messages.clone());
    let added = work.wiring.fire::<ContextProvide>(&conversation, &work.cx).await?;
    // What is added stands before the message that is to be answered.
    let at = state.messages.len().saturating_sub(1);
    state.messages.splice(at..at, added);
    work.wiring.fire::<AgentBefore>(state, &work.cx).await?;
    Ok(())
}

/// Reads the conversation up to this turn's message, the older part as its summary.
async fn history(work: &AgentRun) -> Result<Vec<Message>, StoreError> {
    let (store, id) = (&work.host.store, &work.shared.journal.session);
    let session = store.session(id).await?;
    let session = session.ok_or_else(|| StoreError::Unknown { what: "session", id: id.clone() })?;
    let mut messages = Vec::new();
    if !session.summary.is_empty() {
        let summary = format!("What was said before, in short: {}", session.summary);
        messages.push(Message::new(MessageRole::System, summary));
    }
    let mut after = session.summarised;
    loop {
        let page = store.messages(id, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(messages) };
        after = last.seq;
        let own = |stored: &StoredMessage| stored.turn <= work.shared.journal.turn;
        messages.extend(page.into_iter().filter(own).map(|stored| stored.message));
    }
}

/// Reads what was said before the session began; only one door brings such.
async fn earlier(work: &AgentRun) -> Result<Vec<Message>, StoreError> {
    let kept = work.host.store.blob(&work.shared.journal.session, EARLIER).await?;
    let messages = kept.map(|kept| serde_json::from_str(&kept));
    messages
        .transpose()
        .map(Option::unwrap_or_default)
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Says what came with a message, in words that a model can use.
fn attached(posting: &InboxMessage, described: &[String]) -> String {
    let files = posting
        .attachments
        .iter()
        .map(|file| format!("- {} ({}, {} bytes)", file.name, file.mime, file.bytes));
    let list = format!("With the next message came:\n{}", files.collect::<Vec<_>>().join("\n"));
    [&[list], described].concat().join("\n\n")
}
