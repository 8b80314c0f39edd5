use hookwire::Registry;
use hookwire::plugin::{Manifest, Plugin};
use hookwire_host::Options;
use hookwire_host::config::{Config, Sources};
use hookwire_message_logger::MessageLogger;
use hookwire_misbehave::{Misbehave, MisbehaveGate, ROWDIES, canary_address};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What a plugin in a process of its own may have, unless a test says so.
const LIMITS: &str = "limits = { memory_bytes = 268435456, descriptors = 64, host_calls = 10000 }\n";

/// Returns the plugins of the host.
pub(super) fn plugins() -> Vec<&'static Manifest> {
    let beside = [super::healthy::Healthy::MANIFEST, MessageLogger::MANIFEST];
    let odd = [Misbehave::MANIFEST, MisbehaveGate::MANIFEST];
    beside.into_iter().chain(odd).chain(ROWDIES).collect()
}

/// Reads the configuration; what is in `more.toml` of the folder comes on top.
pub(super) fn read(folder: &Path, tier: &str, port: u16, registry: &Registry) -> Config<Options> {
    let (script, file) = (folder.join("script.toml"), folder.join("hookwire.toml"));
    fs::write(&script, scenes()).expect("the script is written");
    let data = folder.join("data");
    let mut toml = format!("script = \"{}\"\n[store]\ndata = \"{}\"\n", script.display(), data.display());
    for how in ["nothing", "panic", "null_write", "endless_loop", "never_completes"] {
        for model in [how.to_owned(), format!("stream-{how}")] {
            let _ =
                write!(toml, "[agents.{model}]\nmodel = \"misbehave/{model}\"\nretry = {{ attempts = 1 }}\n");
        }
    }
    toml.push_str("[agents.default]\n");
    let more = fs::read_to_string(folder.join("more.toml")).unwrap_or_default();
    for manifest in [Misbehave::MANIFEST, MisbehaveGate::MANIFEST].into_iter().chain(ROWDIES) {
        let (id, host, address) = (manifest.id, std::process::id(), canary_address());
        let _ = write!(toml, "[plugins.{id}]\nhost = {host}\nport = {port}\naddress = {address}\n");
        let more = if id == "misbehave" { &*more } else { "" };
        toml.push_str(more);
        if tier == "worker" {
            toml.push_str("tier = \"worker\"\n");
            toml.push_str(if more.contains("limits") { "" } else { LIMITS });
        }
    }
    fs::write(&file, toml).expect("the configuration is written");
    let sources = Sources { file: Some(file), ..Sources::default() };
    Config::load(&sources, registry).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the script: each odd plugin has a scene in which its tool is called, and all others have one with a healthy tool.
fn scenes() -> String {
    let rowdies = (0..ROWDIES.len()).map(|number| (format!("rowdy_{number}:"), format!("rowdy_{number}")));
    let misbehave = ["tool", "gate"].map(|place| (format!("misbehave:{place}:"), "misbehave".into()));
    let mut script = String::new();
    for (on, tool) in rowdies.chain(misbehave) {
        let calls = format!("calls = [{{ tool = {tool:?}, args = {{ how = \"{{message}}\" }} }}]");
        let _ = write!(
            script,
            "[[scenes]]\non = {on:?}\nsteps = [{{ {calls} }}, {{ text = \"It is over.\" }}]\n"
        );
    }
    script.push_str("[[scenes]]\non = \"odd:\"\nsteps = [{ calls = [{ tool = \"odd__odd\", args = {} }] }, { text = \"It is over.\" }]\n");
    script.push_str("[[scenes]]\non = \"misbehave:\"\nsteps = [{ text = \"You said {message} indeed\" }]\n");
    script.push_str(
        "[[scenes]]\non = \"\"\nsteps = [{ calls = [{ tool = \"loud\", args = { text = \"{message}\" } }] }, \
         { text = \"You said {message}: {result}\" }]\n",
    );
    script
}
