use super::CliError;
use super::command::{Setting, block_on, print};
use super::verbs::Tokens;
use crate::agent::now;
use crate::auth::create_token;
use crate::show;
use crate::store::{Millis, Owner};
use serde_json::json;
use std::io::{Write, stderr};

pub(super) fn tokens(setting: &Setting<'_>, verb: &Tokens) -> Result<(), CliError> {
    block_on(async {
        match verb {
            Tokens::Add { name, tenant, user, expires } => {
                if name.trim().is_empty() {
                    return Err(CliError::NamelessToken);
                }
                let user = user.as_ref().unwrap_or(name).clone();
                let owner = Owner { tenant: tenant.clone(), user };
                let expires_at = expires.as_deref().map(until).transpose()?;
                let store = setting.data.join().await?;
                let token = create_token(&*store, name, owner, expires_at).await?;
                // The token is made, so it is shown, whoever hears this.
                let _ = writeln!(stderr(), "this is the only time that the token `{name}` is shown:");
                print(&token)
            }
            Tokens::List { json } => {
                let tokens = setting.data.look().await?.tokens().await?;
                print(&if *json { show::json(&json!(tokens)) } else { show::tokens(&tokens) })
            }
            Tokens::Remove { name } => {
                if !setting.data.join().await?.remove_token(name).await? {
                    return Err(CliError::NoToken(name.clone()));
                }
                print(&format!("removed {name}"))
            }
        }
    })
}

fn until(time: &str) -> Result<Millis, CliError> {
    let time = hookwire::duration::parse(time).ok_or_else(|| CliError::NoTime(time.to_owned()))?;
    Ok(now().saturating_add(Millis::try_from(time.as_millis()).unwrap_or(Millis::MAX)))
}
