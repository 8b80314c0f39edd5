//! Tests of what the rules of `tool-rewrite` do to calls and results.

use hookwire::Role;
use hookwire::cx::Identity;
use hookwire::points::{ToolAfter, ToolBefore, ToolCall, ToolReport};
use hookwire::test::Kit;
use hookwire_tool_rewrite::ToolRewrite;
use serde_json::{Value, json};

async fn kit(rules: Value) -> Kit {
    Kit::of::<ToolRewrite>().config("tool-rewrite", rules).start().await
}

/// Returns the arguments of a call of `shell` behind `before` rules, or why it is refused.
async fn rewritten(rules: Value, args: Value) -> Result<Value, String> {
    let kit = kit(json!({ "before": rules })).await;
    let mut call = ToolCall::new("shell", args);
    let result = kit.fire::<ToolBefore>(&mut call).await;
    result.map(|()| call.args).map_err(|error| error.to_string())
}

/// Returns the text of a result of `shell` behind `after` rules.
async fn result(rules: Value, report: ToolReport) -> String {
    let kit = kit(json!({ "after": rules })).await;
    let mut report = report;
    kit.fire::<ToolAfter>(&mut report).await.unwrap();
    report.text
}

fn report(text: &str) -> ToolReport {
    ToolReport::new(ToolCall::new("shell", json!({})), text)
}

/// Returns why the plugin does not start with rules.
async fn complaint(rules: Value) -> String {
    let setup = Kit::of::<ToolRewrite>().config("tool-rewrite", rules);
    setup.try_start().await.unwrap_err().to_string()
}

#[tokio::test]
async fn without_rules_everything_stays_as_it_was() {
    let args = json!({ "command": "ls" });
    assert_eq!(rewritten(json!([]), args.clone()).await.unwrap(), args);
    assert_eq!(result(json!([]), report("done")).await, "done");
}

#[tokio::test]
async fn arguments_are_renamed_removed_added_and_set() {
    let rules = json!([{
        "rename": { "cmd": "command", "a": "b", "b": "a", "old": "kept" },
        "remove": ["secret"],
        "default": { "timeout": 5, "folder": "." },
        "set": { "quiet": true },
    }]);
    let args = json!({ "cmd": "ls", "a": 1, "b": 2, "old": 3, "kept": 4, "secret": "x", "timeout": 9, "quiet": false });
    assert_eq!(
        rewritten(rules, args).await.unwrap(),
        json!({ "command": "ls", "a": 2, "b": 1, "kept": 4, "timeout": 9, "folder": ".", "quiet": true })
    );
}

#[tokio::test]
async fn texts_of_one_argument_or_of_all_are_replaced_at_any_depth() {
    let args = json!({ "command": "rm a", "rest": [{ "rm": "rm b" }, 7] });
    let one = json!([{ "replace": [{ "arg": "command", "pattern": "^rm (\\w)", "with": "trash $1 # $$" }] }]);
    assert_eq!(
        rewritten(one, args.clone()).await.unwrap(),
        json!({ "command": "trash a # $", "rest": [{ "rm": "rm b" }, 7] })
    );
    let all = json!([{ "replace": [{ "pattern": "^rm", "with": "trash" }] }]);
    assert_eq!(
        rewritten(all, args).await.unwrap(),
        json!({ "command": "trash a", "rest": [{ "rm": "trash b" }, 7] })
    );
    let nowhere = json!([{ "replace": [{ "arg": "none", "pattern": "^", "with": "x" }] }]);
    assert_eq!(rewritten(nowhere, json!({ "command": "rm" })).await.unwrap(), json!({ "command": "rm" }));
}

#[tokio::test]
async fn a_rule_applies_where_all_of_when_and_none_of_unless_is_found() {
    let rules = json!([{
        "when": { "command": "git", "count": "^3$" },
        "unless": { "dry": "true" },
        "set": { "seen": 1 },
    }]);
    for (args, applies) in [
        (json!({ "command": "git log", "count": 3 }), true),
        (json!({ "command": "git log", "count": 33 }), false),
        (json!({ "command": "git log" }), false),
        (json!({ "command": "git log", "count": 3, "dry": true }), false),
    ] {
        let rewritten = rewritten(rules.clone(), args.clone()).await.unwrap();
        assert_eq!(rewritten["seen"] == 1, applies, "{args}");
    }
}

#[tokio::test]
async fn a_call_is_refused_with_the_reason_of_its_rule() {
    let rules = json!([{ "when": { "command": "sudo" }, "refuse": "nobody is root here" }]);
    let refused = rewritten(rules.clone(), json!({ "command": "sudo ls" })).await.unwrap_err();
    assert!(refused.contains("nobody is root here"), "{refused}");
    assert!(rewritten(rules, json!({ "command": "ls" })).await.is_ok());
}

