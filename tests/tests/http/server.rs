//! A host that serves, with plugins that have something to look up and something to guard.

use crate::wire::{Answer, Call};
use hookwire::plugin::{Manifest, Plugin};
use hookwire::points::{Review, ToolCall};
use hookwire::{Registry, Result, Verdict, plugin};
use hookwire_host::config::{Config, Sources};
use hookwire_host::engine::Engine;
use hookwire_host::engine::auth::create_token;
use hookwire_host::engine::store::{Memory, Owner, Store};
use hookwire_host::http::{self, HttpError, HttpOptions};
use hookwire_host::{Host, Options};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
struct Word {
    /// Which word.
    word: String,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
struct What {
    /// What to shred.
    what: String,
}

#[derive(Debug, Default)]
pub(crate) struct Desk;

#[plugin(id = "desk")]
impl Desk {
    /// Looks a word up.
    #[tool]
    fn look(&self, args: Word) -> Result<String> {
        Ok(format!("{}: a bent piece of metal", args.word))
    }

    /// Shreds something.
    #[tool]
    fn shred(&self, args: What) -> Result<String> {
        Ok(format!("{} are no more", args.what))
    }

    /// Shreds nothing that nobody wants shredded.
    #[hook("tool.gate")]
    fn guard(&self, call: &ToolCall) -> Verdict {
        if call.tool == "shred" { Verdict::Ask("shreds are forever".into()) } else { Verdict::Allow }
    }

    /// Mends answers.
    #[hook("answer.review")]
    fn mend(&self, review: &mut Review) {
        review.answer = review.answer.replace("mistake", "correction");
    }

    /// Says the time.
    #[command("/time")]
    fn time(&self, _args: &str) -> Result<hookwire::Reply> {
        Ok("late".into())
    }
}

/// A host that runs, with the options of its HTTP server.
pub(crate) struct Started {
    host: Host,
    http: HttpOptions,
}

/// A host that serves.
pub(crate) struct TestServer {
    pub(crate) at: SocketAddr,
    pub(crate) agent: Engine,
    pub(crate) http: HttpOptions,
    host: Host,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), HttpError>>,
}

/// Makes a host's configuration out of the settings.
fn config(plugins: &[&'static Manifest], settings: &[&str]) -> (Registry, Config<Options>) {
    let registry = Registry::of(plugins).expect("a registry");
    let script = concat!("script=", env!("CARGO_MANIFEST_DIR"), "/fixtures/http/script.toml");
    let fixed = [script, "http.listen=127.0.0.1:0", "limits.grace=10s", "agents.default.retry.first=1ms"];
    let arguments = fixed.iter().chain(settings).map(|it| (*it).to_owned()).collect();
    let config = Config::load(&Sources { arguments, ..Sources::default() }, &registry);
    (registry, config.unwrap_or_else(|error| panic!("{error}")))
}

async fn started(plugins: &[&'static Manifest], store: Arc<dyn Store>, settings: &[&str]) -> Started {
    let (registry, config) = config(plugins, settings);
    let host = hookwire_host::start(registry, &config, store).await.expect("a host");
    Started { host, http: config.options().http.clone() }
}

pub(crate) async fn host(settings: &[&str]) -> Started {
    host_on(Arc::new(Memory::default()), settings).await
}

/// Starts a host on a store that may have been used before.
pub(crate) async fn host_on(store: Arc<dyn Store>, settings: &[&str]) -> Started {
    started(&[Desk::MANIFEST], store, settings).await
}

/// Starts a host with other plugins.
pub(crate) async fn host_with(plugins: &[&'static Manifest], settings: &[&str]) -> Started {
    started(plugins, Arc::new(Memory::default()), settings).await
}

impl Started {
    pub(crate) fn engine(&self) -> &Engine {
        self.host.engine()
    }

    pub(crate) fn http(&self) -> &HttpOptions {
        &self.http
    }

    pub(crate) async fn stop(self) -> Vec<(&'static str, String)> {
        self.host.stop("the test is over").await
    }
}

/// Makes a token for an owner.
pub(crate) async fn token(engine: &Engine, owner: &Owner) -> String {
    let name = format!("{} of {}", owner.user, owner.tenant);
    create_token(&**engine.store(), &name, owner.clone(), None).await.expect("a token")
}

/// Starts a host that serves on a free port.
pub(crate) async fn server(settings: &[&str]) -> TestServer {
    serving(host(settings).await).await
}

/// Lets a host serve.
pub(crate) async fn serving(started: Started) -> TestServer {
    let Started { host, http } = started;
    let agent = host.engine().clone();
    agent.resume().await.expect("what was left goes on");
    let listener = http::bind(&http).await.expect("a port");
    let at = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(http::serve(agent.clone(), http.clone(), listener, async {
        let _ = stopped.await;
    }));
    TestServer { at, agent, http, host, stop, served }
}

impl TestServer {
    pub(crate) async fn send(&self, call: &Call) -> Answer {
        call.send(self.at).await
    }

    /// Tells it to stop, and gives back what ends when it has.
    pub(crate) fn stop(self) -> (JoinHandle<Result<(), HttpError>>, Host) {
        let _ = self.stop.send(());
        (self.served, self.host)
    }
}
