use super::plugins::Plugins;
use crate::fault::{Fault, aftermath};
use crate::point::HookPoint;
use crate::points::PluginFault;

impl Plugins {
    /// Passes every fault to the `plugin.fault` hooks of the other plugins, for as long as it is polled.
    pub async fn attend(&self) {
        while let Some(fault) = self.faults.next().await {
            self.pass_on(&fault).await;
        }
    }

    /// Passes on the faults that wait, and returns them.
    pub async fn settle(&self) -> Vec<Fault> {
        let faults = self.faults.drain();
        for fault in &faults {
            self.pass_on(fault).await;
        }
        faults
    }

    async fn pass_on(&self, fault: &Fault) {
        if fault.aftermath {
            return;
        }
        let point = PluginFault::INFO.name;
        let others = self.assemble(|plugin| plugin.id != fault.plugin, |name| name == point);
        let cx = self.own_cx();
        let _ = aftermath(others.fire::<PluginFault>(fault, &cx)).await;
    }
}
