//! The tier and the limits of plugins: set in the file, the environment and on the command line, while a host runs and while
//! none does; and where they are shown.

use crate::app::{app, folder, folder_with_script, run, stderr, stdout};
use crate::verbs::Served;
use hookwire::live::{PluginIsolation, Settings};
use hookwire::plugin::{Isolation, Manifest, Plugin, Tier, WorkerStatus};
use hookwire::{PluginList, Registry, plugin};
use hookwire_host::terminal::RegistryView;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const LIMITS: &str = "\
[plugins.redact]
mask = \"***\"
tier = \"inline\"
[plugins.redact.limits]
memory_bytes = 100000000
cpu_per_call = \"5s\"
";

#[derive(Debug, Default)]
struct Stranger;

#[plugin(id = "stranger", unlinked)]
impl Stranger {
    #[command("/stranger")]
    fn stranger(&self) -> &'static str {
        "yes"
    }
}

/// A plugin as cargo compiles one of another folder.
static FOREIGN: Manifest = Manifest { file: "/home/ann/stranger/src/lib.rs", ..*Stranger::MANIFEST };

/// Returns what the doctor says about a plugin that has a worker with this fence, or none.
fn doctor(plugin: &'static Manifest, tier: Option<Tier>, fence: Option<&str>) -> String {
    let isolation = Isolation { tier, ..Isolation::default() };
    let isolation = BTreeMap::from([(plugin.id.to_owned(), isolation)]);
    let settings = Settings { isolation, ..Settings::default() };
    let view = RegistryView {
        registry: &Registry::of(&[plugin]).unwrap(),
        list: &PluginList { entries: &[], feature_disabled: &[], orders: None },
        settings: &settings,
        status: Vec::new(),
        failed_agents: Vec::new(),
        isolation: fence.map(|level| with_worker(plugin, level)).into_iter().collect(),
        observers: true,
    };
    view.doctor()
}

fn with_worker(plugin: &Manifest, level: &str) -> PluginIsolation {
    let mut isolation = PluginIsolation::planned(plugin, Isolation::default());
    isolation.workers.push(WorkerStatus { level: Some(level.to_owned()), ..WorkerStatus::default() });
    isolation
}

/// Runs a verb of `plugins`; returns whether it went well, and what it says.
fn plugins(folder: &Path, args: &[&str]) -> (bool, String) {
    let output =
        Command::new(app()).current_dir(folder).args(["--data", "data", "plugins"]).args(args).output();
    let output = output.unwrap();
    (output.status.success(), stdout(&output) + &stderr(&output))
}

fn done(folder: &Path, args: &[&str]) -> String {
    let (done, said) = plugins(folder, args);
    assert!(done, "{args:?}: {said}");
    said
}

