use crate::config_reload::ConfigReload;
use crate::context::{Context, Startup, block_on};
use crate::control;
use crate::error::CliError;
use crate::log;
use crate::lookup::find_session;
use crate::prompt::{self, Format, Prompt};
use crate::server::{self, ServerHandle};
use crate::start::start;
use crate::user::current_user;
use crate::verb::Verb;
use hookwire_engine::{Engine, SendError};
use hookwire_terminal::{Conversation, talk};
use std::io::{self, IsTerminal};

/// Talks with the agent
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Chat {
    /// Answers this one message and ends; `-` reads it from the input
    #[arg(short, long, value_name = "MESSAGE")]
    prompt: Option<String>,
    /// Goes on with this session
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// The agent that answers
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,
    /// Writes how it ended as one JSON object: session, turn, end, response, error, `duration_ms`
    #[arg(long, requires = "prompt", conflicts_with = "events")]
    json: bool,
    /// Writes everything that happens as it comes, one JSON object a line; the last is the end
    #[arg(long, requires = "prompt")]
    events: bool,
}

#[derive(Debug, thiserror::Error)]
enum ChatError {
    #[error(
        "there is no terminal to talk in; give the message with -p \"…\", or -p - and the message as input"
    )]
    NoTerminal,
}

impl Verb for Chat {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        if let Some(message) = self.prompt {
            let format = match (self.json, self.events) {
                (true, _) => Format::Json,
                (_, true) => Format::Events,
                _ => Format::Text,
            };
            let prompt = Prompt { message, session: self.session, agent: self.agent, format };
            return prompt::answer(startup.configure()?, prompt);
        }
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            return self.converse(startup.configure_without_log()?);
        }
        startup.configure()?;
        Err(CliError::verb(ChatError::NoTerminal))
    }
}

impl Chat {
    /// Talks in the terminal, while the HTTP server runs as well.
    fn converse(&self, context: Context) -> Result<(), CliError> {
        block_on(async {
            let store = context.data.open_store().await?;
            let folder = context.data.create()?;
            log::to_file(context.log.as_deref(), folder)?;
            let host = start(context.registry, &context.config, store).await?;
            let engine = host.engine().clone();
            let (agent, session) = self.agent_and_session(&engine).await?;
            let resumed = engine.resume().await?;
            let server = server::bind(&engine, &context.config.options().http).await.map(ServerHandle::start);
            let address =
                server.as_ref().map(|server| server.address().to_owned()).map_err(ToString::to_string);
            let http = context.config.options().http.clone();
            let _control = control::open(engine.clone(), http, folder).await;
            let _reload = ConfigReload::start(engine.clone(), context.source.clone(), context.config.clone());
            let conversation = Conversation::new(engine.clone(), agent, session, current_user())?;
            let ended = talk(conversation, folder, address, resumed).await;
            server::stop(host, server.ok(), "the conversation is over").await;
            ended?;
            if engine.is_ownership_lost() { Err(engine.ownership_lost().await.into()) } else { Ok(()) }
        })
    }

    /// Returns the name of the agent that was asked for, else the session's, else the terminal's; and the session's id.
    async fn agent_and_session(&self, engine: &Engine) -> Result<(String, Option<String>), CliError> {
        let session = match &self.session {
            Some(id) => Some(find_session(&**engine.store(), id).await?),
            None => None,
        };
        let asked = self.agent.clone().or(session.as_ref().map(|session| session.agent.clone()));
        let name = asked.unwrap_or_else(|| engine.options().route("terminal").to_owned());
        if !engine.options().agents.contains_key(&name) {
            return Err(SendError::NoAgent(engine.options().no_agent(&name)).into());
        }
        Ok((name, session.map(|session| session.id)))
    }
}
