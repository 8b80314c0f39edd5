use super::begin::{begin, push_accepted};
use super::intercept::{Interception, TurnlessRequest};
use super::message::{inbox_message, session_for_key};
use super::{Incoming, SendError, Sent, idempotency};
use crate::feed::Feed;
use crate::sessions;
use crate::state::{EngineState, with_sender};
use crate::store::{Acceptance, Session};
use crate::time::now;
use crate::turn::Turn;
use hookwire::cx::{Cx, Identity};
use hookwire::live::Wiring;
use hookwire::points::{Inbound, InboundReceived, Request, RequestIntercept};
use std::sync::Arc;
use uuid::Uuid;

/// Takes a message in; once this returns, it will be answered, whatever happens to the process.
///
/// `on_new` is called when a turn begins for the message, also if the caller is gone by then. It works on a task of its own,
/// which a hook may keep: the caller is told, and what the task does later has no reader.
pub(crate) async fn send(
    state: &Arc<EngineState>,
    incoming: Incoming,
    on_new: impl FnOnce() + Send + 'static,
) -> Result<Sent, SendError> {
    admit(state, &incoming)?;
    let owned = Arc::clone(state);
    let taken = state.watched().apart(async move { take_in(&owned, incoming, on_new).await });
    taken.await.unwrap_or_else(|written_off| Err(SendError::Blocked(written_off.to_string())))
}

async fn take_in(
    state: &Arc<EngineState>,
    incoming: Incoming,
    on_new: impl FnOnce() + Send + 'static,
) -> Result<Sent, SendError> {
    let session = find_session(state, &incoming).await?;
    let agent = choose_agent(state, &incoming, session.as_ref())?;
    let feed = state.new_feed();
    if let Some(first) = idempotency::find(state, &incoming, &agent, session.as_ref(), &feed).await? {
        return Ok(first);
    }
    if let Some(closed) = session.as_ref().filter(|session| session.closed_at.is_some()) {
        return Err(SendError::Closed(closed.id.clone()));
    }
    let session_id = session.as_ref().map(|session| &*session.id);
    let id = Uuid::now_v7().to_string();
    let identity = identity(state, &incoming, &agent, session_id, &id);
    let wiring = state.wiring(&identity);
    let cx = state.cx(identity, feed.cancel().clone());
    // A reader from the beginning, so that a sender that leaves is noticed.
    let events = feed.read(0);
    let mut request = receive(&incoming, &wiring, &cx).await?;
    let interception = intercepted(&mut request, &wiring, &cx).await?;
    // What a hook has kept until its sender was told otherwise ends here, and is not accepted.
    tokio::task::yield_now().await;
    if let Some(interception) = interception {
        let sent = Sent { session: session_id.map(str::to_owned), events, fresh: false };
        let channel = incoming.channel;
        let state = Arc::clone(state);
        TurnlessRequest { state, request, session, channel, wiring, cx, feed }.begin(interception);
        return Ok(sent);
    }
    let state = Arc::clone(state);
    // On a task of its own: a sender that leaves now must not leave a message behind that nobody answers.
    let accepting = tokio::spawn(async move {
        let sent = accept(&state, id, incoming, request, &agent, session, feed).await?;
        if sent.fresh {
            on_new();
        }
        Ok(sent)
    });
    accepting.await.map_err(|_| SendError::Refused("the host itself panicked; its log says where".into()))?
}

/// Checks whether a message can be accepted, as far as that shows at once.
pub(crate) fn admit(state: &EngineState, incoming: &Incoming) -> Result<(), SendError> {
    let (bytes, most) = (incoming.message.len(), state.options().limits.message_bytes);
    if state.is_stopping() {
        Err(SendError::Stopping)
    } else if incoming.message.trim().is_empty() && incoming.attachments.is_empty() {
        Err(SendError::Empty)
    } else if bytes > most {
        Err(SendError::TooLong { bytes, most })
    } else if state.is_full() {
        Err(SendError::Busy)
    } else {
        Ok(())
    }
}

