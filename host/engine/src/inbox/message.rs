use super::Incoming;
use crate::store::{InboxMessage, Owner};
use crate::time::now;
use hookwire::points::Request;
use sha2::{Digest, Sha256};

/// Returns the inbox message of an incoming one: its content is what the hooks left, its digest that of what was sent.
pub(super) fn inbox_message(
    id: String,
    incoming: &Incoming,
    request: Request,
    agent: &str,
    session: &str,
) -> InboxMessage {
    InboxMessage {
        key: incoming.key.clone().unwrap_or_else(|| id.clone()),
        id,
        digest: digest(incoming, agent),
        session: session.to_owned(),
        agent: agent.to_owned(),
        kind: incoming.kind,
        sender: incoming.sender.clone(),
        channel: incoming.channel.clone(),
        text: request.message,
        attachments: request.attachments,
        received_at: now(),
        one_shot: incoming.one_shot,
        seed: if incoming.session.is_none() { incoming.seed.clone() } else { Vec::new() },
        unattended: incoming.unattended,
    }
}

/// Returns the digest of a message as it was sent: who is to answer it, its text, its files, and the seed.
///
/// It tells the message from another one with the same key. What hooks make of the message is left out, as they may write
/// a time or a number into it.
pub(super) fn digest(incoming: &Incoming, agent: &str) -> String {
    let mut digest = Sha256::new();
    let mut take = |part: &[u8]| {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    };
    take(agent.as_bytes());
    take(incoming.message.as_bytes());
    take(&incoming.attachments.len().to_be_bytes());
    for file in &incoming.attachments {
        take(file.name.as_bytes());
        take(&file.bytes.to_be_bytes());
        take(file.sha256.as_bytes());
    }
    for message in &incoming.seed {
        take(format!("{:?}", message.role).as_bytes());
        take(message.text.as_bytes());
    }
    hex::encode(digest.finalize())
}

/// Returns the id of the session that a message with a key begins, so that sending it again begins no second one.
pub fn session_for_key(owner: &Owner, key: &str) -> String {
    let mut digest = Sha256::new();
    for part in [&owner.tenant, &owner.user, key] {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}
