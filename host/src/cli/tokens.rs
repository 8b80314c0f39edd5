use super::CliError;
use super::command::{Setting, block_on, print};
use super::verbs::Tokens;
use crate::agent::now;
use crate::show;
use crate::store::{Millis, Owner, Token};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write;

pub(super) fn tokens(setting: &Setting<'_>, verb: &Tokens) -> Result<(), CliError> {
    block_on(async {
        match verb {
            Tokens::Add { name, tenant, user, expires } => {
                let owner = Owner { tenant: tenant.clone(), user: user.clone() };
                let expires_at = expires.as_deref().map(until).transpose()?;
                let store = setting.data.open().await?;
                let token = format!("hw_{}", hex(&rand::random::<[u8; 32]>()));
                let hash = hex(&Sha256::digest(&token));
                let made = Token { name: name.clone(), hash, owner, created_at: now(), expires_at };
                store.add_token(&made).await?;
                eprintln!("this is the only time that the token `{name}` is shown:");
                print(&token)
            }
            Tokens::List { json } => {
                let tokens = setting.data.look().await?.tokens().await?;
                print(&if *json { show::json(&json!(tokens)) } else { show::tokens(&tokens) })
            }
            Tokens::Remove { name } => match setting.data.open().await?.remove_token(name).await? {
                true => print(&format!("removed {name}")),
                false => Err(CliError::NoToken(name.clone())),
            },
        }
    })
}

fn until(time: &str) -> Result<Millis, CliError> {
    let time = hookwire::duration::parse(time).ok_or_else(|| CliError::NoTime(time.to_owned()))?;
    Ok(now().saturating_add(Millis::try_from(time.as_millis()).unwrap_or(Millis::MAX)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
