use super::Log;
use hookwire::cx::RequestKind;
use hookwire::points::{End, Message, MessageRole};
use hookwire_host::Host;
use hookwire_host::engine::store::{Approval, Scope, Store};
use hookwire_host::engine::{Engine, Event, Incoming, Outcome, SendError, Sent};
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// A host with a scripted model.
#[derive(Debug)]
pub struct TestHost {
    pub(super) host: Option<Host>,
    /// What its plugins see.
    pub log: Arc<Log>,
    /// Where it keeps things.
    pub store: Arc<dyn Store>,
    pub(super) folder: PathBuf,
}

/// Everything that a reader of the feed was told while a message was answered.
#[derive(Debug)]
pub struct TurnEvents {
    /// All of it, the end included.
    pub events: Vec<Event>,
    /// The end.
    pub outcome: Outcome,
}

impl TurnEvents {
    /// Returns the session's id.
    ///
    /// # Panics
    /// If there was none.
    pub fn session(&self) -> &str {
        self.outcome.session.as_deref().expect("a session")
    }

    /// Returns the results of tools, as the model reads them.
    pub fn results<'s>(&'s self) -> Vec<&'s str> {
        let result = |event: &'s Event| match event {
            Event::Result { text, .. } => Some(text.as_str()),
            _ => None,
        };
        self.events.iter().filter_map(result).collect()
    }

    /// Returns what somebody reads who takes back what is taken back, step by step.
    pub fn shown(&self) -> String {
        let (mut before, mut step) = (String::new(), String::new());
        for event in &self.events {
            match event {
                Event::Text { text } => step.push_str(text),
                Event::Restart => step.clear(),
                Event::Call { .. } => before.push_str(&std::mem::take(&mut step)),
                _ => {}
            }
        }
        before + &step
    }
}

impl TestHost {
    /// Returns the agent.
    ///
    /// # Panics
    /// Never: only [`TestHost::stop`] takes the host.
    pub fn agent(&self) -> &Engine {
        self.host.as_ref().expect("it runs").engine()
    }

    /// Stops the host and returns what its plugins have seen.
    pub async fn stop(mut self) -> Arc<Log> {
        if let Some(host) = self.host.take() {
            host.stop("the test is over").await;
        }
        Arc::clone(&self.log)
    }

    /// Makes a message that comes by `POST /v1/chat`.
    pub fn message(text: &str) -> Incoming {
        let (channel, message) = ("http".into(), text.into());
        Incoming { channel, message, kind: RequestKind::Chat, ..Incoming::default() }
    }

    /// Makes one that goes on with a session.
    pub fn reply(session: &str, text: &str) -> Incoming {
        Incoming { session: Some(session.to_owned()), ..Self::message(text) }
    }

    /// Sends a message, listens to the end, and waits for the observers of the end; every question is answered with yes.
    ///
    /// # Panics
    /// If the message is not taken in.
    pub async fn say(&self, text: &str) -> TurnEvents {
        self.send(Self::message(text)).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Sends a message, listens to the end, and waits for the observers of the end; every question is answered with yes.
    pub async fn send(&self, incoming: Incoming) -> Result<TurnEvents, SendError> {
        let sent = self.agent().send(incoming).await?;
        let heard = self.listen(sent, true).await;
        self.observed(&heard).await;
        Ok(heard)
    }

    /// Waits for the observers of an end that was heard, and for whatever else its session has begun by now.
    pub async fn observed(&self, heard: &TurnEvents) {
        match &heard.outcome.session {
            Some(session) => self.agent().wait_until_session_idle(session).await,
            None => self.agent().wait_until_idle().await,
        }
    }

    /// Listens to the end, and answers every question with yes or no.
    ///
    /// # Panics
    /// If the feed breaks off.
    pub async fn listen(&self, mut sent: Sent, approve: bool) -> TurnEvents {
        let mut events = Vec::new();
        while let Some(event) = sent.events.next().await {
            if let Event::Approval { approval } = &event {
                self.answer(approval, approve, Scope::Once).await;
            }
            events.push(event);
        }
        let Some(Event::End(outcome)) = events.last() else { panic!("no end: {events:?}") };
        let outcome = outcome.clone();
        TurnEvents { events, outcome }
    }

    /// Answers a question.
    ///
    /// # Panics
    /// If the store fails.
    pub async fn answer(&self, approval: &Approval, approve: bool, scope: Scope) {
        self.agent().answer(&approval.id, approve, "ada", scope).await.expect("an answer is kept");
    }

    /// Returns the transcript of a session, after making sure that every call in it has one result.
    ///
    /// # Panics
    /// If a call has none, or two, or if a result belongs to no call.
    pub async fn transcript(&self, session: &str) -> Vec<Message> {
        let stored = self.store.messages(session, 0, 10_000).await.expect("messages are read");
        let messages: Vec<_> = stored.into_iter().map(|stored| stored.message).collect();
        let mut open = HashSet::new();
        for message in &messages {
            if message.role == MessageRole::Tool {
                let call = message.call.as_deref().expect("a result names its call");
                assert!(open.remove(call), "a result without a call: {call} in {messages:#?}");
            } else {
                assert!(open.is_empty(), "calls without results: {open:?} in {messages:#?}");
                open.extend(message.calls.iter().map(|call| call.id.as_str()));
            }
        }
        assert!(open.is_empty(), "calls without results: {open:?} in {messages:#?}");
        messages
    }

    /// Returns a transcript in lines: who, what, and which tools are called.
    pub async fn lines(&self, session: &str) -> Vec<String> {
        let line = |message: &Message| {
            let line = format!("{:?}: {}", message.role, message.text);
            message.calls.iter().fold(line, |line, call| line + " +" + &call.tool)
        };
        self.transcript(session).await.iter().map(line).collect()
    }

    /// Lets a tool `wait` go on.
    pub fn signal(&self) {
        self.log.signal.notify_one();
    }

    /// Asserts that a message was answered as it should.
    ///
    /// # Panics
    /// If it was not.
    pub fn completed(heard: &TurnEvents) {
        assert_eq!(heard.outcome.end, End::Completed, "{:?}", heard.outcome.error);
    }
}

impl Drop for TestHost {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
