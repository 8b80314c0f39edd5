//! The examples of the plugin systems whose functions Hookwire covers, each with a plugin here that does the same, through the real engine.
//!
//! | module | system | its example | here |
//! |---|---|---|---|
//! | `evonic` | Evonic | a logger that posts finished turns to a webhook | `message-logger` |
//! | `openagentd` | openagentd | hooks before and after a tool, for some agents | `tool-rewrite`, and a plugin of one's own |
//! | `agentrail` | AgentRail | slash commands, hints about attachments | `slash-commands`, `attachment-hints` |
//! | `flowly` | Flowly | a plugin with a tool, a hook, a command and a skill | a plugin of one's own |
//! | `exercise` | the same course | its exercise, with limits on memory and time | `hookwire-misbehave`, in a process of its own |
//! | `course` | a course on agent frameworks | a plugin before and after everything, which logs all messages | a plugin of one's own |

mod agentrail;
mod course;
mod evonic;
mod exercise;
mod flowly;
mod openagentd;

use hookwire::cx::Level;
use hookwire_host::engine::plugin_logs::{LogQuery, PluginLogs};
use hookwire_tests::test_host::{Setup, TestHost};
use std::fs;
use std::path::PathBuf;

/// Begins a host whose model says one thing to everything.
fn saying(text: &str) -> Setup {
    Setup::new(&format!("[[scenes]]\non = \"\"\nsteps = [{{ text = {text:?} }}]"))
}

/// Returns the texts that the model was asked with last.
fn asked_with(host: &TestHost) -> Vec<String> {
    let messages = host.log.at("model.before").pop().expect("a request")["messages"].take();
    let texts = messages.as_array().expect("messages").iter();
    texts.map(|it| it["text"].as_str().expect("a text").to_owned()).collect()
}

/// A data folder of a host, which goes with the test.
struct DataFolder(PathBuf);

impl DataFolder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("hookwire-covered-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Returns the section of the configuration that names it.
    fn config(&self) -> String {
        format!("[store]\ndata = {:?}\n", self.0.display().to_string())
    }

    /// Returns what a plugin has logged, each line with its level.
    fn logged(&self, plugin: &str) -> Vec<(Level, String)> {
        let logs = PluginLogs::of(Some(&self.0)).expect("logs are kept");
        let lines = logs.read(plugin, &LogQuery::default()).unwrap().into_iter();
        lines.map(|line| (line.level, line.message)).collect()
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
