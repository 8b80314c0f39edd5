use crate::state::EngineState;
use crate::store::Owner;
use hookwire::Reply;
use hookwire::cx::{Cancel, RequestKind};
use hookwire::plugin::VerbDecl;
use serde_json::Value;
use std::iter::once;

/// Runs a verb of a plugin for whoever runs the host; `None` if no live plugin of this id brings one of this name.
///
/// It runs for the agent of the command line, or for another one, where the plugin does not work for that.
pub(crate) async fn run(
    state: &EngineState,
    plugin: &str,
    name: &str,
    args: Value,
) -> Option<hookwire::Result<Reply>> {
    let options = state.options();
    let agents = once(options.route("cli")).chain(options.agents.keys().map(String::as_str));
    for agent in agents {
        let mut identity = state.identity(RequestKind::Cli, agent, &Owner::default(), None);
        identity.channel = Some("cli".to_owned());
        let wiring = state.wiring(&identity);
        let mut verbs = wiring.contributions::<VerbDecl>();
        if verbs.any(|(verb, owner)| owner.id == plugin && verb.name == name) {
            let cx = state.cx(identity, Cancel::default());
            return wiring.verb(plugin, name, args, &cx).await;
        }
    }
    None
}
