use super::CliError;
use super::command::{Setting, block_on, print};
use super::verbs::Serve;
use crate::agent::Engine;
use crate::chat::{Signals, Told};
use crate::config::options::HttpOptions;
use crate::http::{self, BoundServer, HttpError};
use crate::run::Host;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::process;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How many files and connections the process may have open, where the system lets it.
const CONNECTIONS: u64 = 65_536;

/// The HTTP door while it is open.
#[derive(Debug)]
pub(super) struct Door {
    address: String,
    close: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

/// Makes sure of the HTTP door's place; who comes waits until it is opened.
pub(super) async fn entrance(agent: &Engine, options: &HttpOptions) -> Result<BoundServer, HttpError> {
    let listener = http::bind(options).await?;
    BoundServer::new(agent.clone(), options.clone(), listener).await
}

impl Door {
    pub(super) fn open(entrance: BoundServer) -> Self {
        widen();
        let address = format!("http://{}", entrance.address());
        let (close, closed) = oneshot::channel::<()>();
        let served = tokio::spawn(entrance.serve(async move {
            let _ = closed.await;
        }));
        Self { address, close, served }
    }

    pub(super) fn address(&self) -> String {
        self.address.clone()
    }
}

/// Lets the process have more connections than the thousand that systems give to one that does not ask.
fn widen() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(CONNECTIONS, |most| most.min(CONNECTIONS));
    // What the system refuses is no reason not to serve.
    if current.is_some_and(|current| current < wanted) {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
    }
}

/// Serves HTTP until it is told to end.
pub(super) fn serve(setting: Setting<'_>, options: &Serve) -> Result<(), CliError> {
    block_on(async {
        let mut signals = Signals::open()?;
        let store = setting.data.open().await?;
        let host = Host::start(setting.registry, &setting.config, store).await?;
        let mut http = setting.config.options().http.clone();
        if let Some(listen) = &options.listen {
            http.listen.clone_from(listen);
        }
        // A client that comes back at once must not overtake what was taken in before.
        let opened = async {
            let entrance = entrance(host.agent(), &http).await?;
            host.agent().resume().await?;
            Ok::<_, CliError>(Door::open(entrance))
        };
        let mut door = match opened.await {
            Ok(door) => door,
            Err(error) => {
                stop(host, None, "the HTTP door does not open").await;
                return Err(error);
            }
        };
        print(&format!("listening on {}", door.address()))?;
        let agent = host.agent().clone();
        let broken = tokio::select! {
            biased;
            // Then the door closes by itself, too.
            lost = agent.lost() => {
                stop(host, Some(door), "another host has its store").await;
                return Err(lost.into());
            }
            _ = signals.next() => None,
            ended = &mut door.served => Some(ended),
        };
        if let Some(ended) = broken {
            stop(host, None, "the HTTP door broke").await;
            return Ok(ended.map_err(|error| HttpError::Broken(error.into()))?);
        }
        stop(host, Some(door), "it was told to").await;
        Ok(())
    })
}

/// Finishes what runs, and ends; at once, if somebody insists.
pub(super) async fn stop(host: Host, door: Option<Door>, reason: &str) {
    let orderly = async {
        if let Some(door) = door {
            let _ = door.close.send(());
            if let Err(error) = door.served.await {
                tracing::error!("the HTTP door panicked: {error}");
            }
        }
        for (plugin, why) in host.stop(reason).await {
            tracing::warn!("`{plugin}` did not stop well: {why}");
        }
    };
    let insisted = async {
        match Signals::open() {
            Ok(mut signals) => signals.next().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = orderly => {}
        told = insisted => process::exit(if told == Told::Terminate { 143 } else { 130 }),
    }
}
