use super::AgentRun;
use crate::agent::{Event, now};
use crate::approvals;
use crate::store::{Answer, Approval, ApprovalState, Resolution, Scope, StoreError};
use hookwire::Verdict;
use hookwire::cx::Cx;
use hookwire::points::{ApprovalRequested, ApprovalResolved, Decision, ToolCall, ToolGate, ToolSpec};
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// A call that every gate has let pass. Nothing but [`AgentRun::clear`] makes one, and nothing runs without one.
#[derive(Debug)]
pub(super) struct Cleared(ToolCall);

impl Cleared {
    pub(super) fn call(&self) -> &ToolCall {
        &self.0
    }
}

/// The approval that a call waits for.
#[derive(Debug, Default)]
pub(super) struct Question(Mutex<Option<String>>);

impl Question {
    fn open(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AgentRun {
    /// Checks the arguments and asks the gates, and a human if a gate wants one.
    pub(super) async fn clear(
        &self,
        call: ToolCall,
        spec: &ToolSpec,
        cx: &Cx,
        question: &Question,
    ) -> Result<Cleared, String> {
        self.host.tools.schemas.check(&call, spec)?;
        match self.wiring.fire::<ToolGate>(&call, cx).await.verdict() {
            Verdict::Allow => Ok(Cleared(call)),
            Verdict::Deny(reason) => Err(format!("the call was denied by {reason}")),
            Verdict::Ask(reason) => self.ask_human(call, reason, cx, question).await,
        }
    }

    async fn ask_human(
        &self,
        call: ToolCall,
        reason: String,
        cx: &Cx,
        question: &Question,
    ) -> Result<Cleared, String> {
        if self.shared.journal.session.is_empty() {
            return Err(format!(
                "the call needs somebody to allow it, and there is no session to ask in ({reason})"
            ));
        }
        let failed = |error: StoreError| format!("nobody could be asked: {error}");
        let hash = approvals::hash(&call);
        let (session, agent) = (&self.shared.journal.session, &self.cx.identity().agent);
        let granted = self.host.store.find_grant(session, agent, &call.tool, &hash).await.map_err(failed)?;
        if granted.is_some() {
            return Ok(Cleared(call));
        }
        let wanted = self.approval(&call, hash, reason);
        *question.open() = Some(wanted.id.clone());
        let asked = self.host.store.request_approval(&wanted).await.map_err(failed)?;
        *question.open() = Some(asked.id.clone());
        if asked.id == wanted.id {
            let mut event = ApprovalRequested::new(&*asked.id, call.clone(), &*asked.reason);
            event.expires = Some(crate::time::moment(asked.expires_at));
            let _ = self.wiring.fire::<ApprovalRequested>(&event, cx).await;
        }
        if self.shared.unattended {
            self.refuse(&asked.id, "nobody").await.map_err(failed)?;
        } else if asked.state == ApprovalState::Pending {
            self.shared.feed.push(Event::Approval { approval: Box::new(asked.clone()) });
        }
        let waits = !self.shared.unattended && asked.state == ApprovalState::Pending;
        let answer = self.host.desk.wait(&asked.id);
        let answered = if waits { self.shared.wait(answer).await } else { answer.await }.map_err(failed)?;
        question.open().take();
        self.tell(&answered, cx).await;
        match answered.state {
            ApprovalState::Approved => Ok(Cleared(call)),
            ApprovalState::Expired => Err(format!("nobody allowed the call in time ({})", answered.reason)),
            _ if self.shared.unattended => {
                Err(format!("nobody is here who could allow the call ({})", answered.reason))
            }
            _ => Err(format!(
                "`{}` did not allow the call ({})",
                answered.by.unwrap_or_default(),
                answered.reason
            )),
        }
    }

    /// Takes a question back for whose answer nobody waits any more.
    pub(super) async fn take_back(&self, question: &Question, cx: &Cx) {
        let Some(id) = question.open().take() else { return };
        let answer = Answer { approve: false, by: "the turn".into(), scope: Scope::Once, at: now() };
        match self.host.desk.answer(&id, &answer).await {
            Ok(Resolution::Now(approval) | Resolution::Before(approval)) => self.tell(&approval, cx).await,
            Ok(Resolution::Unknown) => {}
            Err(error) => tracing::warn!("the approval `{id}` could not be taken back: {error}"),
        }
    }

    async fn refuse(&self, id: &str, by: &str) -> Result<(), StoreError> {
        let answer = Answer { approve: false, by: by.to_owned(), scope: Scope::Once, at: now() };
        self.host.desk.answer(id, &answer).await.map(drop)
    }

    async fn tell(&self, approval: &Approval, cx: &Cx) {
        let decision = match approval.state {
            ApprovalState::Approved => Decision::Approved,
            ApprovalState::Expired => Decision::Expired,
            _ => Decision::Denied,
        };
        let by = approval.by.clone().unwrap_or_else(|| "the clock".into());
        let event = ApprovalResolved::new(&*approval.id, decision, &*by);
        let _ = self.wiring.fire::<ApprovalResolved>(&event, cx).await;
        self.shared.feed.push(Event::Resolved { approval: approval.id.clone(), decision, by });
    }

    fn approval(&self, call: &ToolCall, hash: String, reason: String) -> Approval {
        let identity = self.cx.identity();
        let asked_at = now();
        Approval {
            id: Uuid::now_v7().to_string(),
            session: self.shared.journal.session.clone(),
            turn: self.shared.journal.turn,
            agent: identity.agent.clone(),
            owner: crate::store::Owner {
                tenant: identity.tenant.clone().unwrap_or_default(),
                user: identity.user.clone().unwrap_or_default(),
            },
            call: call.clone(),
            hash,
            reason,
            asked_at,
            expires_at: asked_at.saturating_add(self.host.desk.patience()),
            state: ApprovalState::Pending,
            by: None,
            scope: Scope::Once,
        }
    }
}
