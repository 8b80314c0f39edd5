use super::plugins::Plugins;
use crate::fault::{Fault, aftermath};
use crate::point::HookPoint;
use crate::points::PluginFault;

impl Plugins {
    /// Delivers every fault to the `plugin.fault` hooks of the other plugins, for as long as it is polled.
    pub async fn run_fault_delivery(&self) {
        while let Some(fault) = self.state().faults.next().await {
            self.deliver(&fault).await;
        }
    }

    /// Delivers the faults that wait, and returns them.
    pub async fn flush_faults(&self) -> Vec<Fault> {
        let faults = self.state().faults.drain();
        for fault in &faults {
            self.deliver(fault).await;
        }
        faults
    }

    async fn deliver(&self, fault: &Fault) {
        if fault.aftermath {
            return;
        }
        let point = PluginFault::INFO.name;
        let others = self.assemble(None, |plugin| plugin.id != fault.plugin, |name| name == point);
        let cx = self.own_cx();
        let _ = aftermath(others.fire::<PluginFault>(fault, &cx)).await;
    }
}
