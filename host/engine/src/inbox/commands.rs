use crate::options::AgentConfig;
use crate::sessions;
use crate::skills;
use crate::state::EngineState;
use crate::store::Session;
use hookwire::Reply;
use hookwire::arguments::{Parameter, ParameterKind};
use hookwire::cx::{Cx, Identity};
use hookwire::plugin::CommandScope;
use hookwire::suggest;

/// The command that gives a skill to the agent, or lists the skills.
pub(super) const SKILL: &str = "skill";

/// The commands that every agent has: name, what is written behind it, and description.
const BUILT_IN: [(&str, &str, &str); 5] = [
    ("help", "[command]", "shows the commands, or how one is used"),
    ("plugins", "", "shows the plugins and how they fare"),
    ("agents", "", "shows the agents"),
    (SKILL, "[name] [task]", "lists the skills; /skill NAME TASK has the agent follow one"),
    ("new", "", "ends this session; the next message begins another"),
];

/// A slash command, described for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandInfo {
    /// The name, without the slash.
    pub name: String,
    /// How it is written: `/remind <minutes> <text>`.
    pub usage: String,
    /// What it does; one of a plugin names the plugin.
    pub description: String,
    /// Whether it is for admins alone.
    pub admin: bool,
    /// Whether it answers later, with a message to the session.
    pub background: bool,
}

impl CommandInfo {
    /// Returns what the command does, and whether its answer comes later, for lists.
    pub fn does(&self) -> String {
        let later = if self.background { "; answers later" } else { "" };
        format!("{}{later}", self.description)
    }
}

/// Runs a slash command: one of a plugin, or a built-in one.
pub(super) async fn run(
    state: &EngineState,
    name: &str,
    args: &str,
    session: Option<&Session>,
    cx: &Cx,
) -> Result<Reply, String> {
    if let Some(reply) = state.wiring(cx.identity()).command(name, args, cx).await {
        return reply.map_err(|error| error.to_string());
    }
    let agent = &cx.identity().agent;
    let text = match name {
        "help" => help(state, args, cx.identity()),
        "plugins" => Ok(list_plugins(state)),
        "agents" => Ok(list_agents(state, agent)),
        // One with a name begins a turn: see `intercept`.
        SKILL => Ok(skills::list(&state.wiring(cx.identity()))),
        "new" => close(state, session, cx).await,
        _ => Err(unknown_command(state, name, cx.identity())),
    };
    text.map(Reply::from)
}

/// Returns every slash command of an agent.
pub(crate) fn commands(state: &EngineState, agent: &str) -> Vec<CommandInfo> {
    let role = state.options().agents.get(agent).map(AgentConfig::role);
    let wiring = state.plugins().wiring(agent, role.unwrap_or_default());
    let of_plugins = wiring.commands().map(|(decl, owner)| CommandInfo {
        name: decl.name.to_owned(),
        usage: decl.usage(),
        description: format!("{} ({})", decl.description, owner.id),
        admin: decl.scope == CommandScope::Admin,
        background: decl.background,
    });
    let built_in = BUILT_IN.iter().map(|(name, args, does)| CommandInfo {
        name: (*name).to_owned(),
        usage: format!("/{name} {args}").trim_end().to_owned(),
        description: (*does).to_owned(),
        admin: false,
        background: false,
    });
    built_in.chain(of_plugins).collect()
}

/// Returns the slash commands that somebody may run.
fn commands_for(state: &EngineState, identity: &Identity) -> Vec<CommandInfo> {
    let mut commands = commands(state, &identity.agent);
    commands.retain(|command| identity.admin || !command.admin);
    commands
}

/// Shows the commands that somebody may run, or one of them with its arguments.
fn help(state: &EngineState, name: &str, identity: &Identity) -> Result<String, String> {
    let line = |it: &CommandInfo| format!("{}: {}", it.usage, it.does());
    let commands = commands_for(state, identity);
    let name = name.trim_start_matches('/');
    if name.is_empty() {
        return Ok(commands.iter().map(line).collect::<Vec<_>>().join("\n"));
    }
    let Some(command) = commands.iter().find(|it| it.name == name) else {
        return Err(unknown_command(state, name, identity));
    };
    let wiring = state.wiring(identity);
    let parameters =
        wiring.commands().find(|(decl, _)| decl.name == name).and_then(|(decl, _)| decl.parameters());
    let parameters = parameters.and_then(Result::ok).unwrap_or_default();
    let lines = parameters.all().iter().map(|it| format!("\n  {it}  {}", described(it)));
    Ok(lines.fold(line(command), |text, next| text + next.trim_end()))
}

/// Returns what an argument is, and what it takes unless that is any text.
fn described(parameter: &Parameter) -> String {
    let kind = match parameter.kind {
        ParameterKind::Text | ParameterKind::Flag => String::new(),
        _ => format!("({})", parameter.kind),
    };
    format!("{} {kind}", parameter.description).trim().to_owned()
}

fn list_plugins(state: &EngineState) -> String {
    let lines = state.plugins().status().into_iter().map(|(id, status)| format!("{id}: {status}"));
    lines.collect::<Vec<_>>().join("\n")
}

fn list_agents(state: &EngineState, current: &str) -> String {
    let lines = state.options().agents.iter().map(|(name, config)| {
        let here = if name == current { " (this one)" } else { "" };
        format!("{name}: {}{here}", config.model)
    });
    lines.collect::<Vec<_>>().join("\n")
}

async fn close(state: &EngineState, session: Option<&Session>, cx: &Cx) -> Result<String, String> {
    let Some(session) = session else { return Ok("a new session begins with the next message".into()) };
    sessions::close(state, &session.id, false, cx).await.map_err(|error| error.to_string())?;
    Ok("this session is closed; the next message begins a new one".into())
}

fn unknown_command(state: &EngineState, name: &str, identity: &Identity) -> String {
    let known = commands_for(state, identity);
    match suggest::nearest(name, known.iter().map(|it| &*it.name)) {
        Some(near) => format!("there is no command /{name}; did you mean /{near}?"),
        None => format!("there is no command /{name}; /help shows those there are"),
    }
}

/// Splits `/name args` into name and arguments; paths and other texts that only begin with a slash are no commands.
pub(super) fn parse(message: &str) -> Option<(&str, &str)> {
    let rest = message.trim().strip_prefix('/')?;
    let (name, args) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let like_a_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    like_a_name.then_some((name, args.trim()))
}
