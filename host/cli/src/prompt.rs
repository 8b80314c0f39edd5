//! `chat -p`: one message and its answer. The answer goes to standard output, everything else to standard error.

use super::context::{Context, block_on};
use super::error::CliError;
use super::server;
use super::start::start;
use super::turn_json::JsonView;
use super::turn_text::TextView;
use super::user::current_user;
use hookwire::cx::RequestKind;
use hookwire::points::{AnswerReview, End};
use hookwire_engine::options::AgentConfig;
use hookwire_engine::{Engine, Incoming, Outcome};
use hookwire_terminal::{FollowEnd, Keyboard, Signals, Style, TurnPrinter, follow};
use std::io::{self, IsTerminal, Read};

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
    let mut view = TextView::new(printer, is_reviewed(engine, &agent));
    let end = follow(engine, incoming, &mut view, signals).await;
    let _ = view.end_line();
    end
}

/// Returns whether hooks review the answers of an agent, and may refuse them.
fn is_reviewed(engine: &Engine, agent: &str) -> bool {
    let role = engine.options().agents.get(agent).map(AgentConfig::role);
    let wiring = engine.plugins().wiring(agent, role.unwrap_or_default());
    wiring.chain::<AnswerReview>().is_some()
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
