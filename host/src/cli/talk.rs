use super::CliError;
use super::command::{Setting, block_on};
use super::sessions::find;
use super::verbs::Chat;
use super::{log, serve};
use crate::agent::{Engine, SendError};
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
        let (name, session) = partner(&agent, chat).await?;
        let resumed = agent.resume().await?;
        let door = serve::entrance(&agent, &agent.options().http).await.map(serve::Door::open);
        let address = door.as_ref().map(serve::Door::address).map_err(ToString::to_string);
        let talk = Talk::new(agent.clone(), name, session, folder)?;
        let talked = talk.run(address, resumed).await;
        serve::stop(host, door.ok(), "the conversation is over").await;
        talked?;
        if agent.is_ownership_lost() { Err(agent.ownership_lost().await.into()) } else { Ok(()) }
    })
}

/// Returns the agent that answers, which is the one asked for, the session's, or the terminal's; and the session.
async fn partner(agent: &Engine, chat: &Chat) -> Result<(String, Option<String>), CliError> {
    let session = match &chat.session {
        Some(id) => Some(find(&**agent.store(), id).await?),
        None => None,
    };
    let asked = chat.agent.clone().or(session.as_ref().map(|session| session.agent.clone()));
    let name = asked.unwrap_or_else(|| agent.options().route("terminal").to_owned());
    if !agent.options().agents.contains_key(&name) {
        return Err(SendError::NoAgent(agent.options().no_agent(&name)).into());
    }
    Ok((name, session.map(|session| session.id)))
}
