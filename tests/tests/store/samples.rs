//! Things to keep.

use hookwire::cx::{Missed, RequestKind, ScheduleAction, Trigger};
use hookwire::points::{Attachment, End, Message, MessageRole, ToolCall};
use hookwire_host::engine::store::{
    Answer, Approval, ApprovalState, InboxMessage, Owner, PluginSchedule, Schedule, Scope, Session, Store,
    Token, TurnEnd,
};
use serde_json::json;
use std::time::Duration;

pub(crate) fn owner(name: &str) -> Owner {
    Owner { tenant: "acme".to_owned(), user: name.to_owned() }
}

pub(crate) fn session(id: &str, at: i64) -> Session {
    Session::new(id, owner("ann"), "default", at)
}

pub(crate) fn inbox_message(id: &str, session: &str) -> InboxMessage {
    let mut file = Attachment::new("plan.pdf", "application/pdf", "/files/plan.pdf");
    file.bytes = 7;
    InboxMessage {
        id: id.to_owned(),
        session: session.to_owned(),
        key: format!("key of {id}"),
        digest: format!("digest of {id}"),
        agent: "default".to_owned(),
        kind: RequestKind::Stream,
        sender: "ann".to_owned(),
        channel: "http".to_owned(),
        text: format!("text of {id}"),
        attachments: vec![file],
        received_at: 20,
        one_shot: true,
        seed: vec![
            Message::new(MessageRole::User, "said elsewhere"),
            Message::new(MessageRole::Assistant, "\0"),
        ],
        unattended: true,
    }
}

/// What a turn ends with: a call, its result, and an answer.
pub(crate) fn finished(session: &str, turn: u64) -> TurnEnd {
    let mut call = Message::new(MessageRole::Assistant, "");
    call.calls = vec![ToolCall::new("search", json!({ "for": "cats" }))];
    let mut result = Message::new(MessageRole::Tool, "none");
    result.call = Some("call 1".to_owned());
    let answer = Message::new(MessageRole::Assistant, format!("answer {turn}"));
    TurnEnd {
        session: session.to_owned(),
        turn,
        end: End::Completed,
        response: format!("answer {turn}"),
        error: None,
        messages: vec![call, result, answer],
        trace: Some(json!([{ "point": "turn.complete" }]).to_string()),
        notify_persisted: false,
        at: 50,
    }
}

pub(crate) fn approval(id: &str, session: &str) -> Approval {
    let mut call = ToolCall::new("shell", json!({ "command": "ls" }));
    call.id = format!("call of {id}");
    Approval {
        id: id.to_owned(),
        session: session.to_owned(),
        turn: 1,
        agent: "default".to_owned(),
        owner: owner("ann"),
        call,
        hash: "hash".to_owned(),
        reason: "it is a shell".to_owned(),
        asked_at: 30,
        expires_at: 100,
        state: ApprovalState::Pending,
        by: None,
        scope: Scope::Once,
    }
}

pub(crate) fn answer(approve: bool, scope: Scope, at: i64) -> Answer {
    Answer { approve, by: "bob".to_owned(), scope, at }
}

pub(crate) fn schedule(id: &str, next_at: i64) -> Schedule {
    Schedule {
        id: id.to_owned(),
        name: format!("name of {id}"),
        owner: owner("ann"),
        session: None,
        agent: "default".to_owned(),
        message: "what is new?".to_owned(),
        next_at,
        plugin: None,
        every_ms: Some(1000),
    }
}

/// Returns a schedule of a plugin; its id is its plugin and its name.
pub(crate) fn plugin_schedule(plugin: &str, name: &str, next_at: i64) -> Schedule {
    let wanted = PluginSchedule {
        plugin: plugin.to_owned(),
        declared: false,
        trigger: Trigger::Cron { expression: "0 9 * * mon".to_owned(), zone: "Europe/Berlin".to_owned() },
        jitter: Duration::from_millis(1500),
        action: ScheduleAction::Event { method: "look".to_owned(), payload: json!({ "page": ["a\0b"] }) },
        max_runs: Some(3),
        missed: Missed::Each,
        due_at: next_at - 1,
        runs: 1,
        skipped: 2,
        last_run: Some(7),
    };
    Schedule {
        id: format!("{plugin}/{name}"),
        name: name.to_owned(),
        message: String::new(),
        every_ms: None,
        plugin: Some(wanted),
        ..schedule("", next_at)
    }
}

pub(crate) fn token(name: &str) -> Token {
    Token {
        name: name.to_owned(),
        hash: format!("hash of {name}"),
        owner: owner("ann"),
        created_at: 5,
        expires_at: Some(500),
    }
}

/// Opens a session, accepts a message and begins its turn.
pub(crate) async fn begun(store: &dyn Store, id: &str, session: &str) -> u64 {
    store.open_session(&self::session(session, 10)).await.unwrap();
    store.accept(&inbox_message(id, session)).await.unwrap();
    store.begin_turn(id, 40).await.unwrap().turn
}
