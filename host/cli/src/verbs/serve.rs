use crate::context::{Startup, block_on, print};
use crate::error::CliError;
use crate::server::{self, ServerHandle};
use crate::start::start;
use crate::verb::Verb;
use hookwire_engine::Host;
use hookwire_http::{HttpError, HttpOptions};
use hookwire_terminal::Signals;

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
            let mut signals = Signals::open()?;
            let store = context.data.open_store().await?;
            let host = start(context.registry, &context.config, store).await?;
            let server = match self.open(&host, context.config.options().http.clone()).await {
                Ok(server) => server,
                Err(error) => {
                    server::stop(host, None, "the HTTP server does not start").await;
                    return Err(error);
                }
            };
            print(&format!("listening on {}", server.address()))?;
            serve(host, &mut signals, server).await
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
async fn serve(host: Host, signals: &mut Signals, mut server: ServerHandle) -> Result<(), CliError> {
    let engine = host.engine().clone();
    let broken = tokio::select! {
        biased;
        // The server stops by itself then, too.
        lost = engine.ownership_lost() => {
            server::stop(host, Some(server), "another host has its store").await;
            return Err(lost.into());
        }
        _ = signals.next() => None,
        ended = server.ended() => Some(ended),
    };
    if let Some(ended) = broken {
        server::stop(host, None, "the HTTP server broke").await;
        return Ok(ended.map_err(|error| HttpError::Broken(error.into()))?);
    }
    server::stop(host, Some(server), "it was told to").await;
    Ok(())
}
