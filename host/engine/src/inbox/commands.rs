use crate::options::AgentConfig;
use crate::sessions;
use crate::skills;
use crate::state::EngineState;
use crate::store::Session;
use hookwire::Reply;
use hookwire::cx::Cx;
use hookwire::suggest;
use std::fmt::Write;

/// The command that gives a skill to the agent, or lists the skills.
pub(super) const SKILL: &str = "skill";

/// The commands that every agent has, each with its description.
const BUILT_IN: [(&str, &str); 5] = [
    ("help", "shows the commands"),
    ("plugins", "shows the plugins and how they fare"),
    ("agents", "shows the agents"),
    (SKILL, "lists the skills; /skill NAME TASK has the agent follow one"),
    ("new", "ends this session; the next message begins another"),
];

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
        "help" => Ok(help(state, agent)),
        "plugins" => Ok(list_plugins(state)),
        "agents" => Ok(list_agents(state, agent)),
        // One with a name begins a turn: see `intercept`.
        SKILL => Ok(skills::list(&state.wiring(cx.identity()))),
        "new" => close(state, session, cx).await,
        _ => Err(unknown_command(state, name, agent)),
    };
    text.map(Reply::from)
}

/// Returns every slash command of an agent with its description.
pub(crate) fn commands(state: &EngineState, agent: &str) -> Vec<(String, String)> {
    let role = state.options().agents.get(agent).map(AgentConfig::role);
    let wiring = state.plugins().wiring(agent, role.unwrap_or_default());
    let of_plugins = wiring
        .commands()
        .map(|(decl, owner)| (decl.name.to_owned(), format!("{} ({})", decl.description, owner.id)));
    let built_in = BUILT_IN.iter().map(|(name, does)| ((*name).to_owned(), (*does).to_owned()));
    built_in.chain(of_plugins).collect()
}

fn help(state: &EngineState, agent: &str) -> String {
    let mut text = String::new();
    for (name, does) in commands(state, agent) {
        let _ = writeln!(text, "/{name}: {does}");
    }
    text.trim_end().to_owned()
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

fn unknown_command(state: &EngineState, name: &str, agent: &str) -> String {
    let known = commands(state, agent);
    match suggest::nearest(name, known.iter().map(|(name, _)| &**name)) {
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