fn info(folder: &Path, args: &[&str]) -> Value {
    let output = run(folder, &[args, &["plugins", "info", "redact", "--json"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["isolation"].take()
}

#[test]
fn the_file_the_environment_and_arguments_set_them_one_over_the_other() {
    let folder = folder("isolation-sources", LIMITS);
    let expected = json!({
        "chosen": "inline",
        "chosen_by": "operator",
        "limits": { "memory_bytes": 100_000_000, "cpu_per_call": "5000ms" },
    });
    assert_eq!(info(&folder, &[]), expected);
    let set = info(
        &folder,
        &["--set", "plugins.redact.limits.descriptors=8", "--set", "plugins.redact.tier=worker"],
    );
    assert_eq!((&set["chosen"], &set["limits"]["descriptors"]), (&json!("worker"), &json!(8)));
    let mut command = Command::new(app());
    let command =
        command.current_dir(&folder).args(["--data", "data", "plugins", "info", "redact", "--json"]);
    let command = command.env("HOOKWIRE__PLUGINS__REDACT__LIMITS__CPU_PER_CALL", "2s");
    let shown: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    assert_eq!(
        shown["isolation"]["limits"],
        json!({ "memory_bytes": 100_000_000, "cpu_per_call": "2000ms" })
    );
    let checked = run(&folder, &["config", "check"]);
    assert!(checked.status.success(), "the plugin's own type sees nothing of them: {}", stderr(&checked));
}

#[test]
fn mistakes_are_shown_with_their_line_and_the_nearest_name() {
    let config = "\
[plugins.redact]
tier = \"workr\"
[plugins.redact.limits]
memory_byte = 1000
descriptors = 0
[agents.default.plugins.redact]
tier = \"worker\"
";
    let said = stderr(&run(&folder("isolation-mistakes", config), &["config", "check"]));
    for part in [
        "unknown variant `workr`, expected `inline` or `worker`\n --> hookwire.toml:2:1",
        "2 | tier = \"workr\"",
        "there is no setting `memory_byte`; did you mean `memory_bytes`?\n --> hookwire.toml:4:1",
        "`tier` is a key of the host's, and holds for a plugin whichever agent it works for: write it in [plugins.redact]\n \
         --> hookwire.toml:7:1",
    ] {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
    let config = "[plugins.redact.limits]\ndescriptors = 0\n";
    let said = stderr(&run(&folder("isolation-zero", config), &["config", "check"]));
    assert!(
        said.contains("with 0 the plugin could do nothing") && said.contains("hookwire.toml:2:1"),
        "{said}"
    );
}

#[test]
fn the_schema_has_them_in_the_section_of_each_plugin_and_of_no_agent() {
    let output = run(&folder("isolation-schema", ""), &["config", "schema"]);
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    // `redact` has settings of its own, `slash-commands` has none.
    for plugin in ["redact", "slash-commands"] {
        let keys = &schema["properties"]["plugins"]["properties"][plugin]["properties"];
        assert_eq!(
            keys["limits"]["properties"]["memory_bytes"]["type"],
            json!(["integer", "null"]),
            "{keys}"
        );
        assert!(keys["tier"].is_object(), "{keys}");
    }
    let agents = schema["properties"]["agents"]["additionalProperties"]["$ref"].as_str().unwrap();
    let agent = schema.pointer(agents.trim_start_matches('#')).unwrap();
    let redact = &agent["properties"]["plugins"]["properties"]["redact"]["properties"];
    assert!(redact["mask"].is_object(), "{agent}");
    assert_eq!((redact.get("tier"), redact.get("limits")), (None, None));
}

#[test]
fn what_is_set_is_shown_with_whose_word_it_is() {
    let folder = folder("isolation-info", LIMITS);
    let said = done(&folder, &["info", "redact"]);
    assert!(said.contains("tier         inline: the configuration says so\n"), "{said}");
    assert!(said.contains("limits       cpu_per_call = \"5000ms\", memory_bytes = 100000000\n"), "{said}");
    let said = done(&folder, &["info", "notes"]);
    assert!(said.contains("tier         inline: its crate is one of this workspace\n"), "{said}");
    assert!(
        !said.contains("\nlimits ") && !said.contains("\ntakes ") && !said.contains("\nfaults "),
        "{said}"
    );
    let set = ["--set", "plugins.redact.tier=worker", "plugins", "info", "redact"];
    let said = stdout(&run(&folder, &set));
    assert!(said.contains("tier         worker: the configuration says so\n"), "{said}");
    let doctor = done(&folder, &["doctor"]);
    assert!(!doctor.contains("from outside of this workspace"), "all are its own: {doctor}");
}

#[test]
fn the_doctor_names_plugins_from_outside_that_nothing_contains_and_what_the_kernel_lacks() {
    let uncontained = "`stranger` is from outside of this workspace (/home/ann/stranger/src/lib.rs:";
    let said = doctor(&FOREIGN, Some(Tier::Inline), None);
    assert!(said.contains(uncontained) && said.contains("a stack overflow"), "{said}");
    assert!(said.contains("tier = \"worker\" gives it a process of its own"), "{said}");
    assert_eq!(doctor(&FOREIGN, None, Some("full")), "nothing to mend\n");
    let said = doctor(&FOREIGN, None, Some("landlock: none (not in this kernel)"));
    assert!(
        said.contains("the worker of `stranger` is fenced in less than it could be: landlock: none"),
        "{said}"
    );
    let said = doctor(Stranger::MANIFEST, None, None);
    assert!(said.starts_with("nothing to mend\n\n1 plugin runs inside the host: "), "{said}");
}

#[test]
fn they_are_changed_while_no_host_runs_and_while_one_does() {
    let folder =
        folder_with_script("isolation-changed", LIMITS, "[[scenes]]\nsteps = [{ text = \"hello\" }]\n");
    let set = |setting: &str| plugins(&folder, &["config", "redact", "--set", setting]);
    let (stored, said) = set("limits.memory_bytes=200000000");
    assert!(stored && said.starts_with("stored as version 1"), "{said}");
    let (stored, said) = set("limits.memry_bytes=200000000");
    let why = "there is no setting `memry_bytes`; did you mean `memory_bytes`?";
    assert!(!stored && said.contains(why), "{said}");
    let mut served = Served::start(&folder);
    let running = || info(&folder, &[]);
    assert_eq!(running()["limits"], json!({ "memory_bytes": 200_000_000, "cpu_per_call": "5000ms" }));
    assert_eq!(running()["tier"], "inline", "it runs there");
    let (changed, said) = set("limits.host_calls=7");
    assert!(changed && said == "`redact` has its new settings (version 2)\n", "{said}");
    assert_eq!(running()["limits"]["host_calls"], 7);
    let (changed, said) = set("tier=nowhere");
    assert!(
        !changed && said.contains("`redact` keeps its old settings") && said.contains("plugins.redact.tier"),
        "{said}"
    );
    let shown = done(&folder, &["config", "redact"]);
    for row in ["limits.memory_bytes", "limits.host_calls", "a change while a host ran", "tier", "mask"] {
        assert!(shown.contains(row), "no {row} in {shown}");
    }
    assert!(done(&folder, &["history", "redact"]).contains("limits.host_calls = 7"));
    assert_eq!(
        done(&folder, &["config", "redact", "--unset", "limits.memory_bytes"]),
        "`redact` has its new settings (version 3)\n"
    );
    assert_eq!(running()["limits"]["memory_bytes"], 100_000_000);
    served.end();
}
