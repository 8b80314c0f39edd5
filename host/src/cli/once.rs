//! One message, one answer: the answer to the output, everything else to the error side.

use super::CliError;
use super::command::{Setting, block_on};
use super::verbs::Chat;
use crate::agent::{Engine, Event, Incoming, Outcome};
use crate::chat::{Keys, Over, Show, Signals, Style, View, follow};
use crate::run::Host;
use hookwire::cx::RequestKind;
use hookwire::points::End;
use std::io::{self, IsTerminal, Read, Stderr, Write};

/// Answers one message.
pub(super) fn once(setting: Setting<'_>, chat: &Chat, prompt: &str) -> Result<(), CliError> {
    let message = if prompt == "-" { input()? } else { prompt.to_owned() };
    block_on(async {
        let mut signals = Signals::open()?;
        let store = setting.data.open().await?;
        let host = Host::start(setting.registry, &setting.config, store).await?;
        if let Some(session) = &chat.session {
            host.agent().resume_session(session).await?;
        }
        let over = tokio::select! {
            over = answer(host.agent(), chat, message, &mut signals) => over.map_err(CliError::from),
            lost = host.agent().ownership_lost() => Err(lost.into()),
        };
        super::serve::stop(host, None, "the message is answered").await;
        match over? {
            Over::Ended(outcome) if is_answered(outcome.end) => Ok(()),
            Over::Ended(_) | Over::Left => Err(CliError::Told),
            Over::Refused(error) => Err(error.into()),
        }
    })
}

async fn answer(agent: &Engine, chat: &Chat, message: String, signals: &mut Signals) -> io::Result<Over> {
    let machine = chat.json || chat.events;
    let attended = !machine && io::stdin().is_terminal() && io::stderr().is_terminal();
    let incoming = Incoming {
        channel: "cli".into(),
        kind: RequestKind::Cli,
        session: chat.session.clone(),
        agent: chat.agent.clone(),
        message,
        unattended: !attended,
        ..Incoming::default()
    };
    if machine {
        let mut lines = Lines { events: chat.events };
        let over = follow(agent, incoming, &mut lines, signals).await?;
        if let Over::Refused(error) = &over {
            lines.end(&Outcome { end: End::Failed, error: Some(error.to_string()), ..Outcome::default() })?;
        }
        return Ok(over);
    }
    let _quiet = attended.then(Keys::quiet);
    let name = chat.agent.clone().unwrap_or_else(|| agent.options().route("cli").to_owned());
    let mut show = Show::new(io::stderr(), Style::of(&io::stderr()), &*name);
    show.begin(&name);
    let mut view = Shot { show, live: io::stdout().is_terminal(), held: String::new(), open: false };
    let over = follow(agent, incoming, &mut view, signals).await;
    // Whatever comes next stands on a line of its own.
    let _ = view.show.make_room();
    over
}

fn is_answered(end: End) -> bool {
    matches!(end, End::Completed | End::Intercepted)
}

fn input() -> Result<String, CliError> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(CliError::Input)?;
    Ok(text)
}

/// For people: the answer apart from what happens on the way.
struct Shot {
    show: Show<Stderr>,
    /// Whether the answer is written as it comes. Where it goes to a program, each step's text is held until it is
    /// sure: what is written there cannot be taken back.
    live: bool,
    held: String,
    /// Whether the last line of the output has no end yet.
    open: bool,
}

impl Shot {
    fn write(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        if self.live {
            write!(out, "{}", crate::chat::text::safe(text))?;
        } else {
            write!(out, "{text}")?;
        }
        self.open = !text.ends_with('\n');
        out.flush()
    }

    /// Ends what was written so far, before something else is said.
    fn settle(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        self.write(&held)?;
        if std::mem::take(&mut self.open) { writeln!(io::stdout()) } else { Ok(()) }
    }
}

impl View for Shot {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Text { text } if self.live => {
                self.show.make_room()?;
                self.write(text)
            }
            Event::Text { text } => {
                self.held.push_str(text);
                Ok(())
            }
            Event::Restart if !self.live => {
                self.held.clear();
                Ok(())
            }
            // A notice may stand between a text and its being taken back.
            Event::Notice { .. } | Event::Thinking { .. } | Event::Usage { .. } if !self.live => {
                self.show.event(event)
            }
            event => {
                self.settle()?;
                self.show.event(event)
            }
        }
    }

    fn tick(&mut self) -> io::Result<()> {
        if self.open { Ok(()) } else { self.show.tick() }
    }

    fn asking(&self) -> Option<&str> {
        self.show.asking()
    }

    fn notice(&mut self, text: &str) -> io::Result<()> {
        self.show.notice(text)
    }
}

/// For programs: JSON.
struct Lines {
    /// Whether everything is written, or the end alone.
    events: bool,
}

impl Lines {
    fn end(&self, outcome: &Outcome) -> io::Result<()> {
        if self.events {
            Self::write(&Event::End(outcome.clone()))
        } else {
            writeln!(io::stdout(), "{:#}", serde_json::to_value(outcome)?)
        }
    }

    fn write(event: &Event) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{}", serde_json::to_string(event)?)?;
        out.flush()
    }
}

impl View for Lines {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::End(outcome) => self.end(outcome),
            event if self.events => Self::write(event),
            _ => Ok(()),
        }
    }
}
