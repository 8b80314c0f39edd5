use super::Engine;
use super::inner::now;
use crate::store::Session;
use hookwire::cx::Cx;
use hookwire::points::SessionEnd;
use hookwire::suggest;
use std::fmt::Write;

/// The commands that every agent has.
const OWN: [(&str, &str); 4] = [
    ("help", "shows the commands"),
    ("plugins", "shows the plugins and how they fare"),
    ("agents", "shows the agents"),
    ("new", "ends this session; the next message begins another"),
];

impl Engine {
    /// Runs a slash command.
    pub(super) async fn command(
        &self,
        name: &str,
        args: &str,
        session: Option<&Session>,
        cx: &Cx,
    ) -> Result<String, String> {
        let wiring = self.plugins.wiring(&cx.identity().agent, cx.identity().role);
        if let Some(reply) = wiring.command(name, args, cx).await {
            return reply.map(|reply| reply.text).map_err(|error| error.to_string());
        }
        match name {
            "help" => Ok(self.help(cx)),
            "plugins" => Ok(self.show_plugins()),
            "agents" => Ok(self.show_agents(&cx.identity().agent)),
            "new" => self.end(session, cx).await,
            _ => Err(self.no_command(name, cx)),
        }
    }

    /// Returns every command with what it does.
    pub fn commands(&self, agent: &str) -> Vec<(String, String)> {
        let role = self.options.agents.get(agent).map(crate::options::AgentConfig::role);
        let wiring = self.plugins.wiring(agent, role.unwrap_or_default());
        let brought = wiring
            .commands()
            .map(|(decl, owner)| (decl.name.to_owned(), format!("{} ({})", decl.description, owner.id)));
        let own = OWN.iter().map(|(name, does)| ((*name).to_owned(), (*does).to_owned()));
        own.chain(brought).collect()
    }

    fn help(&self, cx: &Cx) -> String {
        let mut text = String::new();
        for (name, does) in self.commands(&cx.identity().agent) {
            let _ = writeln!(text, "/{name}: {does}");
        }
        text.trim_end().to_owned()
    }

    fn show_plugins(&self) -> String {
        let lines = self.plugins.status().into_iter().map(|(id, status)| format!("{id}: {status}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn show_agents(&self, current: &str) -> String {
        let lines = self.options.agents.iter().map(|(name, profile)| {
            let here = if name == current { " (this one)" } else { "" };
            format!("{name}: {}{here}", profile.model)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    async fn end(&self, session: Option<&Session>, cx: &Cx) -> Result<String, String> {
        let Some(session) = session else { return Ok("a new session begins with the next message".into()) };
        self.close(&session.id, false, cx).await.map_err(|error| error.to_string())?;
        Ok("this session is closed; the next message begins a new one".into())
    }

    /// Closes a session and tells the plugins.
    pub(crate) async fn close(
        &self,
        session: &str,
        expired: bool,
        cx: &Cx,
    ) -> Result<bool, crate::store::StoreError> {
        let closed = self.store.close_session(session, expired, now()).await?;
        if closed {
            let mut end = SessionEnd::new(session);
            end.expired = expired;
            let wiring = self.plugins.wiring(&cx.identity().agent, cx.identity().role);
            let _ = wiring.fire::<SessionEnd>(&end, cx).await;
        }
        Ok(closed)
    }

    fn no_command(&self, name: &str, cx: &Cx) -> String {
        let known = self.commands(&cx.identity().agent);
        match suggest::nearest(name, known.iter().map(|(name, _)| &**name)) {
            Some(near) => format!("there is no command /{name}; did you mean /{near}?"),
            None => format!("there is no command /{name}; /help shows those there are"),
        }
    }
}

/// Takes `/name args` apart; paths and other texts that only begin with a slash are no commands.
pub(super) fn split(message: &str) -> Option<(&str, &str)> {
    let rest = message.trim().strip_prefix('/')?;
    let (name, args) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let like_a_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    like_a_name.then_some((name, args.trim()))
}
