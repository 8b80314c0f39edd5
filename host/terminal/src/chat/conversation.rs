use super::approval::ask_again;
use super::follow_turn::{FollowEnd, follow};
use super::keys::Keyboard;
use super::printer::TurnPrinter;
use super::signals::Signals;
use super::view::TurnView;
use crate::ui::{Style, safe};
use hookwire::cx::RequestKind;
use hookwire_engine::store::Approval;
use hookwire_engine::{Engine, Incoming, Outcome, SendError};
use std::io::{self, Stdout, stdout};

/// A conversation in the terminal: an agent, a session and what is on the screen.
#[allow(missing_debug_implementations, reason = "a terminal has nothing to show of itself")]
pub struct Conversation {
    pub(super) engine: Engine,
    /// The name of the agent that answers.
    pub(super) agent: String,
    /// The id of the session, once there is one.
    pub(super) session: Option<String>,
    /// A session, and the number of its last message that was looked at for those of plugins.
    pub(super) read: Option<(String, u64)>,
    /// The name of the user at the terminal.
    user: String,
    pub(super) printer: TurnPrinter<Stdout>,
    pub(super) style: Style,
    pub(super) signals: Signals,
    /// Quiet for the whole conversation: between two prompts, the terminal's own mode would swallow a Ctrl-D.
    _keyboard: Keyboard,
}

/// Whether the conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Continue,
    Leave,
}

impl Conversation {
    /// Takes the terminal for a conversation with an agent; echo is off until the conversation is dropped.
    pub fn new(engine: Engine, agent: String, session: Option<String>, user: String) -> io::Result<Self> {
        let keyboard = Keyboard::quiet();
        Keyboard::set_signals(false);
        let style = Style::of(&stdout());
        Ok(Self {
            printer: TurnPrinter::new(stdout(), style, &*agent),
            signals: Signals::open()?,
            _keyboard: keyboard,
            engine,
            agent,
            session,
            read: None,
            user,
            style,
        })
    }

    /// Sends a message and shows its answer, with an empty line behind.
    pub(super) async fn say(&mut self, message: &str) -> io::Result<Next> {
        let next = self.turn(message).await?;
        self.show_plugin_messages().await?;
        self.printer.screen.blank()?;
        Ok(next)
    }

    /// Sends a message and shows its answer; if the session was closed meanwhile, in a new session.
    async fn turn(&mut self, message: &str) -> io::Result<Next> {
        let end = match self.send(message).await? {
            FollowEnd::Refused(SendError::Closed(_)) => {
                self.session = None;
                self.printer.notice("the session was closed meanwhile; this begins a new one")?;
                self.send(message).await?
            }
            end => end,
        };
        match end {
            FollowEnd::Ended(outcome) => self.keep_session(&outcome).await?,
            FollowEnd::Refused(error) => {
                let text = self.style.red(&format!("■ {}", safe(&error.to_string())));
                self.printer.screen.prose(&text, 2)?;
            }
            FollowEnd::Left => return Ok(Next::Leave),
        }
        Ok(Next::Continue)
    }

    async fn send(&mut self, message: &str) -> io::Result<FollowEnd> {
        let incoming = Incoming {
            channel: "terminal".into(),
            kind: RequestKind::Stream,
            sender: self.user.clone(),
            session: self.session.clone(),
            agent: Some(self.agent.clone()),
            message: message.to_owned(),
            ..Incoming::default()
        };
        self.begin_turn();
        let end = follow(&self.engine, incoming, &mut self.printer, &mut self.signals).await;
        self.end_turn()?;
        end
    }

    /// Asks for an approval of an earlier run.
    pub(super) async fn ask(&mut self, approval: Approval) -> io::Result<Next> {
        self.begin_turn();
        let goes_on = ask_again(&self.engine, approval, &mut self.printer, &mut self.signals).await;
        self.end_turn()?;
        goes_on.map(|goes_on| if goes_on { Next::Continue } else { Next::Leave })
    }

    /// Makes Ctrl-C a signal, which stops the turn.
    fn begin_turn(&mut self) {
        Keyboard::set_signals(true);
        self.printer.begin(&self.agent);
    }

    /// Makes Ctrl-C a key of the prompt again.
    fn end_turn(&mut self) -> io::Result<()> {
        Keyboard::set_signals(false);
        self.printer.screen.calm()
    }

    /// Stays in the session of the turn, unless a command has closed it.
    async fn keep_session(&mut self, outcome: &Outcome) -> io::Result<()> {
        let Some(id) = &outcome.session else { return Ok(()) };
        if self.session.is_none() {
            self.read = Some((id.clone(), 0));
        }
        let session = self.engine.store().session(id).await.map_err(io::Error::other)?;
        self.session = session.filter(|session| session.closed_at.is_none()).map(|session| session.id);
        Ok(())
    }
}
