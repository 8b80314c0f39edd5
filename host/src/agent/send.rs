use super::again::digest;
use super::inner::now;
use super::quick::{Instead, Quick};
use super::{Engine, Event, Feed, Incoming, Outcome, Reader, SendError};
use crate::http::OPENAI;
use crate::store::{Accepted, InboxMessage, Owner, Session};
use crate::turn::Turn;
use hookwire::chain::Refused;
use hookwire::cx::Identity;
use hookwire::points::{End, Inbound, InboundReceived, Request, RequestIntercept};
use sha2::{Digest, Sha256};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// Under which name a session keeps aside what its first message brought along.
pub(crate) const EARLIER: &str = "earlier";

/// A message that was taken in.
#[derive(Debug)]
pub struct Sent {
    /// The session it went to; none, if a hook or a command answered before there was one.
    pub session: Option<String>,
    /// What happens while it is answered.
    pub events: Reader,
    /// Whether a turn began for it; not for a command, or a message that was sent before.
    pub fresh: bool,
}

impl Sent {
    /// Waits for the end.
    pub async fn outcome(mut self) -> Outcome {
        while let Some(event) = self.events.next().await {
            if let Event::End(outcome) = event {
                return outcome;
            }
        }
        Outcome { end: End::Failed, error: Some("the answer broke off".into()), ..Outcome::default() }
    }
}

impl Engine {
    /// Takes a message in: from here on it will be answered, whatever happens to this process.
    pub async fn send(&self, incoming: Incoming) -> Result<Sent, SendError> {
        self.admit(&incoming)?;
        let session = self.session_of(&incoming).await?;
        let agent = self.agent_of(&incoming, session.as_ref())?;
        let feed = Feed::new(self.options.limits.abandoned.0);
        if let Some(sent) = self.sent_before(&incoming, &agent, session.as_ref(), &feed).await? {
            return Ok(sent);
        }
        if let Some(closed) = session.as_ref().filter(|session| session.closed_at.is_some()) {
            return Err(SendError::Closed(closed.id.clone()));
        }
        let cx = self.cx(self.sender(&incoming, &agent, session.as_ref()), feed.cancel().clone(), None);
        let events = feed.read(0);
        let mut inbound = Inbound::new(&*incoming.channel, &*incoming.message);
        inbound.attachments.clone_from(&incoming.attachments);
        let wiring = self.plugins.wiring(&agent, cx.identity().role);
        wiring.fire::<InboundReceived>(&mut inbound, &cx).await?;
        if let Some(reason) = inbound.dropped {
            return Err(SendError::Dropped(reason));
        }
        let mut request = Request::new(inbound.text);
        request.attachments = inbound.attachments;
        let instead = match wiring.fire::<RequestIntercept>(&request, &cx).await? {
            Some(answered) => Some(Instead::Reply(answered.answer.text)),
            None => Instead::command(&request.message),
        };
        if let Some(instead) = instead {
            let id = session.as_ref().map(|it| it.id.clone());
            let channel = incoming.channel;
            Quick { agent: self.clone(), request, session, channel, cx, feed }.begin(instead);
            return Ok(Sent { session: id, events, fresh: false });
        }
        let host = self.clone();
        // On a task of its own: a sender that leaves now must not leave a message behind that nobody answers.
        let taken = tokio::spawn(async move { host.take_in(incoming, request, &agent, session, feed).await });
        let panicked = |_| SendError::Refused("the host itself panicked; its log says where".into());
        taken.await.map_err(panicked)?
    }

    /// Says why a message cannot be taken in, as far as that can be known at once.
    pub(crate) fn admit(&self, incoming: &Incoming) -> Result<(), SendError> {
        let limits = &self.options.limits;
        let (bytes, most) = (incoming.message.len(), limits.message_bytes);
        if self.stopping.load(Ordering::SeqCst) {
            Err(SendError::Stopping)
        } else if incoming.message.trim().is_empty() && incoming.attachments.is_empty() {
            Err(SendError::Empty)
        } else if bytes > most {
            Err(SendError::TooLong { bytes, most })
        } else if *self.open.borrow() >= limits.turns.saturating_add(limits.waiting) {
            Err(SendError::Busy)
        } else {
            Ok(())
        }
    }

    async fn session_of(&self, incoming: &Incoming) -> Result<Option<Session>, SendError> {
        let Some(id) = &incoming.session else { return Ok(None) };
        let session = self.owned_session(id, &incoming.owner).await?;
        session.map(Some).ok_or_else(|| SendError::NoSession(id.clone()))
    }

    /// Returns a session, unless it is somebody else's.
    pub async fn owned_session(&self, id: &str, owner: &Owner) -> Result<Option<Session>, SendError> {
        // No id has a zero character, and not every database can be asked for one.
        if id.contains('\0') {
            return Ok(None);
        }
        Ok(self.store.session(id).await?.filter(|session| session.owner == *owner))
    }

