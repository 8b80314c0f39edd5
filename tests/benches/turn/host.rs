//! A host for the benchmarks, with a scripted model.

use hookwire::plugin::Manifest;
use hookwire::{Plugin, Registry, plugin};
use hookwire_host::config::{Config, Sources};
use hookwire_host::engine::store::Store;
use hookwire_host::engine::{Incoming, Outcome};
use hookwire_host::{Host, Options};
use std::path::PathBuf;
use std::sync::Arc;

/// One tool call and an answer of twenty words.
pub(super) const TURN: &str = r#"
[[scenes]]
[[scenes.steps]]
text = "I look it up."
calls = [{ tool = "echo", args = { text = "four" } }]
[[scenes.steps]]
text = "The answer is {result}, and these are some more words, so that the stream has a length that answers have."
"#;

#[derive(Debug, Default)]
pub(super) struct Echo;

/// Says what it is told.
#[plugin(id = "echo")]
impl Echo {
    /// Says it again.
    #[tool]
    #[allow(clippy::unused_self, reason = "a tool is a method")]
    fn echo(&self, text: String) -> String {
        text
    }
}

/// Writes a script and a configuration; returns the configuration as it is read.
pub(super) fn config(registry: &Registry, name: &str, script: &str, more: &[&str]) -> Config<Options> {
    let folder = folder(name);
    let file = folder.join("script.toml");
    std::fs::write(&file, script).expect("the script is written");
    let mut arguments = vec![format!("script={}", file.display())];
    arguments.extend(more.iter().map(|argument| (*argument).to_owned()));
    let sources = Sources { file: Some(empty(&folder)), arguments, ..Sources::default() };
    Config::load(&sources, registry).unwrap_or_else(|error| panic!("{error}"))
}

/// Starts a host.
pub(super) async fn start(
    name: &str,
    plugins: &[&'static Manifest],
    script: &str,
    more: &[&str],
    store: Arc<dyn Store>,
) -> Host {
    let mut all = vec![Echo::MANIFEST];
    all.extend_from_slice(plugins);
    let registry = Registry::of(&all).expect("the plugins fit together");
    let config = config(&registry, name, script, more);
    hookwire_host::start(registry, &config, store).await.unwrap_or_else(|error| panic!("{error}"))
}

/// Sends a message and waits for the answer.
pub(super) async fn ask(host: &Host, session: Option<String>, message: &str) -> Outcome {
    let message =
        Incoming { message: message.into(), session, channel: "bench".into(), ..Incoming::default() };
    let sent = host.engine().send(message).await.expect("the message is taken in");
    let outcome = sent.outcome().await;
    assert!(outcome.error.is_none(), "{outcome:?}");
    outcome
}

pub(super) fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hookwire-bench-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn empty(folder: &std::path::Path) -> PathBuf {
    let file = folder.join("hookwire.toml");
    std::fs::write(&file, "").expect("the configuration is written");
    file
}
