//! Model calls with retries and fallback.

use super::agent_run::AgentRun;
use super::metrics;
use super::model_error::AskError;
use super::streamed_text::StreamedText;
use crate::time::millis;
use futures_util::FutureExt;
use hookwire::panic::message;
use hookwire::points::{
    ModelExhausted, ModelFallback, ModelRateLimit, ModelRequest, ModelResponse, ModelRetry,
};
use std::panic::AssertUnwindSafe;
use std::time::Duration;

impl AgentRun {
    /// Calls the model, and then each fallback model, until one of them answers.
    pub(super) async fn call_with_fallback(
        &self,
        mut request: ModelRequest,
        streamed: &StreamedText,
    ) -> Result<ModelResponse, AskError> {
        let mut fallback = self.config.fallback.iter();
        let mut attempts = 0;
        loop {
            let error = match self.call_with_retry(&request, streamed, &mut attempts).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let next = fallback.next().filter(|_| error.may_fall_back());
            let Some(next) = next else {
                if error.may_fall_back() {
                    let mut event = ModelExhausted::new(&*request.model, attempts, error.to_string());
                    event.error_kind = error.kind();
                    event.status = error.status();
                    self.wiring.notify::<ModelExhausted>(&event, &self.cx).await;
                }
                return Err(error);
            };
            self.turn.push_notice(format!("{error}; asking `{next}` instead"));
            let event = ModelFallback::new(&*request.model, &**next);
            self.wiring.notify::<ModelFallback>(&event, &self.cx).await;
            next.clone_into(&mut request.model);
        }
    }

    /// Calls one model, as many times as the retry policy allows; counts the attempts.
    async fn call_with_retry(
        &self,
        request: &ModelRequest,
        streamed: &StreamedText,
        attempts: &mut u32,
    ) -> Result<ModelResponse, AskError> {
        let model = self.state.models().open(&request.model, &self.cx).await?;
        let mut attempt = 0;
        loop {
            attempt += 1;
            *attempts += 1;
            // A model is code of a plugin, so it may panic.
            let once = async { self.stream_once(&*model, request, streamed).await };
            let error = match AssertUnwindSafe(once).catch_unwind().await {
                Ok(Ok(response)) => return Ok(response),
                Ok(Err(error)) => error,
                Err(payload) => {
                    AskError::Panicked { model: request.model.clone(), message: message(payload) }
                }
            };
            metrics::model_failure(&request.model);
            if error.is_rate_limit() {
                self.notify_rate_limit(request, attempt, &error).await;
            }
            let wait = self.config.retry.wait(attempt, error.retry_after());
            let Some(wait) = wait.filter(|_| error.is_passing()) else {
                return Err(error);
            };
            self.pause(request, attempt + 1, wait, &error).await;
        }
    }

    async fn notify_rate_limit(&self, request: &ModelRequest, attempt: u32, error: &AskError) {
        let most = self.config.retry.attempts.max(1);
        let mut event = ModelRateLimit::new(&*request.model, attempt, most);
        event.retry_after_ms = error.retry_after().map(millis);
        self.wiring.notify::<ModelRateLimit>(&event, &self.cx).await;
    }

    /// Waits before the next attempt.
    async fn pause(&self, request: &ModelRequest, attempt: u32, wait: Duration, error: &AskError) {
        let mut event = ModelRetry::new(&*request.model, attempt, self.config.retry.attempts);
        event.wait_ms = millis(wait);
        event.error = error.to_string();
        event.error_kind = error.kind();
        event.status = error.status();
        self.wiring.notify::<ModelRetry>(&event, &self.cx).await;
        self.turn.push_notice(format!("{error}; asking again in {:.1} s", wait.as_secs_f64()));
        tokio::time::sleep(wait).await;
    }
}
