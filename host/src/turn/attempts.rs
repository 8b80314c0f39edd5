use super::shown::Shown;
use super::{AgentRun, Stop, meter};
use crate::agent::Event;
use crate::models::OpenError;
use futures::FutureExt;
use hookwire::model::ModelError;
use hookwire::points::{
    ModelExhausted, ModelFallback, ModelRateLimit, ModelRequest, ModelResponse, ModelRetry,
};
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

/// Why no model answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("`{model}`: {source}")]
    Model { model: String, source: ModelError },
    #[error("`{model}` panicked: {message}")]
    Panicked { model: String, message: String },
    #[error(transparent)]
    Stopped(#[from] Stop),
}

impl AskError {
    fn is_passing(&self) -> bool {
        matches!(self, Self::Model { source, .. } if source.is_passing())
    }

    fn may_fall_back(&self) -> bool {
        !matches!(self, Self::Stopped(_))
    }

    fn is_rate_limit(&self) -> bool {
        matches!(self, Self::Model { source: ModelError::RateLimited { .. }, .. })
    }

    /// Returns how long a provider asks to wait that is asked too often.
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Model { source: ModelError::RateLimited { retry_after, .. }, .. } => *retry_after,
            _ => None,
        }
    }
}

impl AgentRun {
    /// Asks the model, again if that may help, and then the next one.
    pub(super) async fn attempts(
        &self,
        mut request: ModelRequest,
        shown: &Shown,
    ) -> Result<ModelResponse, AskError> {
        let mut fallback = self.profile.fallback.iter();
        let mut asked = 0;
        loop {
            let error = match self.persist(&request, shown, &mut asked).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let next = fallback.next().filter(|_| error.may_fall_back());
            let Some(next) = next else {
                if error.may_fall_back() {
                    let event = ModelExhausted::new(&*request.model, asked, error.to_string());
                    let _ = self.wiring.fire::<ModelExhausted>(&event, &self.cx).await;
                }
                return Err(error);
            };
            self.notice(format!("{error}; asking `{next}` instead"));
            let event = ModelFallback::new(&*request.model, &**next);
            let _ = self.wiring.fire::<ModelFallback>(&event, &self.cx).await;
            next.clone_into(&mut request.model);
        }
    }

    /// Asks one model as often as it may be asked.
    async fn persist(
        &self,
        request: &ModelRequest,
        shown: &Shown,
        asked: &mut u32,
    ) -> Result<ModelResponse, AskError> {
        let model = self.host.models.open(&request.model, &self.cx).await?;
        let most = self.profile.retry.attempts.max(1);
        for attempt in 1.. {
            *asked += 1;
            // A model is code of a plugin.
            let once = async { self.once(&*model, request, shown).await };
            let error = match AssertUnwindSafe(once).catch_unwind().await {
                Ok(Ok(response)) => return Ok(response),
                Ok(Err(error)) => error,
                Err(payload) => panicked(request, &*payload),
            };
            meter::model_failure(&request.model);
            if error.is_rate_limit() {
                let mut event = ModelRateLimit::new(&*request.model, attempt, most);
                event.retry_after_ms = error.retry_after().map(millis);
                let _ = self.wiring.fire::<ModelRateLimit>(&event, &self.cx).await;
            }
            let wait = self.profile.retry.wait(attempt, error.retry_after());
            let Some(wait) = wait.filter(|_| error.is_passing()) else {
                return Err(error);
            };
            self.pause(request, attempt + 1, wait, &error).await;
        }
        unreachable!("the last attempt returns")
    }

    async fn pause(&self, request: &ModelRequest, attempt: u32, wait: Duration, error: &AskError) {
        let mut event = ModelRetry::new(&*request.model, attempt, self.profile.retry.attempts);
        event.wait_ms = millis(wait);
        event.error = error.to_string();
        let _ = self.wiring.fire::<ModelRetry>(&event, &self.cx).await;
        self.notice(format!("{error}; asking again in {:.1} s", wait.as_secs_f64()));
        tokio::time::sleep(wait).await;
    }

    pub(super) fn notice(&self, text: String) {
        self.shared.feed.push(Event::Notice { text });
    }
}

fn panicked(request: &ModelRequest, payload: &(dyn Any + Send)) -> AskError {
    let said = payload.downcast_ref::<&str>().copied();
    let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = said.unwrap_or("it did not say why").to_owned();
    AskError::Panicked { model: request.model.clone(), message }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
