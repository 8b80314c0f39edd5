//! Requests that need no turn: a hook answers in the agent's place, or a slash command does.

use super::commands;
use crate::feed::{Event, Feed, Outcome};
use crate::mutex::lock;
use crate::skills;
use crate::state::{EngineState, InFlightGuard, QueueTicket};
use crate::store::Session;
use crate::time::millis;
use hookwire::Reply;
use hookwire::chain::Overrun;
use hookwire::cx::Cx;
use hookwire::live::Wiring;
use hookwire::points::{End, MessageSent, Request, RequestEnd, RequestStart};
use std::mem;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// The answer to a request in the agent's place.
#[derive(Debug)]
pub(super) enum Interception {
    /// The reply of a hook.
    Reply(Reply),
    /// A slash command, with its name and its arguments.
    Command(String, String),
    /// A slash command that cannot begin its turn, with the reason.
    Failed(String),
}

impl Interception {
    /// Reads a message that is a slash command; one that names a skill becomes the message of a turn.
    pub(super) fn command(request: &mut Request, wiring: &Wiring) -> Option<Self> {
        let (command, args) = commands::parse(&request.message)?;
        if command != commands::SKILL || args.is_empty() {
            return Some(Self::Command(command.to_owned(), args.to_owned()));
        }
        let (skill, task) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
        match skills::message(wiring, skill, task.trim()) {
            Ok(message) => request.message = message,
            Err(why) => return Some(Self::Failed(why)),
        }
        None
    }
}

/// A request that is answered without a turn.
pub(super) struct TurnlessRequest {
    pub(super) state: Arc<EngineState>,
    pub(super) request: Request,
    pub(super) session: Option<Session>,
    pub(super) channel: String,
    /// The hooks of the request, from its beginning to its end.
    pub(super) wiring: Wiring,
    pub(super) cx: Cx,
    pub(super) feed: Feed,
}

impl TurnlessRequest {
    /// Answers the request on a task of its own, so that it ends even when its sender leaves.
    pub(super) fn begin(self, interception: Interception) {
        let state = Arc::clone(&self.state);
        let held = Arc::new(Mutex::new((Some(state.enter()), None)));
        let on_write_off = self.on_write_off(Arc::clone(&held));
        tokio::spawn(state.watched().clone().watch(
            async move {
                let outcome = self.answer(interception).await;
                // The session's next turn begins behind the observers of this end.
                lock(&held).1 = self.session.as_ref().map(|session| self.state.queues().enqueue(&session.id));
                self.feed.push(Event::End(outcome.clone()));
                self.notify_ended(&outcome).await;
                drop(mem::take(&mut *lock(&held)));
            },
            on_write_off,
        ));
    }

    /// Returns what ends the request if a hook or a command keeps its thread.
    fn on_write_off(
        &self,
        held: Arc<Mutex<(Option<InFlightGuard>, Option<QueueTicket>)>>,
    ) -> impl FnOnce(&Overrun) + Send + use<> {
        let (feed, since) = (self.feed.clone(), Instant::now());
        let session = self.session.as_ref().map(|session| session.id.clone());
        move |overrun| {
            feed.write_off();
            feed.push(Event::End(Outcome {
                session,
                end: End::Failed,
                error: Some(format!("the request was given up: {overrun}")),
                duration_ms: millis(since.elapsed()),
                ..Outcome::default()
            }));
            drop(mem::take(&mut *lock(&held)));
        }
    }

    async fn answer(&self, interception: Interception) -> Outcome {
        let since = Instant::now();
        self.wiring.notify::<RequestStart>(&self.request, &self.cx).await;
        let (end, answer) = match interception {
            Interception::Reply(reply) => (End::Intercepted, Ok(reply)),
            Interception::Command(name, args) => self.run_command(&name, &args).await,
            Interception::Failed(why) => (End::Failed, Err(why)),
        };
        let (reply, error) = match answer {
            Ok(reply) => (reply, None),
            Err(why) => (Reply::default(), Some(why)),
        };
        if !reply.text.is_empty() {
            self.feed.push(Event::Text { text: reply.text.clone() });
        }
        Outcome {
            session: self.session.as_ref().map(|session| session.id.clone()),
            turn: None,
            end,
            response: reply.text,
            error,
            duration_ms: millis(since.elapsed()),
            status: reply.status,
            data: reply.data,
        }
    }

    async fn run_command(&self, name: &str, args: &str) -> (End, Result<Reply, String>) {
        let run = commands::run(&self.state, name, args, self.session.as_ref(), &self.cx);
        tokio::select! {
            biased;
            () = self.cx.cancelled().wait() => (End::Cancelled, Err("cancelled".into())),
            answer = run => (if answer.is_ok() { End::Completed } else { End::Failed }, answer),
        }
    }

    /// Fires the points of a request that has ended, after its sender was told.
    async fn notify_ended(&self, outcome: &Outcome) {
        if !outcome.response.is_empty() {
            let sent = MessageSent::new(&*self.channel, &*outcome.response);
            self.wiring.notify::<MessageSent>(&sent, &self.cx).await;
        }
        let mut end = RequestEnd::new(outcome.end);
        end.error.clone_from(&outcome.error);
        end.duration_ms = outcome.duration_ms;
        self.wiring.notify::<RequestEnd>(&end, &self.cx).await;
    }
}
