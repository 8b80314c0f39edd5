//! Requests that need no turn: a hook answers in the agent's place, or a slash command does.

use super::command::split;
use super::{Engine, Event, Feed, Outcome};
use crate::store::Session;
use hookwire::cx::Cx;
use hookwire::points::{End, MessageSent, Request, RequestEnd, RequestStart};
use std::time::Instant;

/// What answers instead of the agent.
#[derive(Debug)]
pub(super) enum Instead {
    /// What a hook said.
    Reply(String),
    /// A slash command, with its name and arguments.
    Command(String, String),
}

impl Instead {
    /// Reads a message that is a command.
    pub(super) fn command(message: &str) -> Option<Self> {
        split(message).map(|(name, args)| Self::Command(name.to_owned(), args.to_owned()))
    }
}

/// A request on its way to an answer that needs no turn.
pub(super) struct Quick {
    pub(super) agent: Engine,
    pub(super) request: Request,
    pub(super) session: Option<Session>,
    pub(super) channel: String,
    pub(super) cx: Cx,
    pub(super) feed: Feed,
}

impl Quick {
    /// Sets it going on a task of its own, so that it comes to its end even when its sender leaves.
    pub(super) fn begin(self, instead: Instead) {
        self.agent.open.send_modify(|open| *open += 1);
        tokio::spawn(async move {
            let outcome = self.run(instead).await;
            self.feed.push(Event::End(outcome));
            self.agent.open.send_modify(|open| *open -= 1);
        });
    }

    async fn run(&self, instead: Instead) -> Outcome {
        let since = Instant::now();
        let (agent, cx) = (&self.agent, &self.cx);
        let wiring = agent.plugins.wiring(&cx.identity().agent, cx.identity().role);
        let _ = wiring.fire::<RequestStart>(&self.request, cx).await;
        let (end, answer) = match instead {
            Instead::Reply(text) => (End::Intercepted, Ok(text)),
            Instead::Command(name, args) => self.command(&name, &args).await,
        };
        let (response, error) = match answer {
            Ok(text) => (text, None),
            Err(why) => (String::new(), Some(why)),
        };
        if !response.is_empty() {
            self.feed.push(Event::Text { text: response.clone() });
            let sent = MessageSent::new(&*self.channel, &*response);
            let _ = wiring.fire::<MessageSent>(&sent, cx).await;
        }
        let mut over = RequestEnd::new(end);
        over.error.clone_from(&error);
        over.duration_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let _ = wiring.fire::<RequestEnd>(&over, cx).await;
        let session = self.session.as_ref().map(|session| session.id.clone());
        Outcome { session, turn: None, end, response, error, duration_ms: over.duration_ms }
    }

    async fn command(&self, name: &str, args: &str) -> (End, Result<String, String>) {
        let ran = self.agent.command(name, args, self.session.as_ref(), &self.cx);
        tokio::select! {
            biased;
            () = self.cx.cancelled().wait() => (End::Cancelled, Err("cancelled".into())),
            answer = ran => (if answer.is_ok() { End::Completed } else { End::Failed }, answer),
        }
    }
}
