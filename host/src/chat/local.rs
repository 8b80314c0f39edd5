//! The commands that only a terminal has; a plugin's command of the same name comes first.

use super::follow::View;
use super::talk::{Next, Talk};
use super::text::{line, safe};
use crate::agent::{Engine, now};
use crate::store::{Approval, Owner, Page, Session};
use std::io;

const OWN: [(&str, &str); 5] = [
    ("approvals", "asks again what waits for an answer"),
    ("quit", "leaves, as Ctrl-D does"),
    ("reset", "ends this session, as /new does"),
    ("resume", "goes on with a session: /resume, its number or the beginning of its id"),
    ("sessions", "shows the last sessions"),
];
const SHOWN: u32 = 10;

/// Returns every command that can be typed here, in the order of their names, with what it does.
pub(super) fn commands(agent: &Engine, name: &str) -> Vec<(String, String)> {
    let mut commands = agent.commands(name);
    let own = OWN.iter().filter(|(own, _)| !is_brought(&commands, own)).collect::<Vec<_>>();
    commands.extend(own.into_iter().map(|(name, does)| ((*name).to_owned(), (*does).to_owned())));
    commands.sort();
    commands
}

fn is_brought(commands: &[(String, String)], name: &str) -> bool {
    commands.iter().any(|(brought, _)| brought == name)
}

impl Talk {
    /// Does what only a terminal does; `None` if the message is for the agent.
    pub(super) async fn local(&mut self, message: &str) -> io::Result<Option<Next>> {
        let Some(command) = message.trim().strip_prefix('/') else { return Ok(None) };
        let (name, args) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        if name != "help" && is_brought(&self.agent.commands(&self.name), name) {
            return Ok(None);
        }
        let next = match name {
            "quit" | "exit" => Next::Leave,
            "reset" => self.say("/new").await?,
            "help" => self.help()?,
            "sessions" => self.sessions().await?,
            "resume" => self.resume(args.trim()).await?,
            "approvals" => self.approvals().await?,
            _ => return Ok(None),
        };
        Ok(Some(next))
    }

    fn help(&mut self) -> io::Result<Next> {
        let commands = commands(&self.agent, &self.name);
        let widest = commands.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, does) in commands {
            let line = format!("/{name:<widest$}  {}", safe(&does));
            self.show.screen.prose(&line, widest + 3)?;
        }
        let keys = "a line that ends with \\ goes on; Tab completes; ↑ brings old lines back";
        self.show.screen.prose(&self.style.dim(keys), 0)?;
        self.show.screen.blank()?;
        Ok(Next::On)
    }

    async fn sessions(&mut self) -> io::Result<Next> {
        let sessions = self.last_sessions().await?;
        for (index, session) in sessions.iter().enumerate() {
            let here = if self.session.as_ref() == Some(&session.id) { " (this one)" } else { "" };
            let said = self.first_words(session).await?;
            let ago = crate::time::ago(now() - session.active_at);
            let line = format!("{:>3}  {}  {ago:<14} {}{here}", index + 1, self.style.dim(&session.id), said);
            self.show.screen.line(&line)?;
        }
        if sessions.is_empty() {
            self.show.screen.line("there are no sessions yet")?;
        }
        self.show.screen.blank()?;
        Ok(Next::On)
    }

    async fn last_sessions(&self) -> io::Result<Vec<Session>> {
        let page = Page { limit: SHOWN, ..Page::default() };
        self.agent.store().sessions(Some(&Owner::default()), &page).await.map_err(io::Error::other)
    }

    async fn first_words(&self, session: &Session) -> io::Result<String> {
        let messages = self.agent.store().messages(&session.id, 0, 1).await.map_err(io::Error::other)?;
        Ok(messages.first().map_or(String::new(), |first| line(&first.message.text, 40)))
    }

    async fn resume(&mut self, which: &str) -> io::Result<Next> {
        let sessions = self.last_sessions().await?;
        let by_number = which.parse::<usize>().ok().and_then(|at| sessions.get(at.checked_sub(1)?));
        let by_id = || sessions.iter().find(|session| !which.is_empty() && session.id.starts_with(which));
        match by_number.or_else(by_id) {
            None => self
                .show
                .notice("write /resume with the number or the id of a session that /sessions shows")?,
            Some(session) if session.closed_at.is_some() => self.show.notice("that session is closed")?,
            Some(session) => {
                self.session = Some(session.id.clone());
                self.name.clone_from(&session.agent);
                self.recall(session).await?;
            }
        }
        self.show.screen.blank()?;
        Ok(Next::On)
    }

    /// Shows how a session left off.
    async fn recall(&mut self, session: &Session) -> io::Result<()> {
        let turn = self.agent.store().turn(&session.id, session.turns).await.map_err(io::Error::other)?;
        let last = turn.map_or(String::new(), |turn| turn.response);
        let said = self.first_words(session).await?;
        let turns = if session.turns == 1 { "1 turn".to_owned() } else { format!("{} turns", session.turns) };
        self.show.screen.line(&self.style.dim(&format!("on with \"{said}\", {turns}; last:")))?;
        self.show.screen.line(&safe(&last))
    }

    /// Returns the questions that nobody has answered.
    pub(super) async fn waiting(&self) -> io::Result<Vec<Approval>> {
        let owner = Owner::default();
        self.agent.store().approvals(Some(&owner), true, 100).await.map_err(io::Error::other)
    }

    /// Asks what nobody has answered, such as what an earlier run has asked.
    async fn approvals(&mut self) -> io::Result<Next> {
        let waiting = self.waiting().await?;
        if waiting.is_empty() {
            self.show.screen.line("nothing waits for an answer")?;
            self.show.screen.blank()?;
            return Ok(Next::On);
        }
        for approval in waiting {
            if self.ask(approval).await? == Next::Leave {
                return Ok(Next::Leave);
            }
        }
        self.show.screen.blank()?;
        Ok(Next::On)
    }
}
