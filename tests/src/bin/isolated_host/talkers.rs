use hookwire::cx::RequestKind;
use hookwire::points::End;
use hookwire_host::engine::{Engine, Incoming};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long somebody waits for an answer before it is lost.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many messages a conversation has, before it is forgotten and the next one begins.
const MESSAGES: usize = 20;
/// How long it is between two messages of all of them together, so that they leave a slow machine some time.
const PAUSE: Duration = Duration::from_millis(20);

/// People who talk to the agent all the time, and notice each answer that does not come.
#[derive(Debug, Clone, Default)]
pub(super) struct Talkers(Arc<Mutex<Heard>>);

#[derive(Debug, Default)]
struct Heard {
    answered: u64,
    lost: Vec<String>,
    slowest: Duration,
}

impl Talkers {
    /// Has so many people talk.
    pub(super) fn start(engine: &Engine, count: usize) -> Self {
        let talkers = Self::default();
        let pause = PAUSE * u32::try_from(count).unwrap_or(u32::MAX);
        for name in 0..count {
            let (talkers, engine) = (talkers.clone(), engine.clone());
            tokio::spawn(async move {
                loop {
                    talkers.converse(name, &engine, pause).await;
                }
            });
        }
        talkers
    }

    async fn converse(&self, name: usize, engine: &Engine, pause: Duration) {
        let mut session = None;
        for number in 0..MESSAGES {
            let text = format!("message {number} of {name}");
            let since = Instant::now();
            let answer = tokio::time::timeout(PATIENCE, ask(engine, session.clone(), &text)).await;
            let wrong = match answer {
                Ok(Ok((found, answer))) => {
                    session = Some(found);
                    let wanted = format!("You said {text}: {}", text.to_uppercase());
                    (answer != wanted).then(|| format!("{text}: answered with {answer}"))
                }
                Ok(Err(why)) => Some(format!("{text}: {why}")),
                Err(_) => Some(format!("{text}: no answer after {PATIENCE:?}")),
            };
            self.note(since.elapsed(), wrong);
            tokio::time::sleep(pause).await;
        }
        if let Some(session) = session {
            let _ = engine.store().delete_session(&session).await;
        }
    }

    fn note(&self, took: Duration, wrong: Option<String>) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.answered += u64::from(wrong.is_none());
        heard.lost.extend(wrong);
        heard.slowest = heard.slowest.max(took);
    }

    /// Tells how many messages were answered and lost since it was asked last.
    pub(super) fn tell(&self) -> Value {
        let heard = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        json!({
            "answered": heard.answered,
            "lost": heard.lost.len(),
            "why": heard.lost.first(),
            "slowest_ms": heard.slowest.as_millis(),
        })
    }
}

/// Asks, and returns the session and the answer.
async fn ask(engine: &Engine, session: Option<String>, text: &str) -> Result<(String, String), String> {
    let incoming = Incoming {
        channel: "http".into(),
        kind: RequestKind::Chat,
        message: text.to_owned(),
        session,
        ..Incoming::default()
    };
    let sent = engine.send(incoming).await.map_err(|error| error.to_string())?;
    let outcome = sent.outcome().await;
    match (outcome.end, outcome.session) {
        (End::Completed, Some(session)) => Ok((session, outcome.response)),
        (end, _) => Err(format!("{end:?}: {}", outcome.error.unwrap_or(outcome.response))),
    }
}
