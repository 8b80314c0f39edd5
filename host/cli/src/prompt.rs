//! `chat -p`: one message and its answer. The answer goes to standard output, everything else to standard error.

use super::context::{Context, block_on};
use super::error::CliError;
use super::server;
use super::user::current_user;
use crate::start::start;
use hookwire::cx::RequestKind;
use hookwire::points::End;
use hookwire_engine::{Engine, Event, Incoming, Outcome};
use hookwire_terminal::{FollowEnd, Keyboard, Signals, Style, TurnPrinter, TurnView, follow, safe};
use std::io::{self, IsTerminal, Read, Stderr, Write};

/// One message to be answered.
#[derive(Debug)]
pub(super) struct Prompt {
    /// The message; `-` stands for standard input.
    pub(super) message: String,
    /// The id of the session that the message belongs to.
    pub(super) session: Option<String>,
    /// The name of the agent that answers.
    pub(super) agent: Option<String>,
    /// What is written to standard output.
    pub(super) format: Format,
}

/// What is written to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// The answer.
    Text,
    /// The end of the turn as one JSON object.
    Json,
    /// Every event as a line of JSON.
    Events,
}

#[derive(Debug, thiserror::Error)]
enum PromptError {
    #[error("the message cannot be read from the input")]
    Input(#[source] io::Error),
}

/// Answers one message.
pub(super) fn answer(context: Context, mut prompt: Prompt) -> Result<(), CliError> {
    if prompt.message == "-" {
        prompt.message = read_input()?;
    }
    block_on(async {
        let mut signals = Signals::open()?;
        let store = context.data.open_store().await?;
        let host = start(context.registry, &context.config, store).await?;
        if let Some(session) = &prompt.session {
            host.engine().resume_session(session).await?;
        }
        let end = tokio::select! {
            end = send(host.engine(), prompt, &mut signals) => end.map_err(CliError::from),
            lost = host.engine().ownership_lost() => Err(lost.into()),
        };
        server::stop(host, None, "the message is answered").await;
        match end? {
            FollowEnd::Ended(outcome) if is_answered(outcome.end) => Ok(()),
            FollowEnd::Ended(_) | FollowEnd::Left => Err(CliError::AlreadyReported),
            FollowEnd::Refused(error) => Err(error.into()),
        }
    })
}

/// Sends the message and writes what comes of it.
async fn send(engine: &Engine, prompt: Prompt, signals: &mut Signals) -> io::Result<FollowEnd> {
    let is_text = prompt.format == Format::Text;
    let attended = is_text && io::stdin().is_terminal() && io::stderr().is_terminal();
    let agent = prompt.agent.clone().unwrap_or_else(|| engine.options().route("cli").to_owned());
    let incoming = Incoming {
        channel: "cli".into(),
        kind: RequestKind::Cli,
        sender: current_user(),
        session: prompt.session,
        agent: prompt.agent,
        message: prompt.message,
        unattended: !attended,
        ..Incoming::default()
    };
    if !is_text {
        let mut view = JsonView { every_event: prompt.format == Format::Events };
        let end = follow(engine, incoming, &mut view, signals).await?;
        if let FollowEnd::Refused(error) = &end {
            view.end(&Outcome { end: End::Failed, error: Some(error.to_string()), ..Outcome::default() })?;
        }
        return Ok(end);
    }
    let _keyboard = attended.then(Keyboard::quiet);
    let mut printer = TurnPrinter::new(io::stderr(), Style::of(&io::stderr()), &*agent);
    printer.begin(&agent);
    let mut view = TextView::new(printer);
    let end = follow(engine, incoming, &mut view, signals).await;
    // Whatever is written next begins on a line of its own.
    let _ = view.printer.make_room();
    end
}

fn is_answered(end: End) -> bool {
    matches!(end, End::Completed | End::Intercepted)
}

fn read_input() -> Result<String, CliError> {
    let mut text = String::new();
    let read = io::stdin().read_to_string(&mut text);
    read.map_err(|error| CliError::verb(PromptError::Input(error)))?;
    Ok(text)
}

/// The answer as text on standard output, and the steps towards it on standard error.
struct TextView {
    printer: TurnPrinter<Stderr>,
    /// Whether standard output is a terminal, where text is written as it comes. Elsewhere it cannot be taken back, so it
    /// is held until the end of the turn.
    live: bool,
    held: HeldText,
    /// Whether the last line of standard output has no end yet.
    is_line_open: bool,
}

impl TextView {
    fn new(printer: TurnPrinter<Stderr>) -> Self {
        let live = io::stdout().is_terminal();
        Self { printer, live, held: HeldText::default(), is_line_open: false }
    }

    /// Shows an event where text is written as it comes.
    fn event_live(&mut self, event: &Event) -> io::Result<()> {
        if let Event::Text { text } = event {
            self.printer.make_room()?;
            let mut out = io::stdout().lock();
            write!(out, "{}", safe(text))?;
            self.is_line_open = !text.ends_with('\n');
            return out.flush();
        }
        if std::mem::take(&mut self.is_line_open) {
            writeln!(io::stdout())?;
        }
        self.printer.event(event)
    }

    /// Shows an event where text is held until the end.
    fn event_held(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Text { text } => self.held.push(text),
            Event::Restart => self.held.take_back(),
            Event::Call { .. } => self.held.end_step(),
            Event::End(_) => {
                let mut out = io::stdout().lock();
                write!(out, "{}", self.held.text())?;
                out.flush()?;
            }
            _ => {}
        }
        match event {
            Event::Text { .. } | Event::Restart => Ok(()),
            event => self.printer.event(event),
        }
    }
}

impl TurnView for TextView {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        if self.live { self.event_live(event) } else { self.event_held(event) }
    }

    fn tick(&mut self) -> io::Result<()> {
        if self.is_line_open { Ok(()) } else { self.printer.tick() }
    }

    fn asking(&self) -> Option<&str> {
        self.printer.asking()
    }

    fn notice(&mut self, text: &str) -> io::Result<()> {
        self.printer.notice(text)
    }
}

/// The text of a turn that may still be taken back, step by step.
#[derive(Debug, Default)]
struct HeldText {
    steps: Vec<String>,
    /// Whether the next text begins another step.
    is_step_over: bool,
}

impl HeldText {
    fn push(&mut self, text: &str) {
        if std::mem::take(&mut self.is_step_over) || self.steps.is_empty() {
            self.steps.push(String::new());
        }
        if let Some(step) = self.steps.last_mut() {
            step.push_str(text);
        }
    }

    /// Ends the text of a step, as a tool is called.
    fn end_step(&mut self) {
        self.is_step_over = true;
    }

    /// Drops the text of the last step, even if a tool was called since: a reviewer may have called it.
    fn take_back(&mut self) {
        self.steps.pop();
        self.is_step_over = true;
    }

    /// Returns the text of all steps, each with an end of its line.
    fn text(&self) -> String {
        let steps = self.steps.iter().filter(|step| !step.is_empty());
        steps.map(|step| if step.ends_with('\n') { step.clone() } else { format!("{step}\n") }).collect()
    }
}

/// The turn as JSON on standard output.
struct JsonView {
    /// Whether every event is written, or only the end.
    every_event: bool,
}

impl JsonView {
    fn end(&self, outcome: &Outcome) -> io::Result<()> {
        if self.every_event {
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

impl TurnView for JsonView {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::End(outcome) => self.end(outcome),
            event if self.every_event => Self::write(event),
            _ => Ok(()),
        }
    }
}
