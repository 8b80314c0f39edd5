//! One step of an agent: a question to the model whose answer is recorded.

use super::agent_run::AgentRun;
use super::stop::Stop;
use super::store_retry::retry_for_seconds;
use crate::store::StoreError;
use hookwire::points::{Message, ModelRequest, ToolSpec};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

impl AgentRun {
    /// Asks the model for the next message, or replays it where the turn is resumed.
    pub(super) async fn step(
        &self,
        step: u32,
        system: &str,
        messages: &[Message],
        offer: &[ToolSpec],
    ) -> Result<Message, Stop> {
        let key = format!("{}model:{step}", self.prefix);
        if let Some(message) = self.turn.journal().replay::<Message>(&key) {
            self.show(&message.text);
            return Ok(message);
        }
        let mut request = ModelRequest::new(&*self.config.model, messages);
        system.clone_into(&mut request.system);
        request.tools = offer.to_vec();
        request.parameters = self.config.parameters.clone();
        let mut message = self.call_model(request).await?.message;
        self.name_calls(&mut message, step, messages);
        self.record_answer(&key, &message).await?;
        Ok(message)
    }

    /// Records an answer, so that the model is not asked again when another process resumes the turn.
    ///
    /// One that calls tools has to be recorded before they are called: asked again, a model gives its calls other ids, and
    /// what was done would not be found any more.
    async fn record_answer(&self, key: &str, message: &Message) -> Result<(), StoreError> {
        let record = || self.turn.journal().record(key, message);
        if !message.calls.is_empty() {
            return retry_for_seconds(record).await;
        }
        if let Err(error) = record().await {
            tracing::warn!("an answer could not be kept before the turn's end: {error}");
        }
        Ok(())
    }

    /// Gives every call of a message an id that is unique in the turn: results and approvals are told apart by it.
    fn name_calls(&self, message: &mut Message, step: u32, before: &[Message]) {
        let known = before.iter().flat_map(|message| &message.calls).map(|call| call.id.clone());
        let mut seen: HashSet<String> = known.collect();
        // A member does not see the ids of its lead and of other members.
        let place = if self.prefix.is_empty() { String::new() } else { format!("{}_", short(&self.prefix)) };
        for (index, call) in message.calls.iter_mut().enumerate() {
            if !place.is_empty() || call.id.is_empty() || seen.contains(&call.id) {
                call.id = format!("call_{place}{step}_{index}");
            }
            while !seen.insert(call.id.clone()) {
                call.id.push('_');
            }
        }
    }
}

/// Returns a short text that stands for a member's prefix.
fn short(prefix: &str) -> String {
    hex::encode(&Sha256::digest(prefix.as_bytes())[..4])
}
