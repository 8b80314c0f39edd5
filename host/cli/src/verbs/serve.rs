use crate::config_reload::ConfigReload;
use crate::context::{Startup, block_on, print};
use crate::control;
use crate::error::CliError;
use crate::server::{self, ServerHandle};
use crate::start::start;
use crate::verb::Verb;
use hookwire_engine::Host;
use hookwire_http::{HttpError, HttpOptions};
use hookwire_terminal::{Interruption, Signals};
use std::path::Path;

/// Serves HTTP, without a terminal, until it is told to end
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Serve {
    /// Where it listens
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
}

impl Verb for Serve {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        let context = startup.configure()?;
        block_on(async {
            let mut signals = Signals::open_without_terminal()?;
            let store = context.data.open_store().await?;
            let folder = context.data.path().map(Path::to_owned);
            let host = start(context.registry, &context.config, store).await?;
            let server = match self.open(&host, context.config.options().http.clone()).await {
                Ok(server) => server,
                Err(error) => {
                    server::stop(host, None, "the HTTP server does not start").await;
                    return Err(error);
                }
            };
            let (engine, http) = (host.engine().clone(), context.config.options().http.clone());
            let _control = match &folder {
                Some(folder) => control::open(engine.clone(), http, folder).await,
                None => None,
            };
            let reload = ConfigReload::start(engine, context.source, context.config);
            print(&format!("listening on {}", server.address()))?;
            serve(host, &mut signals, server, &reload).await
        })
    }
}

impl Serve {
    async fn open(&self, host: &Host, mut options: HttpOptions) -> Result<ServerHandle, CliError> {
        if let Some(listen) = &self.listen {
            options.listen.clone_from(listen);
        }
        let bound = server::bind(host.engine(), &options).await?;
        // A client that comes back at once must not overtake the messages of the run before.
        host.engine().resume().await?;
        Ok(ServerHandle::start(bound))
    }
}

/// Serves until a signal comes, the store is lost to another host, or the server breaks.
async fn serve(
    host: Host,
    signals: &mut Signals,
    mut server: ServerHandle,
    reload: &ConfigReload,
) -> Result<(), CliError> {
    let engine = host.engine().clone();
    let broken = loop {
        tokio::select! {
            biased;
            // The server stops by itself then, too.
            lost = engine.ownership_lost() => {
                server::stop(host, Some(server), "another host has its store").await;
                return Err(lost.into());
            }
            signal = signals.next() => match signal {
                Interruption::Reload => reload.ask(),
                _ => break None,
            },
            ended = server.ended() => break Some(ended),
        }
    };
    if let Some(ended) = broken {
        server::stop(host, None, "the HTTP server broke").await;
        return Ok(ended.map_err(|error| HttpError::Broken(error.into()))?);
    }
    server::stop(host, Some(server), "it was told to").await;
    Ok(())
}