#[tokio::test]
async fn rules_see_what_those_before_them_have_left_and_are_logged() {
    let rules = json!({ "before": [
        { "rename": { "cmd": "command" } },
        { "when": { "command": "a" }, "replace": [{ "pattern": "a", "with": "b" }] },
        { "when": { "command": "a" }, "refuse": "there is none left" },
    ] });
    let kit = kit(rules).await;
    let mut call = ToolCall::new("shell", json!({ "cmd": "a a" }));
    kit.fire::<ToolBefore>(&mut call).await.unwrap();
    assert_eq!(call.args, json!({ "command": "b b" }));
    let lines: Vec<_> = kit.logs().into_iter().map(|record| record.message).collect();
    assert_eq!(lines, [1, 2].map(|rule| format!("`before` rule {rule} was applied to a call of `shell`")));
}

#[tokio::test]
async fn a_rule_is_about_the_whole_name_of_a_tool() {
    for (tool, applies) in [("shell|run", true), ("sh", false), ("s.*l", true), ("run", false)] {
        let rules = json!([{ "tool": tool, "set": { "seen": 1 } }]);
        assert_eq!(rewritten(rules, json!({})).await.unwrap() == json!({ "seen": 1 }), applies, "{tool}");
        let rules = json!([{ "tool": tool, "set": "seen" }]);
        assert_eq!(result(rules, report("")).await == "seen", applies, "{tool}");
    }
}

#[tokio::test]
async fn a_rule_is_about_the_agents_and_roles_it_names() {
    let scope = |mut rule: Value| {
        rule["agents"] = json!(["writer", "critic"]);
        rule["roles"] = json!(["lead", "member"]);
        json!([rule])
    };
    let rules =
        json!({ "before": scope(json!({ "set": { "seen": 1 } })), "after": scope(json!({ "set": "seen" })) });
    let kit = kit(rules).await;
    for (agent, role, applies) in [
        ("writer", Role::Lead, true),
        ("critic", Role::Member, true),
        ("writer", Role::Agent, false),
        ("reader", Role::Lead, false),
    ] {
        let kit = kit.with_identity(Identity::agent(agent, role));
        let mut call = ToolCall::new("shell", json!({}));
        kit.fire::<ToolBefore>(&mut call).await.unwrap();
        assert_eq!(call.args == json!({ "seen": 1 }), applies, "{agent} {role:?}");
        let mut report = report("");
        kit.fire::<ToolAfter>(&mut report).await.unwrap();
        assert_eq!(report.text == "seen", applies, "{agent} {role:?}");
    }
}

#[tokio::test]
async fn results_are_replaced_whole_or_in_part() {
    let part = json!([{ "replace": [
        { "pattern": "/home/[^/: ]+", "with": "~" },
        { "pattern": "(\\d) files?", "with": "$1 of them" },
    ] }]);
    assert_eq!(result(part, report("/home/ann/a and /home/bob: 2 files")).await, "~/a and ~: 2 of them");
    let whole = json!([{ "when": "secret", "set": "this is not shown" }]);
    assert_eq!(result(whole.clone(), report("a secret")).await, "this is not shown");
    assert_eq!(result(whole, report("nothing")).await, "nothing");
}

#[tokio::test]
async fn a_rule_may_be_about_errors_or_about_what_is_none() {
    for errors in [true, false] {
        let rules = json!([{ "errors": errors, "set": "seen" }]);
        let failed = ToolReport::failed(ToolCall::new("shell", json!({})), "no such file");
        assert_eq!(result(rules.clone(), failed).await == "seen", errors);
        assert_eq!(result(rules, report("fine")).await == "seen", !errors);
    }
}

#[tokio::test]
async fn a_wrong_rule_keeps_the_plugin_from_starting_and_is_named() {
    let good = json!({ "set": { "a": 1 } });
    for (rules, message) in [
        (
            json!({ "before": [good, { "tool": "(", "refuse": "no" }] }),
            "`before` rule 2: `(`, which is its `tool`, is no regular expression",
        ),
        (
            json!({ "before": [{ "when": { "path": "[" }, "refuse": "no" }] }),
            "`before` rule 1: `[`, which is its `when.path`, is no regular expression",
        ),
        (
            json!({ "after": [{ "replace": [{ "pattern": "*", "with": "" }] }] }),
            "`after` rule 1: `*`, which is its `replace.pattern`, is no regular expression",
        ),
        (
            json!({ "before": [{ "tool": "shell" }] }),
            "`before` rule 1 does nothing; give it `refuse`, `rename`, `remove`, `default`, `set` or `replace`",
        ),
        (json!({ "after": [{ "when": "x" }] }), "`after` rule 1 does nothing; give it `set` or `replace`"),
        (
            json!({ "before": [{ "refuse": "no", "remove": ["a"] }] }),
            "`before` rule 1 refuses the call, so nothing is left to change; take `refuse` or `remove` out",
        ),
        (
            json!({ "before": [{ "rename": { "a": "c", "b": "c" } }] }),
            "`before` rule 1 renames both `a` and `b` to `c`; give them different names",
        ),
        (
            json!({ "after": [{ "set": "x", "replace": [{ "pattern": "a", "with": "b" }] }] }),
            "`after` rule 1 has both `set` and `replace`",
        ),
        (json!({ "before": [{ "sett": {} }] }), "`sett`"),
        (json!({ "before": [{ "roles": ["boss"], "refuse": "no" }] }), "boss"),
    ] {
        let told = complaint(rules).await;
        assert!(told.contains(message), "no {message} in {told}");
    }
}
