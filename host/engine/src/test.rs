//! An agent for the tests of plugins: the real engine, in memory, with a scripted model.
//!
//! ```
//! use hookwire::points::ToolCall;
//! use hookwire::{Verdict, plugin};
//! use hookwire_engine::test::TestAgent;
//!
//! /// Has a tool, and lets nobody use it.
//! #[derive(Default)]
//! struct Vault;
//!
//! #[plugin(id = "vault")]
//! impl Vault {
//!     /// Opens the vault.
//!     #[tool]
//!     fn open(&self) -> String {
//!         "gold".into()
//!     }
//!
//!     #[hook("tool.gate")]
//!     fn guard(&self, call: &ToolCall) -> Verdict {
//!         if call.tool == "open" { Verdict::deny("it stays shut") } else { Verdict::Allow }
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let agent = TestAgent::of::<Vault>(r#"scenes = [{ on = "", steps = [{ calls = [{ tool = "open", args = {} }] }, { text = "{result}" }] }]"#).await;
//! let answer = agent.chat("open it").await;
//! assert!(answer.results()[0].contains("it stays shut"));
//! # }
//! ```

use crate::options::EngineOptions;
use crate::store::Memory;
use crate::{Engine, Event, Host, Incoming, Outcome, models};
use hookwire::Registry;
use hookwire::cx::RequestKind;
use hookwire::live::Settings;
use hookwire::plugin::{Manifest, Plugin};
use std::path::Path;
use std::sync::Arc;

/// An agent whose model plays a script, and whose store forgets everything with it.
#[derive(Debug)]
pub struct TestAgent {
    host: Host,
}

/// What became of a message.
#[derive(Debug)]
pub struct TestTurn {
    /// Everything that a reader was told while the message was answered, the end included.
    pub events: Vec<Event>,
    /// The end.
    pub outcome: Outcome,
}

impl TestAgent {
    /// Starts an agent with one plugin; the script is that of a file for `script` in the configuration.
    ///
    /// # Panics
    /// If the plugin does not start, or the script is none.
    pub async fn of<P: Plugin>(script: &str) -> Self {
        Self::start(&[P::MANIFEST], Settings::default(), script).await
    }

    /// Starts an agent with plugins and their settings.
    ///
    /// ```
    /// use hookwire::config::Section;
    /// use hookwire::live::Settings;
    /// use hookwire::plugin;
    /// use hookwire::plugin::Plugin;
    /// use hookwire_engine::test::TestAgent;
    /// use serde_json::json;
    /// use std::collections::BTreeMap;
    ///
    /// #[derive(serde::Deserialize, schemars::JsonSchema)]
    /// struct Hours {
    ///     /// The hour at which it opens.
    ///     from: u8,
    /// }
    ///
    /// /// Says when it opens.
    /// struct Vault(Hours);
    ///
    /// #[plugin(id = "vault")]
    /// impl Vault {
    ///     #[init]
    ///     fn new(hours: Hours) -> Self {
    ///         Self(hours)
    ///     }
    ///
    ///     /// Returns the hour.
    ///     #[tool]
    ///     fn opens(&self) -> u8 {
    ///         self.0.from
    ///     }
    /// }
    ///
    /// /// Has a tool as well.
    /// #[derive(Default)]
    /// struct Alarm;
    ///
    /// #[plugin(id = "alarm")]
    /// impl Alarm {
    ///     /// Rings.
    ///     #[tool]
    ///     fn ring(&self) -> String {
    ///         "ring".into()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let settings = Settings {
    ///     sections: BTreeMap::from([("vault".into(), Section::from(json!({ "from": 8 })))]),
    ///     ..Settings::default()
    /// };
    /// let script = r#"scenes = [{ steps = [{ calls = [{ tool = "opens", args = {} }] }, { text = "{result}" }] }]"#;
    /// let agent = TestAgent::start(&[Vault::MANIFEST, Alarm::MANIFEST], settings, script).await;
    /// assert_eq!(agent.chat("when?").await.text(), "8");
    /// # }
    /// ```
    ///
    /// # Panics
    /// If a plugin does not start, or the script is none.
    pub async fn start(plugins: &[&'static Manifest], settings: Settings, script: &str) -> Self {
        Self::start_with(plugins, settings, script, EngineOptions::default()).await
    }

    /// Does as [`start`](Self::start), with options of the engine: the limits, or a clock for the plugins, for instance
    /// `hookwire::test::FakeClock`.
    ///
    /// # Panics
    /// If a plugin does not start, or the script is none.
    pub async fn start_with(
        plugins: &[&'static Manifest],
        settings: Settings,
        script: &str,
        options: EngineOptions,
    ) -> Self {
        let registry = Registry::of(plugins).unwrap_or_else(|conflicts| panic!("{conflicts}"));
        let script =
            models::parse(Path::new("of the test"), script).unwrap_or_else(|error| panic!("{error:?}"));
        let store = Arc::new(Memory::default());
        let host = Host::start_with_script(registry, settings, options, store, script).await;
        let host = host.unwrap_or_else(|error| panic!("{error}"));
        host.engine().resume().await.expect("memory has nothing to resume");
        Self { host }
    }

    /// Sends a message in a new session, and waits for its end and for the observers of that; nobody is there to
    /// approve tool calls.
    ///
    /// # Panics
    /// If the message is not taken in.
    pub async fn chat(&self, message: &str) -> TestTurn {
        let incoming = Incoming {
            channel: "test".into(),
            kind: RequestKind::Chat,
            message: message.into(),
            unattended: true,
            ..Incoming::default()
        };
        let mut sent = self.engine().send(incoming).await.unwrap_or_else(|error| panic!("{error}"));
        let mut events = Vec::new();
        while let Some(event) = sent.events.next().await {
            events.push(event);
        }
        self.engine().wait_until_idle().await;
        let Some(Event::End(outcome)) = events.last().cloned() else { panic!("no end: {events:?}") };
        TestTurn { events, outcome }
    }

    /// Returns the engine.
    pub fn engine(&self) -> &Engine {
        self.host.engine()
    }
}

impl TestTurn {
    /// Returns the text of the answer.
    pub fn text(&self) -> &str {
        &self.outcome.response
    }

    /// Returns the results of tools, as the model reads them.
    pub fn results(&self) -> Vec<&str> {
        let mut results = Vec::new();
        for event in &self.events {
            if let Event::Result { text, .. } = event {
                results.push(text.as_str());
            }
        }
        results
    }
}
