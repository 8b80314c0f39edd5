use super::CliError;
use super::command::{Setting, block_on};
use super::verbs::Chat;
use super::{log, serve};
use crate::chat::Talk;
use crate::run::Host;

/// Talks in the terminal, with the HTTP door open beside it.
pub(super) fn talk(setting: Setting<'_>, chat: &Chat) -> Result<(), CliError> {
    block_on(async {
        let store = setting.data.open().await?;
        let folder = setting.data.folder()?;
        log::to_file(setting.log, folder)?;
        let host = Host::start(setting.registry, &setting.config, store).await?;
        let agent = host.agent().clone();
        let name = agent_of(&host, chat).await?;
        let resumed = agent.resume().await?;
        let door = serve::Door::open(&agent, &agent.options().http.clone()).await;
        let address = door.as_ref().map(serve::Door::address).map_err(ToString::to_string);
        let talk = Talk::new(agent, name, chat.session.clone(), folder)?;
        let talked = talk.run(address, resumed).await;
        serve::stop(host, door.ok(), "the conversation is over").await;
        Ok(talked?)
    })
}

/// Returns the agent that answers: the one asked for, the session's, or the terminal's.
async fn agent_of(host: &Host, chat: &Chat) -> Result<String, CliError> {
    let agent = host.agent();
    let session = match &chat.session {
        Some(id) => Some(super::sessions::find(&**agent.store(), id).await?),
        None => None,
    };
    let asked = chat.agent.clone().or(session.map(|session| session.agent));
    let name = asked.unwrap_or_else(|| agent.options().route("terminal").to_owned());
    match agent.options().agents.contains_key(&name) {
        true => Ok(name),
        false => Err(crate::agent::SendError::NoAgent(agent.options().no_agent(&name)).into()),
    }
}
