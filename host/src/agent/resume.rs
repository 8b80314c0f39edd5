use super::{Engine, Feed, Outcome};
use crate::http::OPENAI;
use crate::store::{InboxMessage, Owner, StoreError, TurnRecord, TurnStatus};
use crate::turn::Turn;
use hookwire::cx::RequestKind;
use std::sync::atomic::Ordering;

impl Engine {
    /// Goes on with everything that another process took in and did not answer; returns how much that is.
    ///
    /// A door opens behind this, so that what comes in stands behind what came before; only then do schedules fire.
    pub async fn resume(&self) -> Result<usize, StoreError> {
        let postings = self.store.unanswered().await?;
        let count = self.go_on(postings).await?;
        self.resumed.store(true, Ordering::SeqCst);
        Ok(count)
    }

    /// The same for one session only, where somebody came for nothing else.
    pub async fn resume_session(&self, id: &str) -> Result<usize, StoreError> {
        let mut postings = self.store.unanswered().await?;
        postings.retain(|posting| posting.session == id);
        self.go_on(postings).await
    }

    async fn go_on(&self, postings: Vec<InboxMessage>) -> Result<usize, StoreError> {
        let count = postings.len();
        for posting in postings {
            let session = self.store.session(&posting.session).await?;
            let owner = session.map_or_else(Owner::default, |session| session.owner);
            let feed = Feed::new(self.options.limits.abandoned.0);
            // Nobody was there for a scheduled message, a command line waits for its answer no longer, and clients of
            // OpenAI know no questions.
            let unattended =
                matches!(posting.kind, RequestKind::Schedule | RequestKind::Cli) || posting.channel == OPENAI;
            self.begin(Turn { owner, posting, unattended, feed });
        }
        Ok(count)
    }
}

impl Outcome {
    /// Reads how a turn ended that is over.
    pub(crate) fn stored(turn: TurnRecord) -> Option<Self> {
        let TurnStatus::Ended(end) = turn.state else { return None };
        let ended_at = turn.ended_at.unwrap_or(turn.started_at);
        Some(Self {
            session: Some(turn.session),
            turn: Some(turn.turn),
            end,
            response: turn.response,
            error: turn.error,
            duration_ms: u64::try_from(ended_at - turn.started_at).unwrap_or_default(),
        })
    }
}