async fn find_session(state: &EngineState, incoming: &Incoming) -> Result<Option<Session>, SendError> {
    let Some(id) = &incoming.session else { return Ok(None) };
    let session = sessions::owned(state, id, &incoming.owner).await?;
    session.map(Some).ok_or_else(|| SendError::NoSession(id.clone()))
}

/// Returns the agent that answers: the one asked for, the session's, or the channel's.
fn choose_agent(
    state: &EngineState,
    incoming: &Incoming,
    session: Option<&Session>,
) -> Result<String, SendError> {
    if let (Some(asked), Some(session)) = (&incoming.agent, session)
        && *asked != session.agent
    {
        let (session, with) = (session.id.clone(), session.agent.clone());
        return Err(SendError::OtherAgent { session, with, asked: asked.clone() });
    }
    let options = state.options();
    let asked = incoming.agent.as_deref().or(session.map(|session| &*session.agent));
    let agent = asked.unwrap_or_else(|| options.route(&incoming.channel));
    if options.agents.contains_key(agent) {
        Ok(agent.to_owned())
    } else {
        Err(SendError::NoAgent(options.no_agent(agent)))
    }
}

/// Returns the identity of a message with an id, before it has a turn.
fn identity(
    state: &EngineState,
    incoming: &Incoming,
    agent: &str,
    session: Option<&str>,
    id: &str,
) -> Identity {
    let identity = state.identity(incoming.kind, agent, &incoming.owner, session);
    let mut identity = with_sender(identity, &incoming.owner, &incoming.sender);
    identity.channel = Some(incoming.channel.clone());
    identity.request = Some(id.to_owned());
    identity
}

/// Passes a message through the inbound hooks and returns the request they leave.
async fn receive(incoming: &Incoming, wiring: &Wiring, cx: &Cx) -> Result<Request, SendError> {
    let mut inbound = Inbound::new(&*incoming.channel, &*incoming.message);
    inbound.attachments.clone_from(&incoming.attachments);
    wiring.fire::<InboundReceived>(&mut inbound, cx).await?;
    if let Some(reason) = inbound.dropped {
        return Err(SendError::Dropped(reason));
    }
    let mut request = Request::new(inbound.text);
    request.attachments = inbound.attachments;
    Ok(request)
}

/// Returns what answers a request in the agent's place, if anything does.
async fn intercepted(
    request: &mut Request,
    wiring: &Wiring,
    cx: &Cx,
) -> Result<Option<Interception>, SendError> {
    Ok(match wiring.fire::<RequestIntercept>(&*request, cx).await? {
        Some(answered) => Some(Interception::Reply(answered.answer)),
        None => Interception::command(request, wiring),
    })
}

/// Stores a message under an id and begins its turn.
async fn accept(
    state: &Arc<EngineState>,
    id: String,
    incoming: Incoming,
    request: Request,
    agent: &str,
    session: Option<Session>,
    feed: Feed,
) -> Result<Sent, SendError> {
    let session = match session {
        Some(session) => session,
        None => open_session(state, &incoming, agent).await?,
    };
    let message = inbox_message(id, &incoming, request, agent, &session.id);
    match state.store().accept(&message).await? {
        Acceptance::New => {
            let turn = Turn::new(incoming.owner, message, feed);
            push_accepted(&turn);
            let events = begin(state, turn).read(0);
            Ok(Sent { session: Some(session.id), events, fresh: true })
        }
        Acceptance::Duplicate(first) => {
            idempotency::join(state, &incoming, &message.digest, &session.id, &feed, &first).await
        }
    }
}

async fn open_session(state: &EngineState, incoming: &Incoming, agent: &str) -> Result<Session, SendError> {
    let id = match &incoming.key {
        Some(key) => session_for_key(&incoming.owner, key),
        None => Uuid::now_v7().to_string(),
    };
    let session = Session::new(id, incoming.owner.clone(), agent, now());
    Ok(state.store().open_session(&session).await?)
}
