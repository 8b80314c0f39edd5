use super::member::Member;
use super::plugins::Plugins;
use super::start_error::{GateDown, StartError};
use super::status::Status;

impl Plugins {
    /// Initialises and starts all plugins that are not disabled, and makes the first chains.
    pub(super) async fn start_all(&self) -> Result<(), StartError> {
        let state = self.state();
        let mut members = state.members.lock().await;
        let cx = self.own_cx();
        let disabled = &state.settings.disabled;
        for member in members.iter_mut().filter(|it| !disabled.contains(it.manifest.id)) {
            member.init(&state.settings, &cx).await;
        }
        for member in members.iter_mut() {
            member.start(&cx).await;
        }
        let down: Vec<_> = members.iter().filter_map(|member| self.down(member)).collect();
        self.rewire(&members);
        drop(members);
        if down.is_empty() {
            return Ok(());
        }
        self.stop().await;
        Err(StartError::Gate(down))
    }

    /// Returns a plugin that failed and without which the host must not run.
    fn down(&self, member: &Member) -> Option<GateDown> {
        let id = member.manifest.id;
        let required = self.settings().required.contains(id);
        match &member.status {
            Status::Failed(why) if required || member.manifest.owns_gate() => {
                Some(GateDown { plugin: id, required, why: why.clone(), problems: member.problems.clone() })
            }
            _ => None,
        }
    }

    /// Stops every plugin, in the reverse order of their start, and returns what did not go well.
    pub async fn stop(&self) -> Vec<(&'static str, String)> {
        let mut members = self.state().members.lock().await;
        let cx = self.own_cx();
        let mut unclean = Vec::new();
        for member in members.iter_mut().filter(|member| member.status == Status::Live) {
            member.status = Status::Disabled;
        }
        self.rewire(&members);
        for member in members.iter_mut().rev() {
            if let Err(why) = member.shutdown(&cx).await {
                tracing::warn!(plugin = member.manifest.id, "{why}");
                unclean.push((member.manifest.id, why));
            }
        }
        unclean
    }
}
