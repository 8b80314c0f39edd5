use crate::context::{Startup, block_on, print};
use crate::error::CliError;
use crate::lookup::find_session;
use crate::verb::Verb;
use hookwire_engine::store::{Store, StoreError, TurnRecord, TurnStatus};
use hookwire_terminal::{Style, to_json_text, trace_text};
use serde_json::Value;

/// Shows what every hook did in a turn: each change, each verdict, and why
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The session's id
    session: String,
    /// The turn's number [default: the latest]
    turn: Option<u64>,
    /// Writes JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, thiserror::Error)]
enum ExplainError {
    #[error("session `{session}` has no turn {turn}; {has}")]
    NoTurn { session: String, turn: u64, has: String },
    #[error("nothing was traced in turn {turn}: {why}")]
    NoTrace { turn: u64, why: &'static str },
}

impl Verb for Explain {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        let context = startup.configure()?;
        block_on(async {
            let store = context.data.open_store_read_only().await?;
            let session = find_session(&*store, &self.session).await?;
            let turn = find_turn(&*store, &session.id, self.turn).await?;
            let Some(trace) = store.trace(&session.id, turn.turn).await?.filter(Value::is_array) else {
                let why = why_untraced(&turn);
                return Err(CliError::verb(ExplainError::NoTrace { turn: turn.turn, why }));
            };
            if self.json {
                return print(&to_json_text(&trace));
            }
            let text = trace_text(&turn, &trace, Style::of(&std::io::stdout()));
            print(&text.map_err(|error| StoreError::Corrupt(error.to_string()))?)
        })
    }
}

/// Returns a turn by its number, or the latest one.
async fn find_turn(store: &dyn Store, session: &str, number: Option<u64>) -> Result<TurnRecord, CliError> {
    let turns = store.turns(session).await?;
    let last = turns.last().map(|turn| turn.turn);
    let found = match number {
        Some(number) => turns.into_iter().find(|turn| turn.turn == number),
        None => turns.into_iter().last(),
    };
    found.ok_or_else(|| {
        CliError::verb(ExplainError::NoTurn {
            session: session.to_owned(),
            turn: number.unwrap_or(1),
            has: last.map_or_else(|| "it has none yet".to_owned(), |last| format!("its last one is {last}")),
        })
    })
}

fn why_untraced(turn: &TurnRecord) -> &'static str {
    match turn.state {
        TurnStatus::Running => "it has not ended yet",
        TurnStatus::Ended(_) => "tracing was off (sessions.trace = false)",
    }
}
