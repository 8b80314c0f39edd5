use super::error::CliError;
use hookwire::suggest;
use hookwire_engine::store::{Page, Session, Store};

/// A page that holds every session there can be.
pub(super) const ALL: u32 = i32::MAX as u32;

/// Returns a session by its id, or by the beginning of its id if no other session's id begins so.
pub(super) async fn find_session(store: &dyn Store, id: &str) -> Result<Session, CliError> {
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

/// Returns the end of the sentence that there is no such session: one that was meant, or else the latest one.
fn hint(id: &str, sessions: &[Session]) -> String {
    let near = suggest::did_you_mean(id, sessions.iter().map(|session| &*session.id));
    match sessions.first() {
        _ if !near.is_empty() => near,
        Some(last) => format!("; the last one is `{}`, and `sessions list` shows more", last.id),
        None => "; there are none yet".to_owned(),
    }
}
