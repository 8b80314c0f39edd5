//! What every plugin should stand, tried on one.

mod arguments;
mod calls;
mod environment;
mod event;
mod hooks;
mod sample;
mod schema;
mod settings;
mod sources;
mod templates;
mod watch;

use crate::lock::lock;
#[cfg(feature = "routes")]
use crate::plugin::RoutesDecl;
use crate::plugin::{CardDecl, CommandDecl, Plugin, ScheduleDecl, ToolDecl, ToolSourceDecl, VerbDecl};
use environment::Environment;
use serde_json::{Value, json};
use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use watch::{CURE, Examination};

pub use event::{EditedEvent, FireSample, SharedEvent, WrappedRequest};
pub use watch::Findings;

/// How long the thread may be kept without a pause, before it is given up.
const BLOCKED: Duration = Duration::from_secs(10);

/// Runs a plugin through what every plugin should stand, as a test of the crate that calls it.
///
/// The plugin starts with an empty configuration, or with the one that is given behind it. Its hooks, tools, commands, verbs
/// and methods that run by the clock really run: give a configuration in which they can do no harm.
/// [`findings`](crate::test::findings) says what is tried.
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
/// // With a configuration, and with a name for the test, where a file has several:
/// hookwire::conformance!(greeter_again: Greeter, serde_json::json!({}));
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! conformance {
    ($plugin:ty $(, $config:expr)? $(,)?) => {
        $crate::conformance!(conformance: $plugin $(, $config)?);
    };
    ($name:ident: $plugin:ty $(,)?) => {
        $crate::conformance!($name: $plugin, ::std::default::Default::default());
    };
    ($name:ident: $plugin:ty, $config:expr $(,)?) => {
        #[test]
        fn $name() {
            $crate::test::conform::<$plugin>($config);
        }
    };
}

/// Panics with the findings of a plugin, if there are some; prints what could not be tried.
///
/// # Panics
/// If there are findings, or there can be no runtime.
#[doc(hidden)]
pub fn conform<P: Plugin>(config: Value) {
    let config = if config.is_null() { json!({}) } else { config };
    let Findings { found, untried } = findings::<P>(config);
    for what in untried {
        eprintln!("not tried: {what}");
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Returns what a plugin does not stand, with a configuration with which it starts.
///
/// * Its tools have names, descriptions and schemas that providers of models take; its sources of tools list theirs, all of
///   which can be offered.
/// * Hooks, tools, commands, verbs and methods that run by the clock do not panic, come to an end within five seconds (a tool within its own `timeout`, if that is
///   longer), and keep the thread for less than that, whatever they are given and whenever they are dropped; many calls may
///   run at once.
/// * Routes are made, and `GET /` of them is answered, whatever the answer is; their OpenAPI document is made without a panic.
/// * Cards are filled without a panic, and within five seconds or their own `timeout`. Templates can be read, are filled in
///   without values, and escape hostile ones.
/// * A configuration that does not fit is refused without a panic; the plugin stops, and starts again.
///
/// Hooks are given made-up events of their points, tools made-up arguments that their schemas allow: common ones, empty ones,
/// and hostile ones. They may return errors. An event that has a field of a type with a form of its own, as a date has, cannot
/// be made up; that is no finding, but among [`untried`](Findings::untried), as is a plugin that applies to no agent called
/// `default`, a tool that is not available, and the tools of a source that cannot list them here.
///
/// # Panics
/// If there can be no runtime.
pub fn findings<P: Plugin>(config: Value) -> Findings {
    let findings = Arc::new(Mutex::new(Findings::default()));
    let (sender, steps) = channel();
    let examination = Examination { findings: Arc::clone(&findings), steps: sender };
    let run = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        runtime.block_on(examination.beating(examine::<P>(&config, &examination)));
        // What the plugin has left running in other threads is not waited for.
        runtime.shutdown_background();
    });
    let mut last = "its start".to_owned();
    loop {
        match steps.recv_timeout(BLOCKED) {
            Ok(Some(step)) => last = step,
            Ok(None) => {}
            // The thread can never be had back, and ends with the test.
            Err(RecvTimeoutError::Timeout) => {
                let mut findings = lock(&findings).clone();
                findings.found.push(format!("{last} keeps the thread: it neither waits nor ends; {CURE}"));
                return findings;
            }
            Err(RecvTimeoutError::Disconnected) => {
                run.join().unwrap_or_else(|panic| resume_unwind(panic));
                return lock(&findings).clone();
            }
        }
    }
}

async fn examine<P: Plugin>(config: &Value, examination: &Examination) {
    let manifest = P::MANIFEST;
    let environment = Environment::of::<P>();
    if !config.is_object() {
        return examination.find("the configuration that is given is no table".into());
    }
    let kit = match environment.start::<P>(config.clone()).await {
        Ok(kit) => kit,
        Err(error) => {
            return examination.find(format!(
                "it does not start: {error}; give it a configuration with which it does: \
                 `conformance!(MyPlugin, json!({{ .. }}))`"
            ));
        }
    };
    if environment.applies() {
        for tool in manifest.contributions_of::<ToolDecl>() {
            examination.find_all(schema::examine(tool));
            calls::tool(&kit, tool, examination).await;
        }
        for source in manifest.contributions_of::<ToolSourceDecl>() {
            sources::examine(&kit, source, examination).await;
        }
        for command in manifest.contributions_of::<CommandDecl>() {
            calls::command(&kit, command, examination).await;
        }
        for decl in manifest.contributions_of::<ScheduleDecl>() {
            calls::scheduled(&kit, manifest.id, decl, examination).await;
        }
        for verb in manifest.contributions_of::<VerbDecl>() {
            calls::verb(&kit, manifest.id, verb, examination).await;
        }
        for card in manifest.contributions_of::<CardDecl>() {
            calls::card(&kit, card, examination).await;
        }
        #[cfg(feature = "routes")]
        for decl in manifest.contributions_of::<RoutesDecl>() {
            calls::routes(&kit, decl, examination).await;
        }
        hooks::examine::<P>(&environment, config, examination).await;
    } else {
        examination.leave_out(
            "all hooks, tools, commands, verbs and cards: the plugin applies to no agent called `default`"
                .into(),
        );
    }
    templates::examine(manifest, examination);
    settings::examine::<P>(&environment, config, examination).await;
    examination.step("its stop");
    for (plugin, why) in kit.plugins().stop().await {
        examination.find(format!("`{plugin}` does not stop: {why}"));
    }
    examination.step("its second start");
    match environment.start::<P>(config.clone()).await {
        Ok(kit) => _ = kit.plugins().stop().await,
        Err(error) => examination.find(format!("it does not start a second time: {error}")),
    }
}
