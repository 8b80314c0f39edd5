use crate::context::{Context, Startup, block_on, print};
use crate::error::CliError;
use crate::verb::Verb;
use hookwire_engine::auth::create_token;
use hookwire_engine::options::LOCAL_TENANT;
use hookwire_engine::store::{Millis, Owner};
use hookwire_engine::time::now;
use hookwire_terminal::{to_json_text, tokens_text};
use serde_json::json;
use std::io::{Write, stderr};

/// Makes, shows and removes the keys to the HTTP door
#[derive(Debug, clap::Args)]
#[command(alias = "token")]
pub(crate) struct Tokens {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Makes one and prints it: it is shown only this once
    Add(Add),
    /// Lists them
    List {
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Removes one
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Its name
    name: String,
    /// The organisation it opens for
    #[arg(long, default_value = "")]
    tenant: String,
    /// The person it opens for, who sees nothing of anybody else's [default: NAME]
    #[arg(long)]
    user: Option<String>,
    /// After which time it stops working: 12h, 30d
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
}

#[derive(Debug, thiserror::Error)]
enum TokensError {
    #[error("the name of a token is empty; write tokens add NAME")]
    EmptyName,
    #[error("the tenant `{LOCAL_TENANT}` is that of whoever works at the host itself; name another one")]
    LocalTenant,
    #[error("there is no token `{0}`; `tokens list` shows those there are")]
    UnknownToken(String),
    #[error("`{0}` is no time; write 12h or 30d")]
    InvalidTime(String),
}

impl Verb for Tokens {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        let context = startup.configure()?;
        block_on(async {
            match self.action {
                Action::Add(add) => add.exec(&context).await,
                Action::List { json } => {
                    let tokens = context.data.open_store_read_only().await?.tokens().await?;
                    print(&if json { to_json_text(&json!(tokens)) } else { tokens_text(&tokens) })
                }
                Action::Remove { name } => {
                    if !context.data.open_store_shared().await?.remove_token(&name).await? {
                        return Err(CliError::verb(TokensError::UnknownToken(name)));
                    }
                    print(&format!("removed {name}"))
                }
            }
        })
    }
}

impl Add {
    async fn exec(self, context: &Context) -> Result<(), CliError> {
        let Self { name, tenant, user, expires } = self;
        if name.trim().is_empty() {
            return Err(CliError::verb(TokensError::EmptyName));
        }
        if tenant == LOCAL_TENANT {
            return Err(CliError::verb(TokensError::LocalTenant));
        }
        let owner = Owner { tenant, user: user.unwrap_or_else(|| name.clone()) };
        let expires_at = expires.as_deref().map(expiry).transpose()?;
        let store = context.data.open_store_shared().await?;
        let token = create_token(&*store, &name, owner, expires_at).await.map_err(CliError::verb)?;
        // The token exists now, so it is printed even if this line cannot be written.
        let _ = writeln!(stderr(), "this is the only time that the token `{name}` is shown:");
        print(&token)
    }
}

/// Returns the time at which a token expires that works for a duration from now on.
fn expiry(duration: &str) -> Result<Millis, CliError> {
    let parsed = hookwire::duration::parse(duration);
    let parsed = parsed.ok_or_else(|| CliError::verb(TokensError::InvalidTime(duration.to_owned())))?;
    Ok(now().saturating_add(Millis::try_from(parsed.as_millis()).unwrap_or(Millis::MAX)))
}
