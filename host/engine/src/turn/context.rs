//! What the agent's loop begins with: the conversation, the files that came with the message, and what plugins add.

use super::agent_run::AgentRun;
use super::stop::Stop;
use crate::store::{InboxMessage, StoreError, StoredMessage};
use hookwire::points::{
    AgentBefore, AgentState, AttachmentDescribe, Attachments, Context, ContextProvide, Message, MessageRole,
};
use std::cmp::Ordering;

/// The number of messages that are read at once.
const PAGE: u32 = 500;

/// Returns the state with which the loop of a turn begins.
pub(super) async fn initial_state(run: &AgentRun, message: &InboxMessage) -> Result<AgentState, Stop> {
    let mut messages = message.seed.clone();
    messages.extend(history(run).await?);
    if !message.attachments.is_empty() {
        let files = Attachments::new(message.attachments.clone());
        let described = run.wiring.fire::<AttachmentDescribe>(&files, &run.cx).await?;
        messages.insert(
            messages.len().saturating_sub(1),
            Message::new(MessageRole::System, attachment_text(message, &described)),
        );
    }
    let mut state = AgentState::new(&*run.config.system, messages);
    prepare(run, &mut state).await?;
    Ok(state)
}

/// Lets plugins add to a conversation and change what the loop begins with.
pub(super) async fn prepare(run: &AgentRun, state: &mut AgentState) -> Result<(), Stop> {
    let conversation = Context::new(state.messages.clone());
    let added = run.wiring.fire::<ContextProvide>(&conversation, &run.cx).await?;
    // Additions stand before the message that is to be answered.
    let at = state.messages.len().saturating_sub(1);
    state.messages.splice(at..at, added);
    run.wiring.fire::<AgentBefore>(state, &run.cx).await?;
    Ok(())
}

/// Returns the conversation up to this turn's message, with a summary in the place of its older part.
async fn history(run: &AgentRun) -> Result<Vec<Message>, StoreError> {
    let (store, id) = (run.state.store(), run.turn.session());
    let session = store.session(id).await?;
    let session = session.ok_or_else(|| StoreError::Unknown { what: "session", id: id.to_owned() })?;
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
        // What plugins send while a turn runs is not for its model; where the turn is resumed, it would stand behind the
        // message that is to be answered.
        let own = |stored: &StoredMessage| match stored.turn.cmp(&run.turn.number()) {
            Ordering::Less => true,
            Ordering::Equal => stored.message.plugin.is_none(),
            Ordering::Greater => false,
        };
        messages.extend(page.into_iter().filter(own).map(|stored| stored.message));
    }
}

/// Returns the text that tells a model of a message's files.
fn attachment_text(message: &InboxMessage, described: &[String]) -> String {
    // What the sender has called a file stays on its line.
    let files = message.attachments.iter().map(|file| {
        format!("- {} ({}, {} bytes)", file.name.escape_debug(), file.mime.escape_debug(), file.bytes)
    });
    let list = format!("With the next message came:\n{}", files.collect::<Vec<_>>().join("\n"));
    [&[list], described].concat().join("\n\n")
}
