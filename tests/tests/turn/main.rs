//! How a turn behaves, whatever models, tools, hooks and people do.

mod activity_tracker;
mod agent_settings;
mod approvals;
mod blocking;
mod budgets;
mod calls;
mod calls_of_plugins;
mod cancels;
mod clock;
mod commands;
mod faulty;
mod feed_properties;
mod hooks;
mod http;
mod kept_values;
mod members;
mod models;
mod observers;
mod observers_switch;
mod owners;
mod plugin_clock;
mod plugin_dir;
mod plugin_logs;
mod plugin_send;
mod plugin_sessions;
mod plugin_settings;
mod plugins;
mod relays;
mod reloads;
mod render;
mod resumes;
mod sent_files;
mod sessions;
mod signed_reasoning;
mod skills;
mod store_failures;
mod test_agent;
mod tool_sources;
mod user_memory;
mod user_memory_properties;
mod wraps;

use hookwire_tests::test_host::Setup;

/// Begins a host whose model first calls tools, and then says what came of the last of them.
fn calling(calls: &str) -> Setup {
    Setup::new(&format!(
        "[[scenes]]\non = \"\"\nsteps = [{{ text = \"I will.\", calls = [{calls}] }}, {{ text = \"{{result}}\" }}]"
    ))
}

/// Begins a host whose model says one thing to everything.
fn saying(text: &str) -> Setup {
    Setup::new(&format!("[[scenes]]\non = \"\"\nsteps = [{{ text = {text:?} }}]"))
}
