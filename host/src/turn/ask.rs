use super::attempts::AskError;
use super::persist::briefly;
use super::shown::Shown;
use super::{AgentRun, Stop, meter};
use crate::agent::Event;
use crate::store::StoreError;
use hookwire::chain::Refused;
use hookwire::points::{Message, ModelAfter, ModelBefore, ModelRequest, ModelResponse, ModelWrap, ToolSpec};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

impl AgentRun {
    /// Asks the model once, inside all hooks.
    pub(super) async fn ask(
        &self,
        step: u32,
        system: &str,
        messages: &[Message],
        offer: &[ToolSpec],
    ) -> Result<Message, Stop> {
        let key = format!("{}model:{step}", self.prefix);
        if let Some(message) = self.shared.journal.done::<Message>(&key) {
            self.show(&message.text);
            return Ok(message);
        }
        let mut request = ModelRequest::new(&*self.profile.model, messages);
        system.clone_into(&mut request.system);
        request.tools = offer.to_vec();
        request.parameters = self.profile.parameters.clone();
        let mut message = self.respond(request).await?.message;
        self.name_calls(&mut message, step, messages);
        self.journal(&key, &message).await?;
        Ok(message)
    }

    /// Keeps an answer, so that the model is not asked again when another process goes on.
    ///
    /// One that calls tools has to be kept before they are: asked again, a model names its calls otherwise, and what was
    /// done would not be known any more.
    async fn journal(&self, key: &str, message: &Message) -> Result<(), StoreError> {
        let keep = || self.shared.journal.keep(key, message);
        if !message.calls.is_empty() {
            return briefly(keep).await;
        }
        if let Err(error) = keep().await {
            tracing::warn!("an answer could not be kept before the turn's end: {error}");
        }
        Ok(())
    }

    /// Lets a request pass the hooks and a model answer it.
    pub(crate) async fn respond(&self, mut request: ModelRequest) -> Result<ModelResponse, Stop> {
        self.wiring.fire::<ModelBefore>(&mut request, &self.cx).await?;
        let shown = Shown::default();
        let mut response = self.wrapped(request, &shown).await?;
        let unseen = shown.text().is_empty();
        if unseen && !response.message.text.is_empty() {
            // A hook answered in the model's place; its answer passes where the model's would have.
            if self.piece(response.message.text.clone(), false, &shown)?.is_some() {
                response.message.calls.clear();
            } else {
                self.piece(String::new(), true, &shown)?;
            }
            shown.text().clone_into(&mut response.message.text);
        }
        self.wiring.fire::<ModelAfter>(&mut response, &self.cx).await?;
        self.settle(&response.message.text, &shown);
        Ok(response)
    }

    async fn wrapped(&self, request: ModelRequest, shown: &Shown) -> Result<ModelResponse, Stop> {
        let ask = |request| -> futures::future::BoxFuture<'_, hookwire::Result<ModelResponse>> {
            Box::pin(async move { Ok(self.attempts(request, shown).await?) })
        };
        let answer = self.wiring.wrap::<ModelWrap>(request, &self.cx, &ask);
        let answered = tokio::select! {
            biased;
            stop = self.stopped() => return Err(stop),
            answered = answer => answered,
        };
        answered.map_err(|error| {
            let refused = error.downcast_ref::<Refused>().is_some()
                || matches!(error.downcast_ref(), Some(AskError::Stopped(Stop::Refused(_))));
            if refused { Stop::Refused(error.to_string()) } else { Stop::Failed(error.to_string()) }
        })
    }

    /// Gives every call of a message an id of its own, in the whole turn: results and approvals are told apart by it.
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

    /// Tells people what a model call cost.
    pub(super) fn cost(&self, model: &str, usage: hookwire::model::Usage) {
        let hookwire::model::Usage { input_tokens, output_tokens, cost } = usage;
        meter::model(model, input_tokens, output_tokens);
        self.shared.budget.spend(input_tokens + output_tokens);
        self.shared.feed.push(Event::Usage { model: model.to_owned(), input_tokens, output_tokens, cost });
    }
}

/// Stands for the place of a member in the turn.
fn short(prefix: &str) -> String {
    hex::encode(&Sha256::digest(prefix.as_bytes())[..4])
}
