use super::CliError;
use super::command::{Setting, block_on, print};
use super::sessions::find;
use super::verbs::Explain;
use crate::chat::Style;
use crate::show;
use crate::store::{Store, StoreError, TurnRecord, TurnStatus};
use serde_json::Value;

/// Shows what every hook did in a turn.
pub(super) fn explain(setting: &Setting<'_>, verb: &Explain) -> Result<(), CliError> {
    block_on(async {
        let store = setting.data.look().await?;
        let session = find(&*store, &verb.session).await?;
        let turn = turn(&*store, &session.id, verb.turn).await?;
        let Some(trace) = store.trace(&session.id, turn.turn).await?.filter(Value::is_array) else {
            return Err(CliError::NoTrace { turn: turn.turn, why: untraced(&turn) });
        };
        if verb.json {
            return print(&show::json(&trace));
        }
        let text = show::trace(&turn, &trace, Style::of(&std::io::stdout()));
        print(&text.map_err(|error| StoreError::Corrupt(error.to_string()))?)
    })
}

async fn turn(store: &dyn Store, session: &str, asked: Option<u64>) -> Result<TurnRecord, CliError> {
    let turns = store.turns(session).await?;
    let last = turns.last().map(|turn| turn.turn);
    let found = match asked {
        Some(asked) => turns.into_iter().find(|turn| turn.turn == asked),
        None => turns.into_iter().last(),
    };
    found.ok_or_else(|| CliError::NoTurn {
        session: session.to_owned(),
        turn: asked.unwrap_or(1),
        has: last.map_or_else(|| "it has none yet".to_owned(), |last| format!("its last one is {last}")),
    })
}

fn untraced(turn: &TurnRecord) -> &'static str {
    match turn.state {
        TurnStatus::Running => "it has not ended yet",
        TurnStatus::Ended(_) => "tracing was off (sessions.trace = false)",
    }
}
