use hookwire_engine::Engine;
use hookwire_engine::Host;
use hookwire_http::HttpOptions;
use hookwire_http::{self, BoundServer, HttpError};
use hookwire_terminal::{Interruption, Signals};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::process;
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle};

/// How many files and connections the process may have open, where the system lets it.
const CONNECTIONS: u64 = 65_536;

/// A running HTTP server.
#[derive(Debug)]
pub(super) struct ServerHandle {
    address: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Binds the address of the HTTP server; connections wait until [`ServerHandle::start`].
pub(super) async fn bind(engine: &Engine, options: &HttpOptions) -> Result<BoundServer, HttpError> {
    let listener = hookwire_http::bind(options).await?;
    BoundServer::new(engine.clone(), options.clone(), listener).await
}

impl ServerHandle {
    /// Begins to answer the connections of a bound server.
    pub(super) fn start(server: BoundServer) -> Self {
        raise_file_limit();
        let address = format!("http://{}", server.address());
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(server.serve(async move {
            let _ = stopped.await;
        }));
        Self { address, stop, task }
    }

    /// Returns the URL of the server.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Waits until the server ends by itself, which it does only if it is broken.
    pub(super) async fn ended(&mut self) -> Result<(), JoinError> {
        (&mut self.task).await
    }

    async fn stop(self) {
        let _ = self.stop.send(());
        if let Err(error) = self.task.await {
            tracing::error!("the HTTP server panicked: {error}");
        }
    }
}

/// Lets the process have more connections than the thousand that systems give to one that does not ask.
fn raise_file_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(CONNECTIONS, |most| most.min(CONNECTIONS));
    // If the system refuses, the server works with fewer connections.
    if current.is_some_and(|current| current < wanted) {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
    }
}

/// Stops the server and the host after their running work is done; a signal ends the process at once.
pub(super) async fn stop(host: Host, server: Option<ServerHandle>, reason: &str) {
    let orderly = async {
        if let Some(server) = server {
            server.stop().await;
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
        signal = insisted => process::exit(if signal == Interruption::Terminate { 143 } else { 130 }),
    }
}
