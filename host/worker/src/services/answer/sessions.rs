use super::super::reply::HostReply;
use super::super::request::SessionsCall;
use hookwire::cx::SessionScope;
use hookwire::{Cx, Result};

pub(super) async fn answer(cx: &Cx, scope: SessionScope, call: SessionsCall) -> Result<HostReply> {
    let sessions = match scope {
        SessionScope::Caller => cx.sessions(),
        SessionScope::Everybody => cx.sessions().of_everybody(),
    };
    Ok(match call {
        SessionsCall::List { before, limit } => {
            HostReply::Sessions { sessions: sessions.list(before, limit).await? }
        }
        SessionsCall::Find { session } => HostReply::Session { session: sessions.find(&session).await? },
        SessionsCall::Messages { session, after, limit } => {
            HostReply::Messages { messages: sessions.messages(&session, after, limit).await? }
        }
        SessionsCall::Clear { session } => {
            sessions.clear(&session).await?;
            HostReply::Done
        }
        SessionsCall::Summarise { session } => HostReply::Text { text: sessions.summarise(&session).await? },
        SessionsCall::Label { session, label } => {
            sessions.label(&session, &label).await?;
            HostReply::Done
        }
    })
}
