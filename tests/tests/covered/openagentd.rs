//! openagentd's plugin of functions: `tool.before` is told the tool, session, run, agent and call, rewrites the arguments, or raises an error
//! that is the call's result; `tool.after` rewrites the result; `applies_to(agent, role)` says for whom. Its smallest example has each
//! `shell` command begin with `set -e`.

use hookwire::points::{ToolCall, ToolReport};
use hookwire::{Result, Role, plugin};
use hookwire_tests::test_host::{Setup, TestHost};
use hookwire_tool_rewrite::ToolRewrite;

const SCRIPT: &str = r#"
[[scenes]]
on = "list"
steps = [{ calls = [{ tool = "shell", args = { command = "ls" } }] }, { text = "{result}" }]
[[scenes]]
on = "again"
steps = [{ calls = [{ tool = "shell", args = { command = "set -e; ls" } }] }, { text = "{result}" }]
[[scenes]]
on = "wipe"
steps = [{ calls = [{ tool = "shell", args = { command = "rm -rf /" } }] }, { text = "{result}" }]
[[scenes]]
on = "ask"
steps = [
    { calls = [{ tool = "delegate", args = { agent = "helper", task = "list" } }] },
    { text = "{result}" },
]"#;

const TEAM: &str = "[agents.default]\nmembers = [\"helper\"]\n[agents.helper]\n";

const RULES: &str = r#"
[[plugins.tool-rewrite.before]]
tool = "shell"
roles = ["lead"]
unless = { command = "^set -e" }
replace = [{ arg = "command", pattern = "^", with = "set -e; " }]
[[plugins.tool-rewrite.before]]
tool = "shell"
agents = ["default"]
when = { command = "rm -rf" }
refuse = "nothing is wiped here"
[[plugins.tool-rewrite.after]]
tool = "shell"
roles = ["lead"]
errors = false
replace = [{ pattern = "^ran", with = "finished" }]
"#;

#[derive(Default)]
struct Shell;

#[plugin(id = "shell")]
impl Shell {
    /// Says what it would have run.
    #[tool]
    fn shell(&self, command: String) -> String {
        format!("ran `{command}`")
    }
}

/// Does in code what the rules do.
#[derive(Default)]
struct FailFast;

#[plugin(id = "fail-fast", applies_to = Self::leads)]
impl FailFast {
    fn leads(_agent: &str, role: Role) -> bool {
        role == Role::Lead
    }

    #[hook("tool.before")]
    fn fail_fast(&self, call: &mut ToolCall) -> Result<()> {
        if call.tool != "shell" {
            return Ok(());
        }
        let command = call.args["command"].as_str().unwrap_or_default();
        if command.contains("rm -rf") {
            return Err("nothing is wiped here".into());
        }
        if !command.starts_with("set -e") {
            call.args["command"] = format!("set -e; {command}").into();
        }
        Ok(())
    }

    // Open: what cannot be rewritten stays as it was.
    #[hook("tool.after", on_failure = "open")]
    fn say_finished(&self, report: &mut ToolReport) -> Result<()> {
        if report.call.tool == "shell" && !report.is_error {
            let rest = report.text.strip_prefix("ran").ok_or("it did not run")?;
            report.text = format!("finished{rest}");
        }
        Ok(())
    }
}

fn setup() -> Setup {
    Setup::new(SCRIPT).plugin::<Shell>().config(TEAM)
}

/// Returns the result of the tool, as the model that called it reads it.
async fn result(host: &TestHost, message: &str) -> String {
    let heard = host.say(message).await;
    TestHost::completed(&heard);
    heard.results()[0].to_owned()
}

#[tokio::test]
async fn arguments_and_results_are_rewritten_by_rules_and_by_code_alike() {
    let by_rules = setup().plugin::<ToolRewrite>().config(RULES).start().await;
    let by_code = setup().plugin::<FailFast>().start().await;
    for host in [by_rules, by_code] {
        assert_eq!(result(&host, "list").await, "finished `set -e; ls`");
        assert_eq!(result(&host, "again").await, "finished `set -e; ls`");
        let refused = result(&host, "wipe").await;
        assert!(refused.starts_with("Error: ") && refused.contains("nothing is wiped here"), "{refused}");
        assert_eq!(result(&host, "ask").await, "ran `ls`", "members are not meant");
    }
}

#[tokio::test]
async fn a_hook_before_a_tool_is_told_who_calls_and_where() {
    let host = setup().start().await;
    let heard = host.say("list").await;
    let seen = host.log.all().into_iter().find(|seen| seen.what == "tool.before").unwrap();
    assert_eq!((&seen.event["tool"], &seen.event["args"]["command"]), (&"shell".into(), &"ls".into()));
    assert!(seen.event["id"].as_str().is_some_and(|id| !id.is_empty()));
    let who = seen.identity;
    assert_eq!((who.session.as_deref(), &*who.agent), (Some(heard.session()), "default"));
    assert!(who.run.is_some_and(|run| run.starts_with(heard.session())));
}

/// Has a result that the hook behind it cannot rewrite.
#[derive(Default)]
struct OddShell;

#[plugin(id = "odd-shell")]
impl OddShell {
    /// Says nothing of running.
    #[tool]
    fn shell(&self, command: String) -> String {
        command
    }
}

#[tokio::test]
async fn a_result_that_cannot_be_rewritten_stays_as_it_was() {
    let host = Setup::new(SCRIPT).plugin::<OddShell>().plugin::<FailFast>().config(TEAM).start().await;
    assert_eq!(result(&host, "list").await, "set -e; ls");
    assert!(host.stop().await.at("plugin.fault")[0].to_string().contains("it did not run"));
}
