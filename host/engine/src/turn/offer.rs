use super::agent_run::AgentRun;
use super::stop::Stop;
use super::{delegate, spill};
use crate::skills;
use hookwire::plugin::LOAD_SKILL;
use hookwire::points::{Message, ToolOffer, ToolSelect, ToolSpec};

impl AgentRun {
    /// Returns the tools that the agent may call now.
    pub(super) async fn offer(&self, messages: &[Message]) -> Result<Vec<ToolSpec>, Stop> {
        // A source may take its time; nobody who gives up waits for it.
        let sourced = tokio::select! {
            biased;
            sourced = self.wiring.sourced_tools() => sourced,
            stop = self.stopped() => return Err(stop),
        };
        let allowed = self.wiring.tools().filter(|(decl, _)| self.config.allows(decl.name));
        let mut tools: Vec<_> = allowed.filter_map(|(decl, _)| self.state.tools().spec(decl)).collect();
        tools.extend(sourced.into_iter().map(|tool| tool.spec).filter(|spec| self.config.allows(&spec.name)));
        if !self.config.members.is_empty() && self.depth < self.config.limits.depth {
            tools.push(delegate::spec(&self.config.members));
        }
        if self.config.allows(LOAD_SKILL) {
            tools.extend(skills::spec(&self.wiring));
        }
        if spill::is_in(messages) {
            tools.push(spill::spec());
        }
        let mut offer = ToolOffer::new(tools);
        self.wiring.fire::<ToolSelect>(&mut offer, &self.cx).await?;
        Ok(offer.tools)
    }
}
