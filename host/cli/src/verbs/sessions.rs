use crate::context::{Startup, block_on, print};
use crate::error::CliError;
use crate::lookup::{ALL, find_session};
use crate::verb::Verb;
use hookwire_engine::attachments;
use hookwire_engine::store::{Page, Session, Store, StoredMessage};
use hookwire_terminal::{Style, session_text, sessions_text, to_json_text};
use serde_json::json;

/// Shows the sessions that are kept, writes one out, or deletes one
#[derive(Debug, clap::Args)]
pub(crate) struct Sessions {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Lists them, the latest first
    List {
        /// At most so many
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows what was said in one
    Show {
        /// The session's id
        id: String,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Deletes one and everything of it
    Delete {
        /// The session's id
        id: String,
    },
    /// Writes all of one as JSON: messages, turns, traces
    Export {
        /// The session's id
        id: String,
    },
}

impl Verb for Sessions {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        let context = startup.configure()?;
        block_on(async {
            let store = context.data.open_store_read_only().await?;
            match self.action {
                Action::List { limit, json } => list(&*store, limit, json).await,
                Action::Show { id, json } => show_one(&*store, &id, json).await,
                Action::Export { id } => export(&*store, &id).await,
                Action::Delete { id } => {
                    let session = find_session(&*store, &id).await?;
                    drop(store);
                    let store = context.data.open_store().await?;
                    attachments::delete(&*store, context.data.path(), &session.id).await?;
                    print(&format!("deleted {}", session.id))
                }
            }
        })
    }
}

async fn list(store: &dyn Store, limit: u32, json: bool) -> Result<(), CliError> {
    let sessions = store.sessions(None, &Page { limit, ..Page::default() }).await?;
    if json {
        return print(&to_json_text(&json!(sessions)));
    }
    let mut rows = Vec::new();
    for session in sessions {
        let first = store.messages(&session.id, 0, 1).await?;
        rows.push((session, first.into_iter().next().map_or(String::new(), |first| first.message.text)));
    }
    print(&sessions_text(&rows))
}

async fn show_one(store: &dyn Store, id: &str, json: bool) -> Result<(), CliError> {
    let session = find_session(store, id).await?;
    let messages = all_messages(store, &session).await?;
    if json {
        return print(&to_json_text(&json!({ "session": session, "messages": messages })));
    }
    print(&session_text(&session, &messages, Style::of(&std::io::stdout())))
}

async fn export(store: &dyn Store, id: &str) -> Result<(), CliError> {
    let session = find_session(store, id).await?;
    let mut turns = Vec::new();
    for turn in store.turns(&session.id).await? {
        let trace = store.trace(&session.id, turn.turn).await?;
        turns.push(json!({ "turn": turn, "trace": trace }));
    }
    let messages = all_messages(store, &session).await?;
    print(&to_json_text(&json!({ "session": session, "messages": messages, "turns": turns })))
}

async fn all_messages(store: &dyn Store, session: &Session) -> Result<Vec<StoredMessage>, CliError> {
    Ok(store.messages(&session.id, 0, ALL).await?)
}