    fn agent_of(&self, incoming: &Incoming, session: Option<&Session>) -> Result<String, SendError> {
        if let (Some(asked), Some(session)) = (&incoming.agent, session)
            && *asked != session.agent
        {
            let (session, with) = (session.id.clone(), session.agent.clone());
            return Err(SendError::OtherAgent { session, with, asked: asked.clone() });
        }
        let asked = incoming.agent.as_deref().or(session.map(|session| &*session.agent));
        let agent = asked.unwrap_or_else(|| self.options.route(&incoming.channel));
        if self.options.agents.contains_key(agent) {
            Ok(agent.to_owned())
        } else {
            Err(SendError::NoAgent(self.options.no_agent(agent)))
        }
    }

    fn sender(&self, incoming: &Incoming, agent: &str, session: Option<&Session>) -> Identity {
        let session = session.map(|session| &*session.id);
        self.identity(incoming.kind, agent, &incoming.owner, session)
    }

    /// Makes the message durable and sets its turn going.
    async fn take_in(
        &self,
        incoming: Incoming,
        request: Request,
        agent: &str,
        session: Option<Session>,
        feed: Feed,
    ) -> Result<Sent, SendError> {
        let session = match session {
            Some(session) => session,
            None => self.open_session(&incoming, agent).await?,
        };
        let posting = posting(&incoming, request, agent, &session.id);
        let accepted = self.store.accept(&posting).await?;
        let turn = Turn { owner: incoming.owner, posting, unattended: incoming.unattended, feed };
        match accepted {
            Accepted::New => {
                turn.accepted();
                let events = self.begin(turn).read(0);
                Ok(Sent { session: Some(session.id), events, fresh: true })
            }
            Accepted::Duplicate(known) => self.known(turn, known).await,
        }
    }

    async fn open_session(&self, incoming: &Incoming, agent: &str) -> Result<Session, SendError> {
        let id = match &incoming.key {
            Some(key) => session_for(&incoming.owner, key),
            None => Uuid::now_v7().to_string(),
        };
        let fresh = Session::new(id, incoming.owner.clone(), agent, now());
        let session = self.store.open_session(&fresh).await?;
        // Under its key the session may be there already, and what it was begun with stays.
        if !incoming.earlier.is_empty() && self.store.aside(&session.id, EARLIER).await?.is_none() {
            let earlier = serde_json::to_string(&incoming.earlier).unwrap_or_default();
            self.store.keep_aside(&session.id, EARLIER, &earlier).await?;
        }
        Ok(session)
    }

    /// Sets a turn going on a task of its own, unless it is; returns where it is heard of.
    pub(super) fn begin(&self, turn: Turn) -> Feed {
        if let Some(running) = self.feeds.claim(&turn.posting.id, &turn.posting.session, &turn.feed) {
            return running;
        }
        let feed = turn.feed.clone();
        self.open.send_modify(|open| *open += 1);
        let place = self.lanes.queue(&turn.posting.session);
        let agent = self.clone();
        tokio::spawn(async move {
            let session = turn.posting.session.clone();
            let posting = turn.posting.id.clone();
            let lane = place.await;
            turn.run(&agent).await;
            agent.feeds.retire(&posting);
            agent.lanes.leave(&session, lane);
            agent.open.send_modify(|open| *open -= 1);
        });
        feed
    }

    /// Cancels what runs and waits in a session; returns how many messages that are.
    pub fn cancel(&self, session: &str) -> usize {
        let feeds = self.feeds.of_session(session);
        for feed in &feeds {
            feed.cancel().cancel();
        }
        feeds.len()
    }
}

/// Makes what is kept of a message: what it says is what the hooks left, what it is known by is as it was sent.
pub(super) fn posting(incoming: &Incoming, request: Request, agent: &str, session: &str) -> InboxMessage {
    let id = Uuid::now_v7().to_string();
    InboxMessage {
        key: incoming.key.clone().unwrap_or_else(|| id.clone()),
        id,
        digest: digest(incoming, agent),
        session: session.to_owned(),
        agent: agent.to_owned(),
        kind: incoming.kind,
        channel: incoming.channel.clone(),
        text: request.message,
        attachments: request.attachments,
        received_at: now(),
        one_shot: incoming.channel == OPENAI,
        seed: incoming.earlier.clone(),
        unattended: incoming.unattended,
    }
}

impl Turn {
    /// Tells its readers first under which key it can be sent again, and to which session it went.
    pub(super) fn accepted(&self) {
        let InboxMessage { session, key, .. } = &self.posting;
        self.feed.push(Event::Accepted { session: session.clone(), key: key.clone() });
    }
}

/// Returns the session that a message with a key begins, so that sending it again does not begin another.
pub(crate) fn session_for(owner: &Owner, key: &str) -> String {
    let mut digest = Sha256::new();
    for part in [&owner.tenant, &owner.user, key] {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

impl From<Refused> for SendError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused.to_string())
    }
}
