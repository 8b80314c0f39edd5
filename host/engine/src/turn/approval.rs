use super::agent_run::AgentRun;
use crate::approvals::call_hash;
use crate::feed::Event;
use crate::mutex::lock;
use crate::store::{Answer, Approval, ApprovalState, Resolution, Scope, StoreError};
use crate::time::{moment, now};
use hookwire::cx::Cx;
use hookwire::points::{ApprovalRequested, ApprovalResolved, Decision, ToolCall};
use std::sync::Mutex;
use uuid::Uuid;

/// The approval that a call waits for, if it waits for one.
#[derive(Debug, Default)]
pub(super) struct OpenApproval(Mutex<Option<String>>);

impl OpenApproval {
    fn set(&self, id: &str) {
        *lock(&self.0) = Some(id.to_owned());
    }

    fn take(&self) -> Option<String> {
        lock(&self.0).take()
    }
}

impl AgentRun {
    /// Waits until a human allows a call about which a gate asks, or returns why none did.
    pub(super) async fn ask_human(
        &self,
        call: &ToolCall,
        reason: &str,
        cx: &Cx,
        open: &OpenApproval,
    ) -> Result<(), String> {
        let session = self.turn.session();
        if session.is_empty() {
            return Err(format!(
                "the call needs somebody to allow it, and there is no session to ask in ({reason})"
            ));
        }
        let failed = |error: StoreError| format!("nobody could be asked: {error}");
        let (hash, agent) = (call_hash(call), &self.cx.identity().agent);
        let granted =
            self.state.store().find_grant(session, agent, &call.tool, &hash).await.map_err(failed)?;
        if granted.is_some() {
            return Ok(());
        }
        let approval =
            self.request_approval(call, hash, reason.to_owned(), cx, open).await.map_err(failed)?;
        let answered = self.wait_for_approval(&approval).await.map_err(failed)?;
        open.take();
        self.notify_resolved(&answered, cx).await;
        let reason = answered.reason;
        match answered.state {
            ApprovalState::Approved => Ok(()),
            ApprovalState::Expired => Err(format!("nobody allowed the call in time ({reason})")),
            _ if self.turn.is_unattended() => {
                Err(format!("nobody is here who could allow the call ({reason})"))
            }
            _ => Err(format!("`{}` did not allow the call ({reason})", answered.by.unwrap_or_default())),
        }
    }

    /// Stores the request for an approval, unless the same call of the turn has one already, and tells those concerned.
    async fn request_approval(
        &self,
        call: &ToolCall,
        hash: String,
        reason: String,
        cx: &Cx,
        open: &OpenApproval,
    ) -> Result<Approval, StoreError> {
        let wanted = self.approval(call, hash, reason);
        open.set(&wanted.id);
        let asked = self.state.store().request_approval(&wanted).await?;
        open.set(&asked.id);
        if asked.id == wanted.id {
            let mut event = ApprovalRequested::new(&*asked.id, call.clone(), &*asked.reason);
            event.expires = Some(moment(asked.expires_at));
            self.wiring.notify::<ApprovalRequested>(&event, cx).await;
        }
        if self.turn.is_unattended() {
            self.answer_approval(&asked.id, "nobody").await?;
        } else if asked.state == ApprovalState::Pending {
            self.turn.push(Event::Approval { approval: Box::new(asked.clone()) });
        }
        Ok(asked)
    }

    async fn wait_for_approval(&self, approval: &Approval) -> Result<Approval, StoreError> {
        let answer = self.state.approvals().wait(&approval.id);
        if !self.turn.is_unattended() && approval.state == ApprovalState::Pending {
            self.turn.wait_for_human(answer).await
        } else {
            answer.await
        }
    }

    /// Withdraws the approval of a call that was given up.
    pub(super) async fn withdraw_approval(&self, open: &OpenApproval, cx: &Cx) {
        let Some(id) = open.take() else { return };
        match self.answer_approval(&id, "the turn").await {
            Ok(Resolution::Now(approval) | Resolution::Before(approval)) => {
                self.notify_resolved(&approval, cx).await;
            }
            Ok(Resolution::Unknown) => {}
            Err(error) => tracing::warn!("the approval `{id}` could not be taken back: {error}"),
        }
    }

    /// Denies an approval for which there is no human.
    async fn answer_approval(&self, id: &str, by: &str) -> Result<Resolution, StoreError> {
        let answer = Answer { approve: false, by: by.to_owned(), scope: Scope::Once, at: now() };
        self.state.approvals().answer(id, &answer).await
    }

    async fn notify_resolved(&self, approval: &Approval, cx: &Cx) {
        let decision = match approval.state {
            ApprovalState::Approved => Decision::Approved,
            ApprovalState::Expired => Decision::Expired,
            _ => Decision::Denied,
        };
        let by = approval.by.clone().unwrap_or_else(|| "the clock".into());
        let event = ApprovalResolved::new(&*approval.id, decision, &*by);
        self.wiring.notify::<ApprovalResolved>(&event, cx).await;
        self.turn.push(Event::Resolved { approval: approval.id.clone(), decision, by });
    }

    fn approval(&self, call: &ToolCall, hash: String, reason: String) -> Approval {
        let identity = self.cx.identity();
        let asked_at = now();
        Approval {
            id: Uuid::now_v7().to_string(),
            session: self.turn.session().to_owned(),
            turn: self.turn.number(),
            agent: identity.agent.clone(),
            owner: self.turn.owner().clone(),
            call: call.clone(),
            hash,
            reason,
            asked_at,
            expires_at: asked_at.saturating_add(self.state.approvals().expire_after()),
            state: ApprovalState::Pending,
            by: None,
            scope: Scope::Once,
        }
    }
}
