use super::CliError;
use super::command::{Setting, block_on, print};
use super::verbs::Sessions;
use crate::attachments;
use crate::show;
use crate::store::{Page, Session, Store, StoredMessage};
use hookwire::suggest;
use serde_json::json;

/// More than any list has.
const ALL: u32 = i32::MAX as u32;

pub(super) fn sessions(setting: &Setting<'_>, verb: &Sessions) -> Result<(), CliError> {
    block_on(async {
        match verb {
            Sessions::List { limit, json } => list(&*setting.data.look().await?, *limit, *json).await,
            Sessions::Show { id, json } => one(&*setting.data.look().await?, id, *json).await,
            Sessions::Export { id } => export(&*setting.data.look().await?, id).await,
            Sessions::Delete { id } => {
                let session = find(&*setting.data.look().await?, id).await?;
                let store = setting.data.open().await?;
                attachments::delete(&*store, setting.config.options().store.data.as_deref(), &session.id).await?;
                print(&format!("deleted {}", session.id))
            }
        }
    })
}

/// Returns a session by its id, or by the beginning of it where only one begins so.
pub(super) async fn find(store: &dyn Store, id: &str) -> Result<Session, CliError> {
    if let Some(session) = store.session(id).await? {
        return Ok(session);
    }
    let sessions = store.sessions(None, &Page { limit: ALL, ..Page::default() }).await?;
    let mut begin = sessions.iter().filter(|session| !id.is_empty() && session.id.starts_with(id));
    match (begin.next(), begin.next()) {
        (Some(session), None) => Ok(session.clone()),
        (Some(_), Some(_)) => Err(CliError::ManySessions(id.to_owned())),
        _ => Err(CliError::NoSession { id: id.to_owned(), hint: hint(id, &sessions) }),
    }
}

fn hint(id: &str, sessions: &[Session]) -> String {
    match (suggest::nearest(id, sessions.iter().map(|session| &*session.id)), sessions.first()) {
        (Some(near), _) => format!("; did you mean `{near}`?"),
        (None, Some(last)) => format!("; the last one is `{}`, and `sessions list` shows more", last.id),
        (None, None) => "; there are none yet".to_owned(),
    }
}

async fn list(store: &dyn Store, limit: u32, json: bool) -> Result<(), CliError> {
    let sessions = store.sessions(None, &Page { limit, ..Page::default() }).await?;
    if json {
        return print(&show::json(&json!(sessions)));
    }
    let mut rows = Vec::new();
    for session in sessions {
        let first = store.messages(&session.id, 0, 1).await?;
        rows.push((session, first.into_iter().next().map_or(String::new(), |first| first.message.text)));
    }
    print(&show::sessions(&rows))
}

async fn one(store: &dyn Store, id: &str, json: bool) -> Result<(), CliError> {
    let session = find(store, id).await?;
    let messages = said(store, &session).await?;
    if json {
        return print(&show::json(&json!({ "session": session, "messages": messages })));
    }
    print(&show::session(&session, &messages, crate::chat::Style::of(&std::io::stdout())))
}

async fn export(store: &dyn Store, id: &str) -> Result<(), CliError> {
    let session = find(store, id).await?;
    let mut turns = Vec::new();
    for turn in store.turns(&session.id).await? {
        let trace = store.trace(&session.id, turn.turn).await?;
        turns.push(json!({ "turn": turn, "trace": trace }));
    }
    let messages = said(store, &session).await?;
    print(&show::json(&json!({ "session": session, "messages": messages, "turns": turns })))
}

async fn said(store: &dyn Store, session: &Session) -> Result<Vec<StoredMessage>, CliError> {
    Ok(store.messages(&session.id, 0, ALL).await?)
}
