use super::checks::{HumanApproval, SchemaCheck};
use super::error::CallError;
use crate::cx::{Chains, Cx};
use crate::point::Verdict;
use crate::points::{ToolCall, ToolGate, ToolSpec};

/// A call that every gate has allowed, or a human where a gate asked. Only the gate stage makes one.
#[derive(Debug)]
pub struct Cleared(ToolCall);

impl Cleared {
    /// Returns the call.
    pub fn call(&self) -> &ToolCall {
        &self.0
    }
}

/// The gate stage: what decides whether a call may run.
pub(super) struct Gates<'a> {
    pub(super) chains: &'a dyn Chains,
    pub(super) cx: &'a Cx,
    pub(super) spec: &'a ToolSpec,
    pub(super) schemas: &'a dyn SchemaCheck,
    pub(super) human: &'a dyn HumanApproval,
}

impl Gates<'_> {
    /// Validates the arguments, asks the gates, and a human if a gate wants one.
    pub(super) async fn clear(&self, call: ToolCall) -> Result<Cleared, CallError> {
        self.validate(&call)?;
        match self.chains.fire::<ToolGate>(&call, self.cx).await.verdict() {
            Verdict::Allow => {}
            Verdict::Deny(reason) => return Err(CallError::Denied(reason)),
            Verdict::Ask(reason) => {
                self.human.ask(&call, &reason, self.cx).await.map_err(CallError::NotAllowed)?;
            }
        }
        Ok(Cleared(call))
    }

    pub(super) fn validate(&self, call: &ToolCall) -> Result<(), CallError> {
        self.schemas.check(call, self.spec).map_err(CallError::Arguments)
    }
}
