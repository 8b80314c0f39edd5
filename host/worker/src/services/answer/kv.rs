use super::super::reply::HostReply;
use super::super::request::{KvCall, KvExpected};
use hookwire::cx::{Kv, KvOwner};
use hookwire::remote::RemoteError;
use hookwire::{Cx, Result};
use serde_json::Value;

pub(super) async fn answer(cx: &Cx, owner: &KvOwner, call: KvCall) -> Result<HostReply> {
    let values = values(cx, owner)?;
    Ok(match call {
        KvCall::Get { key } => {
            let value = values.get::<Value>(&key).await?;
            HostReply::KvValue { found: value.is_some(), value: value.unwrap_or_default() }
        }
        KvCall::Set { key, value, time: None } => {
            values.set(&key, &value).await?;
            HostReply::Done
        }
        KvCall::Set { key, value, time: Some(time) } => {
            values.set_for(&key, &value, time).await?;
            HostReply::Done
        }
        KvCall::CompareAndSet { key, expected, value } => {
            let expected = match &expected {
                KvExpected::Absent => None,
                KvExpected::Equal { value } => Some(value),
            };
            HostReply::Flag { is: values.compare_and_set(&key, expected, &value).await? }
        }
        KvCall::Remove { key } => {
            values.remove(&key).await?;
            HostReply::Done
        }
        KvCall::Scan { prefix, after, limit } => {
            HostReply::KvPage { values: values.scan(&prefix, &after, limit).await? }
        }
    })
}

/// Returns the values that are meant, if they are those of the context's own user or session.
fn values<'a>(cx: &'a Cx, owner: &KvOwner) -> Result<Kv<'a>> {
    let identity = cx.identity();
    let (is_own, what) = match owner {
        KvOwner::Plugin => return Ok(cx.kv()),
        KvOwner::User { tenant, user } => {
            let own = identity.tenant.as_deref().unwrap_or_default();
            (identity.user.as_ref() == Some(user) && own == tenant, "user")
        }
        KvOwner::Session(session) => (identity.session.as_ref() == Some(session), "session"),
    };
    if !is_own {
        let why = format!("it asks for values of a {what} that is not the one of its context");
        return Err(RemoteError::Forged { why }.into());
    }
    Ok(if matches!(owner, KvOwner::User { .. }) { cx.kv().of_user() } else { cx.kv().of_session() })
}
