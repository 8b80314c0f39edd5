//! What every plugin should stand, tried on one.

mod calls;
mod environment;
mod hooks;
mod sample;
mod schema;
mod settings;
mod trial;
mod watch;

use super::Kit;
use crate::plugin::{CommandDecl, Plugin, ToolDecl};
use environment::{folder, with_env};
use serde_json::{Value, json};
use std::panic::resume_unwind;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;
pub use trial::{Changed, Looked, Trial, Wrapped};
use watch::Progress;

/// How long the thread may be kept without a pause.
const BLOCKED: Duration = Duration::from_secs(10);

/// Runs a plugin through what every plugin should stand, as a test of the crate that calls it.
///
/// The plugin starts with an empty configuration, or with the one that is given behind it. See [`findings`](crate::test::findings).
///
/// ```
/// # use hookwire::plugin;
/// /// Greets.
/// #[derive(Default)]
/// struct Greeter;
///
/// #[plugin(id = "greeter")]
/// impl Greeter {
///     /// Greets somebody.
///     #[tool]
///     fn greet(&self, name: String) -> String {
///         format!("hello {name}")
///     }
/// }
///
/// hookwire::conformance!(Greeter);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! conformance {
    ($plugin:ty) => {
        $crate::conformance!($plugin, ::std::default::Default::default());
    };
    ($plugin:ty, $config:expr) => {
        #[test]
        fn conformance() {
            $crate::test::conform::<$plugin>($config);
        }
    };
}

/// Panics with the findings of a plugin, if there are some.
///
/// # Panics
/// If there are findings, or there can be no runtime.
#[doc(hidden)]
pub fn conform<P: Plugin>(config: Value) {
    let config = if config.is_null() { json!({}) } else { config };
    let findings = findings::<P>(config);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// Returns what a plugin does not stand, with a configuration with which it starts.
///
/// * Its tools have names, descriptions and schemas that providers of models take.
/// * Hooks, tools and commands do not panic and come to an end, whatever they are given and whenever they are dropped; many
///   calls may run at once. None of them keeps the thread.
/// * A configuration that does not fit is refused without a panic; the plugin stops, and starts again.
///
/// Hooks are given made-up events of their points: common ones, empty ones, and hostile ones. A hook may return errors.
/// Hooks, tools and commands really run: give a configuration in which they can do no harm.
///
/// # Panics
/// If there can be no runtime.
pub fn findings<P: Plugin>(config: Value) -> Vec<String> {
    if !config.is_object() {
        return vec!["the configuration that is given is no table".into()];
    }
    let (progress, steps) = Progress::new();
    let examination = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(progress.beating(examine::<P>(&config, &progress)))
    });
    let mut last = "its start".to_owned();
    loop {
        match steps.recv_timeout(BLOCKED) {
            Ok(Some(step)) => last = step,
            Ok(None) => {}
            // The thread can never be had back, and ends with the test.
            Err(RecvTimeoutError::Timeout) => {
                return vec![format!(
                    "{last} keeps the thread: it neither waits nor ends; `.await`, or use `spawn_blocking`"
                )];
            }
            Err(RecvTimeoutError::Disconnected) => {
                return examination.join().unwrap_or_else(|panic| resume_unwind(panic));
            }
        }
    }
}

async fn examine<P: Plugin>(config: &Value, progress: &Progress) -> Vec<String> {
    let manifest = P::MANIFEST;
    let setup = || with_env(Kit::of::<P>().config(manifest.id, config.clone()), manifest);
    let kit = match setup().try_start().await {
        Ok(kit) => kit,
        Err(error) => return vec![format!("it does not start: {error}")],
    };
    let mut findings = Vec::new();
    findings.extend(hooks::examine(&kit, manifest, progress).await);
    for tool in manifest.contributions_of::<ToolDecl>() {
        findings.extend(schema::examine(tool));
        findings.extend(calls::tool(&kit, tool, progress).await);
    }
    for command in manifest.contributions_of::<CommandDecl>() {
        findings.extend(calls::command(&kit, command, progress).await);
    }
    progress.step("a start with settings that do not fit");
    findings.extend(settings::examine::<P>(config).await);
    progress.step("its stop");
    for (plugin, why) in kit.plugins().stop().await {
        findings.push(format!("`{plugin}` does not stop: {why}"));
    }
    progress.step("its second start");
    match setup().try_start().await {
        Ok(kit) => _ = kit.plugins().stop().await,
        Err(error) => findings.push(format!("it does not start a second time: {error}")),
    }
    // There may be none.
    let _ = std::fs::remove_dir_all(folder(manifest));
    findings
}
