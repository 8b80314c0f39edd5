//! The commands that only a terminal has; no plugin may use their names.

use super::conversation::{Conversation, Next};
use super::view::TurnView;
use crate::ui::{ago, count, one_line, safe};
use hookwire_engine::Engine;
use hookwire_engine::store::{Approval, Owner, Page, Session};
use std::io;

/// The terminal's own commands: name, what is written behind it, and description.
const COMMANDS: [(&str, &str, &str); 3] = [
    ("approvals", "", "asks again what waits for an answer"),
    ("quit", "", "leaves, as Ctrl-D does"),
    (
        "resume",
        "[session]",
        "goes on with a session, by its number or how its id begins; alone it lists them",
    ),
];
/// The width up to which descriptions of commands begin in one column.
const WIDEST: usize = 28;
/// How many sessions `/resume` lists, and knows by their numbers.
const LISTED: u32 = 10;
/// How many approvals are asked again at most.
const ASKED: u32 = 100;

/// A command that can be typed in the terminal.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TypedCommand {
    /// The name, without the slash.
    pub(super) name: String,
    /// How it is written.
    pub(super) usage: String,
    /// What it does.
    pub(super) does: String,
}

/// Returns every command that can be typed in the terminal, by name.
pub(super) fn all_commands(engine: &Engine, agent: &str) -> Vec<TypedCommand> {
    let own = COMMANDS.into_iter().map(|(name, args, does)| TypedCommand {
        name: name.to_owned(),
        usage: format!("/{name} {args}").trim_end().to_owned(),
        does: does.to_owned(),
    });
    let of_engine = engine.commands(agent).into_iter();
    let of_engine = of_engine.map(|it| TypedCommand { does: it.does(), name: it.name, usage: it.usage });
    let mut commands: Vec<_> = own.chain(of_engine).collect();
    commands.sort();
    commands
}

/// Returns the questions that nobody has answered yet.
pub(super) async fn pending_approvals(engine: &Engine) -> io::Result<Vec<Approval>> {
    engine.store().approvals(Some(&Owner::default()), true, ASKED).await.map_err(io::Error::other)
}

/// Runs a command of the terminal; `None` if the message is for the agent.
pub(super) async fn run(conversation: &mut Conversation, message: &str) -> io::Result<Option<Next>> {
    let Some(command) = message.trim().strip_prefix('/') else { return Ok(None) };
    let (name, args) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let next = match name {
        "quit" | "exit" => Next::Leave,
        "help" if is_own(args) => help(conversation, args)?,
        "resume" if args.trim().is_empty() => list_sessions(conversation).await?,
        "resume" => resume(conversation, args.trim()).await?,
        "approvals" => ask_pending(conversation).await?,
        _ => return Ok(None),
    };
    Ok(Some(next))
}

/// Returns whether `/help` is about the list of all commands, or about one that only a terminal has.
fn is_own(args: &str) -> bool {
    let name = args.trim().trim_start_matches('/');
    name.is_empty() || COMMANDS.iter().any(|(own, ..)| *own == name)
}

/// Shows all commands, or the one of a name.
fn help(conversation: &mut Conversation, name: &str) -> io::Result<Next> {
    let name = name.trim().trim_start_matches('/');
    let mut commands = all_commands(&conversation.engine, &conversation.agent);
    commands.retain(|command| name.is_empty() || command.name == name);
    let screen = &mut conversation.printer.screen;
    let widest = commands.iter().map(|command| command.usage.len()).max().unwrap_or_default().min(WIDEST);
    for TypedCommand { usage, does, .. } in commands {
        let line = format!("{usage:<widest$}  {}", safe(&does));
        screen.prose(&line, widest + 2)?;
    }
    let keys = "a line that ends with \\ goes on; Tab completes; ↑ brings old lines back";
    screen.prose(&conversation.style.dim(keys), 0)?;
    screen.blank()?;
    Ok(Next::Continue)
}

async fn list_sessions(conversation: &mut Conversation) -> io::Result<Next> {
    let sessions = latest_sessions(&conversation.engine).await?;
    for (index, session) in sessions.iter().enumerate() {
        let here = if conversation.session.as_ref() == Some(&session.id) { " (this one)" } else { "" };
        let first = first_message(&conversation.engine, session).await?;
        let (ago, id) = (ago(session.active_at), conversation.style.dim(&session.id));
        conversation.printer.screen.line(&format!("{:>3}  {id}  {ago:<14} {first}{here}", index + 1))?;
    }
    if sessions.is_empty() {
        conversation.printer.screen.line("there are no sessions yet")?;
    }
    conversation.printer.screen.blank()?;
    Ok(Next::Continue)
}

async fn latest_sessions(engine: &Engine) -> io::Result<Vec<Session>> {
    let page = Page { limit: LISTED, ..Page::default() };
    engine.store().sessions(Some(&Owner::default()), &page).await.map_err(io::Error::other)
}

/// Returns the beginning of a session's first message.
async fn first_message(engine: &Engine, session: &Session) -> io::Result<String> {
    let messages = engine.store().messages(&session.id, 0, 1).await.map_err(io::Error::other)?;
    Ok(messages.first().map_or(String::new(), |first| one_line(&first.message.text, 40)))
}

async fn resume(conversation: &mut Conversation, which: &str) -> io::Result<Next> {
    let sessions = latest_sessions(&conversation.engine).await?;
    let by_number = which.parse::<usize>().ok().and_then(|at| sessions.get(at.checked_sub(1)?));
    let by_id = || sessions.iter().find(|session| !which.is_empty() && session.id.starts_with(which));
    match by_number.or_else(by_id) {
        None => conversation.printer.notice("there is no such session; /resume alone lists the last ones")?,
        Some(session) if session.closed_at.is_some() => {
            conversation.printer.notice("that session is closed")?;
        }
        Some(session) => {
            conversation.session = Some(session.id.clone());
            conversation.agent.clone_from(&session.agent);
            show_last_answer(conversation, session).await?;
        }
    }
    conversation.printer.screen.blank()?;
    Ok(Next::Continue)
}

/// Shows the first message and the last answer of a session.
async fn show_last_answer(conversation: &mut Conversation, session: &Session) -> io::Result<()> {
    let engine = &conversation.engine;
    let turn = engine.store().turn(&session.id, session.turns).await.map_err(io::Error::other)?;
    let last = turn.map_or(String::new(), |turn| turn.response);
    let first = first_message(engine, session).await?;
    let head = format!("on with \"{first}\", {}; last:", count(session.turns, "turn"));
    conversation.printer.screen.line(&conversation.style.dim(&head))?;
    conversation.printer.screen.line(&safe(&last))
}

/// Asks every question that nobody has answered, such as those of an earlier run.
async fn ask_pending(conversation: &mut Conversation) -> io::Result<Next> {
    let pending = pending_approvals(&conversation.engine).await?;
    if pending.is_empty() {
        conversation.printer.screen.line("nothing waits for an answer")?;
    }
    for approval in pending {
        if conversation.ask(approval).await? == Next::Leave {
            return Ok(Next::Leave);
        }
    }
    conversation.printer.screen.blank()?;
    Ok(Next::Continue)
}
