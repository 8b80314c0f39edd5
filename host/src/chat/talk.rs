use super::banner::Banner;
use super::follow::{Over, View, decide, follow};
use super::keys::Keys;
use super::prompt::{Prompt, Typed};
use super::show::Show;
use super::signals::{Signals, Told};
use super::style::Style;
use super::text::safe;
use crate::agent::{Engine, Incoming, Outcome, SendError};
use crate::store::Approval;
use hookwire::cx::RequestKind;
use std::io::{self, Stdout, stdout};
use std::path::Path;

/// A conversation in the terminal, from the banner to the last word.
pub(crate) struct Talk {
    pub(super) agent: Engine,
    /// The agent that answers.
    pub(super) name: String,
    pub(super) session: Option<String>,
    pub(super) show: Show<Stdout>,
    pub(super) style: Style,
    prompt: Prompt,
    signals: Signals,
    /// For the whole conversation: were the terminal itself again between two prompts, it would swallow a Ctrl-D
    /// that comes just then.
    _keys: Keys,
}

/// Whether the conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    On,
    Leave,
}

impl Talk {
    pub(crate) fn new(agent: Engine, name: String, session: Option<String>, data: &Path) -> io::Result<Self> {
        let keys = Keys::quiet();
        Keys::signals(false);
        let style = Style::of(&stdout());
        let commands = super::local::commands(&agent, &name);
        Ok(Self {
            show: Show::new(stdout(), style, &*name),
            prompt: Prompt::open(data.join("history"), commands, style)?,
            signals: Signals::open()?,
            _keys: keys,
            agent,
            name,
            session,
            style,
        })
    }

    /// Talks until one of the two leaves, or another host has the store.
    pub(crate) async fn run(mut self, door: Result<String, String>, resumed: usize) -> io::Result<()> {
        let asked = self.waiting().await?.len();
        let banner = Banner { agent: &self.agent, name: &self.name, door, resumed, asked }.text(self.style);
        self.show.screen.line(banner.trim_end_matches('\n'))?;
        self.show.screen.blank()?;
        let agent = self.agent.clone();
        tokio::select! {
            talked = self.talk() => talked?,
            _ = agent.ownership_lost() => self.take_back_the_prompt()?,
        }
        self.show.screen.line(&self.style.dim("good-bye"))
    }

    async fn talk(&mut self) -> io::Result<()> {
        loop {
            let typed = tokio::select! {
                typed = self.prompt.read() => typed,
                told = self.signals.next() => {
                    if told == Told::Interrupt {
                        // It was meant for the answer that has just ended.
                        continue;
                    }
                    return self.take_back_the_prompt();
                }
            };
            match typed {
                Typed::End => return Ok(()),
                Typed::Interrupt if self.signals.interrupted() == Told::Again => return Ok(()),
                Typed::Interrupt => {
                    self.show.screen.line(&self.style.dim("Ctrl-C again, or Ctrl-D, leaves"))?;
                }
                Typed::Nothing => self.signals.forget(),
                Typed::Message(message) => {
                    self.signals.forget();
                    if !message.trim().is_empty() && self.message(&message).await? == Next::Leave {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Goes to a new line where the prompt may still be there, and so is what it asked of the terminal.
    fn take_back_the_prompt(&mut self) -> io::Result<()> {
        self.show.screen.line(if self.style.moves { "\x1b[?2004l" } else { "" })
    }

    async fn message(&mut self, message: &str) -> io::Result<Next> {
        match self.local(message).await? {
            Some(next) => Ok(next),
            None => self.say(message).await,
        }
    }

    /// Sends a message and shows what comes of it, with an empty line behind.
    pub(super) async fn say(&mut self, message: &str) -> io::Result<Next> {
        let next = self.turn(message).await?;
        self.show.screen.blank()?;
        Ok(next)
    }

    pub(super) async fn turn(&mut self, message: &str) -> io::Result<Next> {
        let over = match self.send(message).await? {
            Over::Refused(SendError::Closed(_)) => {
                self.session = None;
                self.show.notice("the session was closed meanwhile; this begins a new one")?;
                self.send(message).await?
            }
            over => over,
        };
        match over {
            Over::Ended(outcome) => self.ended(&outcome).await?,
            Over::Refused(error) => {
                let said = self.style.red(&format!("■ {}", safe(&error.to_string())));
                self.show.screen.prose(&said, 2)?;
            }
            Over::Left => return Ok(Next::Leave),
        }
        Ok(Next::On)
    }

    async fn send(&mut self, message: &str) -> io::Result<Over> {
        let incoming = Incoming {
            channel: "terminal".into(),
            kind: RequestKind::Stream,
            session: self.session.clone(),
            agent: Some(self.name.clone()),
            message: message.to_owned(),
            ..Incoming::default()
        };
        self.begin();
        let over = follow(&self.agent, incoming, &mut self.show, &mut self.signals).await;
        self.calm()?;
        over
    }

    /// Asks for an approval of an earlier run.
    pub(super) async fn ask(&mut self, approval: Approval) -> io::Result<Next> {
        self.begin();
        let went_on = decide(&self.agent, approval, &mut self.show, &mut self.signals).await;
        self.calm()?;
        went_on.map(|on| if on { Next::On } else { Next::Leave })
    }

    /// While an answer comes, Ctrl-C stops it.
    fn begin(&mut self) {
        Keys::signals(true);
        self.show.begin(&self.name);
    }

    fn calm(&mut self) -> io::Result<()> {
        Keys::signals(false);
        self.show.screen.calm()
    }

    /// Goes on with the session of the turn, unless a command has closed it.
    async fn ended(&mut self, outcome: &Outcome) -> io::Result<()> {
        let Some(id) = &outcome.session else { return Ok(()) };
        let session = self.agent.store().session(id).await.map_err(io::Error::other)?;
        self.session = session.filter(|session| session.closed_at.is_none()).map(|session| session.id);
        Ok(())
    }
}
