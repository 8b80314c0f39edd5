//! What the command line shows, and what it answers to mistakes.

use crate::app::{app, folder, stdout};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Runs the app in an empty folder with a configuration.
fn run(name: &str, config: &str, args: &[&str]) -> Output {
    Command::new(app()).current_dir(folder(name, config)).args(args).output().unwrap()
}

/// Returns the complaint of a check that has to fail, with a variable set.
fn complaint_of(name: &str, config: &str, variable: (&str, &str)) -> String {
    let output = check(name, config, variable);
    assert!(!output.status.success(), "{}", stdout(&output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Checks a configuration with a variable set.
fn check(name: &str, config: &str, (variable, value): (&str, &str)) -> Output {
    let folder = folder(name, config);
    Command::new(app()).current_dir(folder).env(variable, value).args(["config", "check"]).output().unwrap()
}

/// Returns the complaint of a run that has to fail.
fn complaint(name: &str, config: &str, args: &[&str]) -> String {
    let output = run(name, config, args);
    assert!(!output.status.success(), "{}", stdout(&output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns how many plugins live, of how many; they are the user's own to choose, so no test knows their number.
fn live(text: &str) -> (usize, usize) {
    let said = text.split(" plugins live").next().expect("a first line");
    let (live, all) = said.split_once(" of ").expect("two numbers");
    (live.parse().expect("a number"), all.parse().expect("a number"))
}

#[test]
fn a_check_starts_everything_and_says_how_it_fared() {
    let output = run("overview", "", &["config", "check"]);
    assert!(output.status.success());
    let (live, all) = live(&stdout(&output));
    assert!(live == all && all > 1);
}

#[test]
fn plugins_are_listed_with_their_places() {
    let text = stdout(&run("list", "disabled = [\"notes\"]", &["plugins", "list", "-v"]));
    assert!(text.contains("plugins/tool-guard/src/hooks.rs:"), "{text}");
    assert!(text.contains("keeping-notes") && text.contains("disabled"), "{text}");
}

#[test]
fn a_plugin_is_shown_with_its_hooks_and_settings() {
    let text = stdout(&run("info", "", &["plugins", "info", "tool-guard"]));
    assert!(
        text.contains("hook guard at tool.gate (gate): number ")
            && text.contains("; on failure closed, time-out 2s"),
        "{text}"
    );
    assert!(text.contains("deny: The rules for calls that never run."), "{text}");
}

#[test]
fn a_plugin_is_shown_with_its_capabilities_and_the_arguments_of_its_tools() {
    let text = stdout(&run("capabilities", "", &["plugins", "info", "workspace"]));
    for part in ["capabilities files, process", "tool read_file: ", "  arguments:\n", "    path (string): "] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let list = stdout(&run("capabilities", "", &["plugins", "list", "-v"]));
    assert!(list.contains("capabilities: files, process"), "{list}");
}

#[test]
fn everything_a_manifest_says_is_shown() {
    let info: Value =
        serde_json::from_slice(&run("manifest", "", &["plugins", "info", "model-genai", "--json"]).stdout)
            .unwrap();
    let said = ["id", "name", "package", "version"].map(|key| info[key].as_str().unwrap());
    assert_eq!(said, ["model-genai", "Models", "hookwire-model-genai", env!("CARGO_PKG_VERSION")]);
    assert!(info["description"].as_str().unwrap().starts_with("Opens the models"), "{info:#}");
    assert_eq!(info["authors"], json!(["The Hookwire authors"]));
    let (file, line) = info["place"].as_str().unwrap().rsplit_once(':').unwrap();
    let source = fs::read_to_string(format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let declaration = source.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
    assert!(declaration.contains("impl ModelGenai"), "{file}:{line}: {declaration}");
}

/// Returns the gate of `tool-guard`, of all that are shown.
fn guard(output: &Output) -> Value {
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let hooks = answer[0]["hooks"].as_array().unwrap();
    hooks.iter().find(|hook| hook["plugin"] == "tool-guard").expect("a gate").clone()
}

#[test]
fn hooks_show_what_the_operator_decided() {
    let config = "[hooks.tool-guard.\"tool.gate\"]\ntimeout = \"250ms\"\non_failure = \"open\"\n";
    let output = run("hooks", config, &["hooks", "--point", "tool.gate", "--json"]);
    let hook = guard(&output);
    assert_eq!((hook["timeout_ms"].as_u64(), hook["policy"].as_str()), (Some(250), Some("open")));
    assert!(!hook["reason"].as_str().unwrap().is_empty());
    assert!(hook["place"].as_str().unwrap().starts_with("plugins/tool-guard/src/hooks.rs:"));
}

#[test]
fn hooks_show_what_a_method_at_each_point_is_given_and_returns() {
    let shown = |point: &str| stdout(&run("signatures", "", &["hooks", "--point", point]));
    for (point, signature) in [
        ("message.received", "async fn(&self, &MessageReceived)\n"),
        ("tool.before", "async fn(&self, &mut ToolCall)\n"),
        ("model.delta", " fn(&self, &mut Delta)\n"),
        ("tool.gate", "async fn(&self, &ToolCall) -> Verdict\n"),
        ("request.intercept", "async fn(&self, &Request) -> Option<Reply>\n"),
        ("context.provide", "async fn(&self, &Context) -> Vec<Message>\n"),
        ("tool.wrap", "async fn(&self, ToolCall, Next<'_, _>) -> Result<ToolReport>\n"),
    ] {
        let text = shown(point);
        assert!(text.contains(&format!("A hook here: {}", signature.trim_start())), "{text}");
    }
}

#[test]
fn hooks_show_the_fields_of_the_event_of_a_point() {
    let text = stdout(&run("fields", "", &["hooks", "--point", "tool.after"]));
    let lines: Vec<_> =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "ToolReport: The result of a tool call.",
        "is_error bool Whether the text is an error.",
        "call ToolCall The call, with the arguments that were used.",
        "ToolCall: A tool call.",
        "args Value The arguments.",
    ] {
        assert!(lines.iter().any(|it| it == line), "no `{line}` in {text}");
    }
    let json = run("fields", "", &["hooks", "--point", "notes.saving", "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json[0]["types"][0]["fields"][0]["type"], "String");
    assert_eq!((json[0]["timeout_ms"].as_u64(), json[0]["policy"].as_str()), (Some(5000), Some("closed")));
}

#[test]
fn the_page_of_hook_points_has_those_of_plugins_too() {
    let page = stdout(&run("page", "", &["hooks", "--markdown"]));
    assert_eq!(page.matches("\n### `").count(), 42, "{page}");
    for part in
        ["\n### `tool.gate`\n", "\n## Of `hookwire-notes`\n\n### `notes.saving`\n", "\n### Type `Note`\n"]
    {
        assert!(page.contains(part), "no {part} in {page}");
    }
    let one = stdout(&run("page", "", &["hooks", "--point", "notes.saving", "--markdown"]));
    assert_eq!(one.matches("\n### `").count(), 1, "{one}");
    assert!(!one.contains("tool.gate"), "{one}");
}

#[test]
fn an_order_that_nobody_decided_is_told_of_until_the_operator_allows_it() {
    let told = |config: &str| {
        let folder = folder("ambiguous", config);
        let ask = |args: &[&str]| {
            let output =
                Command::new(env!("CARGO_BIN_EXE_probed")).current_dir(&folder).args(args).output().unwrap();
            stdout(&output)
        };
        (ask(&["hooks", "--point", "tool.before"]), ask(&["plugins", "doctor"]))
    };
    let (hooks, doctor) = told("");
    for text in [&hooks, &doctor] {
        assert!(
            text.contains("ambiguous: `probe` (") && text.contains("both edit at `tool.before`"),
            "{text}"
        );
        assert!(text.contains("[order.hooks.probe] before = [\"second\"]"), "{text}");
    }
    let (hooks, doctor) = told("[order]\nambiguous = \"allow\"\n");
    assert!(!hooks.contains("ambiguous") && !doctor.contains("ambiguous"), "{hooks}{doctor}");
    let (hooks, _) = told("[order.hooks.second]\nbefore = [\"probe\"]\n");
    assert!(
        !hooks.contains("ambiguous") && hooks.contains("after `second`, says the configuration"),
        "{hooks}"
    );
}

#[test]
fn mistakes_in_the_order_are_shown_where_they_stand() {
    let wrong = [
        (
            "[order.hooks.redakt]\nbefore = [\"notes\"]\n",
            "there is no plugin `redakt`; did you mean `redact`?\n --> hookwire.toml:1:14",
        ),
        (
            "[order.hooks.redact]\nbefore = [\"nots\"]\n",
            "there is no plugin `nots`; did you mean `notes`?\n --> hookwire.toml:2:1",
        ),
        ("[order.hooks.redact]\nbefore = \"notes\"\n", "expected a sequence\n --> hookwire.toml:2:1"),
        (
            "[order.hooks.redact]\nbefor = [\"notes\"]\n",
            "there is no setting `befor`; did you mean `before`?\n --> hookwire.toml:2:1",
        ),
        ("[order.hooks.redact]\nafter = [\"redact\"]\n", "`redact` cannot be put in order with itself"),
        (
            "[order.hook.redact]\nafter = [\"notes\"]\n",
            "there is no setting `hook`; did you mean `hooks`?\n --> hookwire.toml:1:8",
        ),
        (
            "[order]\nambigous = \"allow\"\n",
            "there is no setting `ambigous`; did you mean `ambiguous`?\n --> hookwire.toml:2:1",
        ),
        (
            "[order]\nambiguous = \"never\"\n",
            "unknown variant `never`, expected `tell` or `allow`\n --> hookwire.toml:2:1",
        ),
        ("order = [\"redact\"]\n", "`order` is a table: [order.hooks.<id>]\n --> hookwire.toml:1:1"),
        (
            "[ordr]\nambiguous = \"allow\"\n",
            "there is no setting `ordr`; did you mean `order`?\n --> hookwire.toml:1:2",
        ),
    ];
    for (config, expected) in wrong {
        let text = complaint("order", config, &["hooks"]);
        assert!(text.contains(expected), "{config}{text}");
    }
}

#[test]
fn our_own_plugins_leave_no_order_to_chance() {
    let text = stdout(&run("doctor", "", &["plugins", "doctor"]));
    assert!(!text.contains("ambiguous"), "{text}");
    assert!(text.starts_with("nothing to mend\n"), "{text}");
}

#[test]
fn hooks_can_be_drawn() {
    let text = stdout(&run("dot", "", &["hooks", "--dot"]));
    assert!(
        text.starts_with("digraph hooks {") && text.contains(" -> \"tool.gate/tool-guard.guard\""),
        "{text}"
    );
}

#[test]
fn the_schema_of_the_configuration_knows_every_plugin() {
    let output = run("schema", "", &["config", "schema"]);
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let plugins = &schema["properties"]["plugins"]["properties"];
    assert!(plugins["redact"]["properties"]["mask"].is_object(), "{plugins:#}");
}

#[test]
fn unknown_names_get_the_nearest_one() {
    assert!(complaint("near", "", &["plugins", "info", "tool-gard"]).contains("did you mean `tool-guard`?"));
    assert!(
        complaint("near", "", &["hooks", "--point", "tool.befor"]).contains("did you mean `tool.before`?")
    );
}

#[test]
fn mistakes_in_the_file_are_shown_where_they_stand() {
    let text = complaint("places", "[plugins.redact]\n\nmaks = \"x\"\n", &["config", "check"]);
    let expected = "there is no setting `maks`; did you mean `mask`?\n --> hookwire.toml:3:1\n  |\n3 | maks = …\n  | ^^^^";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn all_mistakes_are_shown_at_once() {
    let config = "disabeld = []\n[plugins.tool-gaurd]\n[hooks.notes.\"tool.gate\"]\ntimeout = \"soon\"\n";
    let text = complaint("all", config, &["hooks"]);
    for part in [
        "`disabeld`; did you mean `disabled`",
        "`tool-gaurd`; did you mean `tool-guard`",
        "\"soon\" is no duration",
        "`notes` has no hook at `tool.gate`",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn a_misspelt_plugin_hides_no_mistake_in_the_section_of_another() {
    let config =
        "[plugins.redcat]\n[plugins.message-logger]\npreview = -1\n[plugins.tool-guard]\nasks = []\n";
    let text = complaint("hidden", config, &["config", "check"]);
    for part in [
        "there is no plugin `redcat`; did you mean `redact`?",
        "invalid value: integer `-1`, expected a whole number from 0 on",
        "there is no setting `asks`; did you mean `ask`?",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert_eq!(text.matches("--> hookwire.toml:").count(), 3, "{text}");
}

#[test]
fn a_plugin_that_is_named_as_a_section_is_told_where_its_settings_are() {
    let text = complaint("section", "", &["config", "check", "--set", "redact.mask=x"]);
    assert!(text.contains("there is no setting `redact`; what is set of a plugin begins with `plugins`: `plugins.redact.mask`"), "{text}");
}

#[test]
fn broken_files_and_arguments_are_told_from_wrong_ones() {
    assert!(complaint("syntax", "a = [\n", &["hooks"]).contains("--> hookwire.toml:1:"));
    assert!(complaint("missing", "", &["--config", "none.toml"]).contains("`none.toml` cannot be read"));
    assert!(complaint("set", "", &["--set", "nonsense"]).contains("is not `key=value`"));
}

#[test]
fn a_gate_that_cannot_start_keeps_the_host_from_starting() {
    let text = complaint("gate", "[[plugins.tool-guard.deny]]\nargs = \"(\"\n", &["config", "check"]);
    assert!(text.contains("`tool-guard` did not start"), "{text}");
}

#[test]
fn a_plugin_that_cannot_start_is_left_out_alone() {
    let output = run("alone", "[plugins.redact]\npatterns = [\"(\"]\n", &["config", "check"]);
    let text = stdout(&output);
    assert!(!output.status.success());
    let (live, all) = live(&text);
    assert!(live + 1 == all && text.contains("`(`, is no regular expression"), "{text}");
}

#[test]
fn variables_and_arguments_win_over_the_file() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("empty.toml");
    fs::write(&file, "disabled = [\"notes\"]\n").unwrap();
    let ask = |variable: &str, argument: &str| {
        let output = Command::new(app())
            .current_dir(&folder)
            .env("HOOKWIRE__DISABLED", variable)
            .args(["--config", "empty.toml", "--set", argument, "plugins", "list", "--json"])
            .output()
            .unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let off = answer["plugins"].as_array().unwrap().iter().filter(|plugin| plugin["disabled"] == true);
        off.map(|plugin| plugin["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ask("[\"redact\"]", "plugins.redact.mask=x"), ["redact"]);
    assert_eq!(ask("[\"redact\"]", "disabled=[\"tool-guard\"]"), ["tool-guard"]);
}

#[test]
fn complaints_do_not_print_secrets() {
    let check = ["config", "check"];
    for (index, line) in [
        "webhook_url = 12345678",
        "webhook_urll = \"12345678\"",
        "webhook_url = \"12345678",
        "webhook_url = { evn = \"12345678\" }",
    ]
    .into_iter()
    .enumerate()
    {
        let config = format!("[plugins.message-logger]\n{line}\n");
        let text = complaint(&format!("secret-{index}"), &config, &check);
        let key = line.split_once('=').unwrap().0;
        assert!(text.contains(&format!("2 | {key}= …\n")) && !text.contains("12345678"), "{text}");
    }
    for config in [
        "webhook_url = \"12345678\"\n",
        "[plugin.message-logger]\nwebhook_url = \"12345678\"\n",
        "[plugins]\nmessage-logger = \"12345678\"\n",
        "[plugins]\nmessage-logger = { preview = \"x\", webhook_url = \"12345678\" }\n",
        "[plugins.message-logger]\nwebhook_url = [\n\"12345678\"]\n",
        "[plugins.message-logger]\nwebhook_url \"12345678\"\n",
    ] {
        let text = complaint("secret-elsewhere", config, &check);
        assert!(text.contains("--> hookwire.toml:") && !text.contains("12345678"), "{text}");
    }
}

#[test]
fn complaints_show_what_is_no_secret() {
    let text = complaint("open", "[plugins.message-logger]\npreview = \"wide\"\n", &["config", "check"]);
    assert!(text.contains("2 | preview = \"wide\"\n"), "{text}");
}

#[test]
fn complaints_name_the_key_of_an_argument_and_not_its_value() {
    for (argument, shown) in [
        ("plugins.message-logger.webhook_urll=12345678", "--set plugins.message-logger.webhook_urll=…"),
        ("plugins.message-logger.webhook_url:12345678", "--set plugins.message-logger.webhook_url…"),
        ("plugins..webhook_url=12345678", "--set plugins..webhook_url…"),
    ] {
        let config = "[plugins.message-logger]\n";
        let text = complaint("secret-set", config, &["config", "check", "--set", argument]);
        assert!(text.contains(shown) && !text.contains("12345678"), "{text}");
    }
}

#[test]
fn a_text_of_digits_is_a_text_where_one_is_wanted() {
    let variable = "HOOKWIRE__PLUGINS__MESSAGE_LOGGER__WEBHOOK_URL";
    for value in ["12345678", "true", "1979-05-27", "{ env = \"PATH\" }"] {
        let output = check("digits", "", (variable, value));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let argument = "plugins.redact.mask=12345678";
    assert!(run("digits-set", "", &["config", "check", "--set", argument]).status.success());
    let text = complaint_of("digits-table", "", (variable, "{ evn = \"12345678\" }"));
    assert!(text.contains(variable) && !text.contains("12345678"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_refused_by_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let name = "HOOKWIRE__PLUGINS__REDACT__MASK";
    let output = Command::new(app())
        .current_dir(folder("not-text", ""))
        .env(name, OsStr::from_bytes(b"\xff"))
        .args(["config", "check"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && text.contains(&format!("`{name}` is not UTF-8")), "{text}");
}

#[test]
fn a_variable_with_an_underscore_too_few_is_refused() {
    let text = complaint_of("underscore", "", ("HOOKWIRE_PLUGINS__REDACT__MASK", "x"));
    assert!(
        text.contains("`HOOKWIRE_PLUGINS__REDACT__MASK`")
            && text.contains("write `HOOKWIRE__PLUGINS__REDACT__MASK`"),
        "{text}"
    );
    let text = complaint_of("underscore-required", "", ("HOOKWIRE_REQUIRED", "[\"redact\"]"));
    assert!(text.contains("write `HOOKWIRE__REQUIRED`"), "{text}");
    assert!(check("other-variable", "", ("HOOKWIRE_TOKEN", "x")).status.success());
}

#[test]
fn a_complaint_about_part_of_a_setting_names_the_variable() {
    let variable = "HOOKWIRE__PLUGINS__TOOL_GUARD__ASK__0";
    for config in ["", "[plugins.tool-guard]\nask = []\n"] {
        let text = complaint_of("part", config, (variable, "x"));
        assert!(text.contains(&format!("--> environment variable {variable}")), "{text}");
    }
}

#[test]
fn hooks_can_be_set_by_variables() {
    let output = Command::new(app())
        .current_dir(folder("hook-variable", ""))
        .env("HOOKWIRE__HOOKS__TOOL_GUARD__TOOL_GATE__TIMEOUT", "1s")
        .args(["hooks", "--point", "tool.gate", "--json"])
        .output()
        .unwrap();
    assert_eq!(guard(&output)["timeout_ms"], 1000);
}

#[test]
fn the_overview_counts_hooks_of_live_plugins_alone() {
    let hooks = |name: &str, config: &str| {
        let text = stdout(&run(name, config, &["config", "check"]));
        let count = text.split(" plugins live, ").nth(1).and_then(|it| it.split(' ').next());
        count.and_then(|count| count.parse::<usize>().ok()).expect("a number of hooks")
    };
    let all = hooks("count-all", "");
    assert!(hooks("count-disabled", "disabled = [\"message-logger\"]\n") < all);
    assert!(hooks("count-failed", "[plugins.redact]\npatterns = [\"(\"]\n") < all);
    let listed = run("count-list", "", &["plugins", "list", "--json"]);
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    let ids: Vec<_> = listed["plugins"].as_array().unwrap().iter().map(|plugin| &plugin["id"]).collect();
    assert_eq!(hooks("count-none", &format!("disabled = {}\n", serde_json::json!(ids))), 0);
}

#[test]
fn a_plugin_that_is_required_and_cannot_be_there_keeps_the_host_from_starting() {
    for (config, said) in [
        ("required = [\"redact\"]\ndisabled = [\"redact\"]\n", "`redact` is required and disabled"),
        ("required = [\"redact\"]\n[plugins.redact]\nmask = 3\n", "`redact` did not start; it is required"),
    ] {
        let text = complaint("required", config, &["config", "check"]);
        assert!(text.contains(said) && text.contains("--> hookwire.toml:"), "{text}");
        assert!(!text.contains("owns a gate"), "{text}");
    }
}

#[test]
fn a_plugin_that_is_missing_is_told_of_wherever_the_host_runs() {
    let output = run("loud", "[plugins.redact]\nmask = 3\n", &["--data", "data", "chat", "-p", "hello"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("the host runs without `redact`"), "{text}");
}

#[test]
fn a_gates_mistake_is_told_once() {
    let text = complaint("gate-once", "[[plugins.tool-guard.deny]]\nargs = \"(\"\n", &["config", "check"]);
    assert_eq!(text.matches("is no regular expression").count(), 1, "{text}");
    let text = complaint("gate-once", "[plugins.tool-guard]\nask = 5\n", &["config", "check"]);
    let (cause, consequence) =
        text.split_once("\n\n`tool-guard` did not start; it owns a gate").expect(&text);
    assert!(cause.contains("invalid type") && consequence.contains("disabled = [\"tool-guard\"]"), "{text}");
    assert!(text.contains("--> hookwire.toml:2:1"), "{text}");
    assert_eq!(text.matches("invalid type").count(), 1, "{text}");
}

#[test]
fn the_overview_warns_of_plugins_that_are_linked_and_not_listed() {
    let app = env!("CARGO_BIN_EXE_unlisted");
    let folder = folder("unlisted", "");
    let text = stdout(&Command::new(app).current_dir(folder).args(["config", "check"]).output().unwrap());
    let warning = "warning: linked but not listed in `plugins!`, and so not wired: notes\n";
    assert!(text.contains(warning), "{text}");
    assert!(!stdout(&run("all-listed", "", &["config", "check"])).contains("warning"));
}

#[test]
fn a_plugin_that_is_linked_and_not_listed_is_shown_as_such() {
    let ask = |args: &[&str]| {
        let app = env!("CARGO_BIN_EXE_unlisted");
        Command::new(app).current_dir(folder("brought", "")).args(args).output().unwrap()
    };
    let list = stdout(&ask(&["plugins", "list"]));
    assert!(
        list.contains("brought along by another plugin, but not listed, so not wired: notes\n"),
        "{list}"
    );
    let info = ask(&["plugins", "info", "notes"]);
    assert!(!info.status.success());
    let text = String::from_utf8_lossy(&info.stderr).into_owned();
    assert!(
        text.contains("`notes` is brought along by another plugin, but not listed in `plugins!`"),
        "{text}"
    );
}

#[test]
fn agents_that_could_not_work_are_told_before_they_start() {
    let config = "[agents.default]\ntools = [\"read_fil\", \"note_*\", \"nothing*\", \"delegate\"]\n\
        [agents.default.limits]\nsteps = 0\n[routes]\nhtpp = \"default\"\nmy-door = \"default\"\n\
        [sessions]\nshared_with = [\"message-loger\"]\n";
    let text = complaint("idle", config, &["config", "check"]);
    for part in [
        "there is no tool `read_fil`; did you mean `read_file`?",
        "no tool begins with `nothing`",
        "there is no channel `htpp`; did you mean `http`?",
        "there is no plugin `message-loger`; did you mean `message-logger`?",
        "write 1 or more",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert_eq!(text.matches("--> hookwire.toml:").count(), 5, "{text}");
}

#[test]
fn what_may_be_asked_over_http_is_checked_with_the_rest() {
    for (config, told) in [
        ("[net.plugins.mesage-logger]\nhosts = [\"a.example\"]\n", "did you mean `message-logger`?"),
        ("[net.plugins.message-logger]\nhosts = [\"http://a.example\"]\n", "\"http://a.example\" is no host"),
        ("[net]\nproxy = \"ann:12345678@proxy.example\"\n", "that is no URL of a proxy"),
    ] {
        let text = complaint("net", config, &["config", "check"]);
        assert!(text.contains(told) && text.contains("--> hookwire.toml:"), "{text}");
        assert!(!text.contains("12345678"), "{text}");
    }
}
