//! The pipeline of a tool call, as anybody's loop uses it.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::pipeline::{
    CallError, Cleared, HumanApproval, Progress, SchemaCheck, ToolPipeline, ToolRunner, finish,
};
use hookwire::points::{ToolCall, ToolReport, ToolSpec, ToolWrap};
use hookwire::test::Kit;
use hookwire::{Cx, Error, Next, Result, Verdict, plugin};
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Does at each point what the arguments of a call say.
#[derive(Default)]
struct Obedient;

#[plugin(id = "obedient")]
impl Obedient {
    #[hook("tool.before")]
    fn before(&self, call: &mut ToolCall, cx: &Cx) -> Result<()> {
        cx.info(format!("before {}", call.args));
        if let Some(tool) = call.args["rename"].as_str() {
            call.tool = tool.to_owned();
        }
        if call.args["refuse"] == true {
            return Err(Error::msg("not this one"));
        }
        if let Some(edit) = call.args.get("edit").cloned() {
            call.args = edit;
            call.id = "another".into();
        }
        Ok(())
    }

    #[hook("tool.gate")]
    fn gate(&self, call: &ToolCall, cx: &Cx) -> Verdict {
        cx.info(format!("gate {}", call.args));
        match call.args["gate"].as_str() {
            Some("deny") => Verdict::deny("no"),
            Some("ask") => Verdict::ask("really?"),
            _ => Verdict::Allow,
        }
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, mut call: ToolCall, next: Next<'_, ToolWrap>, cx: &Cx) -> Result<ToolReport> {
        cx.info(format!("wrap {}", call.args));
        if let Some(args) = call.args.get("rewrap").cloned() {
            call.args = args;
        }
        if let Some(tool) = call.args["retool"].as_str() {
            call.tool = tool.to_owned();
        }
        next.run(call).await
    }

    #[hook("tool.after")]
    fn after(&self, report: &mut ToolReport, cx: &Cx) -> Result<()> {
        cx.info(format!("after {}", report.text));
        if report.call.args["hide"] == true { Err(Error::msg("hidden")) } else { Ok(()) }
    }
}

/// The host's side; writes down what it is asked.
#[derive(Default)]
struct Side {
    said: Mutex<Vec<String>>,
    agrees: bool,
    refuses_to_begin: bool,
}

impl Side {
    fn note(&self, text: String) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    fn said(&self) -> Vec<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl SchemaCheck for Side {
    fn check(&self, call: &ToolCall, spec: &ToolSpec) -> Result<(), String> {
        self.note(format!("check {}", call.args));
        let wrong = call.args["wrong"] == true;
        if wrong { Err(format!("`{}` does not take that", spec.name)) } else { Ok(()) }
    }
}

impl HumanApproval for Side {
    fn ask<'a>(
        &'a self,
        call: &'a ToolCall,
        reason: &'a str,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<(), String>> {
        self.note(format!("ask {} {reason}", call.args));
        let answer = if self.agrees { Ok(()) } else { Err("nobody is here".to_owned()) };
        async { answer }.boxed()
    }
}

impl Progress for Side {
    fn begin<'a>(&'a self, call: &'a Cleared) -> BoxFuture<'a, Result<(), String>> {
        self.note(format!("begin {}", call.call().args));
        let answer = if self.refuses_to_begin { Err("the disk is full".to_owned()) } else { Ok(()) };
        async { answer }.boxed()
    }
}

impl ToolRunner for Side {
    fn run<'a>(&'a self, call: &'a Cleared, _: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        let call = call.call().clone();
        self.note(format!("run {} {}", call.id, call.args));
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if call.args["fail"] == true {
                Err(Error::msg("broken"))
            } else {
                Ok(ToolReport::new(call, "done"))
            }
        }
        .boxed()
    }
}

fn call(args: &Value) -> ToolCall {
    let mut call = ToolCall::new("tool", args.clone());
    call.id = "call_1".into();
    call
}

/// Makes a call and returns its report, what the host's side was asked, and what the hooks saw.
async fn made(side: &Side, args: Value) -> (ToolReport, Vec<String>, Vec<String>) {
    let kit = Kit::of::<Obedient>().start().await;
    let (spec, wiring) = (ToolSpec::new("tool", "", json!({})), kit.cx().wired().unwrap());
    let pipeline = ToolPipeline::new(&wiring, kit.cx(), &spec, side).schemas(side).human(side).progress(side);
    let report = pipeline.call(call(&args)).await;
    (report, side.said(), kit.logs().into_iter().map(|line| line.message).collect())
}

#[tokio::test(start_paused = true)]
async fn a_call_passes_all_stages_in_order() {
    let (report, side, hooks) = made(&Side::default(), json!({ "edit": { "a": 1 } })).await;
    assert_eq!((&*report.text, &*report.call.id, report.is_error), ("done", "call_1", false));
    assert_eq!(
        side,
        [r#"check {"edit":{"a":1}}"#, r#"check {"a":1}"#, r#"begin {"a":1}"#, r#"run call_1 {"a":1}"#]
    );
    assert_eq!(hooks, [r#"before {"edit":{"a":1}}"#, r#"gate {"a":1}"#, r#"wrap {"a":1}"#, "after done"]);
}

#[tokio::test]
async fn a_report_has_the_time_that_the_tool_took() {
    let (report, ..) = made(&Side::default(), json!({})).await;
    assert!(report.duration_ms >= 20, "{report:?}");
    let (report, ..) = made(&Side::default(), json!({ "gate": "deny" })).await;
    assert_eq!(report.duration_ms, 0);
}

#[tokio::test(start_paused = true)]
async fn whatever_stops_a_call_is_its_report_and_the_last_hooks_see_it() {
    let agreeable = || Side { agrees: true, ..Side::default() };
    let cases = [
        (Side::default(), json!({ "wrong": true }), "`tool` does not take that", false),
        (Side::default(), json!({ "edit": { "wrong": true } }), "`tool` does not take that", false),
        (Side::default(), json!({ "refuse": true }), "refused by `obedient`: not this one", false),
        (
            Side::default(),
            json!({ "rename": "other" }),
            "a hook turned the call of `tool` into one of `other`",
            false,
        ),
        (Side::default(), json!({ "gate": "deny" }), "the call was denied by `obedient`: no", false),
        (Side::default(), json!({ "gate": "ask" }), "nobody is here", false),
        (Side { refuses_to_begin: true, ..Side::default() }, json!({}), "the disk is full", false),
        (
            agreeable(),
            json!({ "rewrap": { "gate": "deny" } }),
            "the call was denied by `obedient`: no",
            false,
        ),
        (agreeable(), json!({ "rewrap": { "wrong": true } }), "`tool` does not take that", false),
        (agreeable(), json!({ "retool": "x" }), "a hook turned the call of `tool` into one of `x`", false),
        (Side::default(), json!({ "fail": true }), "broken", true),
    ];
    for (side, args, why, ran) in cases {
        let (report, said, hooks) = made(&side, args.clone()).await;
        assert_eq!((report.text, report.is_error), (format!("Error: {why}"), true), "{args}");
        assert_eq!(said.iter().any(|line| line.starts_with("run")), ran, "{args}: {said:?}");
        assert_eq!(hooks.last().unwrap(), &format!("after Error: {why}"), "{args}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_wrap_hook_changes_passes_the_gates_again() {
    let side = Side { agrees: true, ..Side::default() };
    let (report, said, hooks) = made(&side, json!({ "rewrap": { "gate": "ask" } })).await;
    assert_eq!(report.text, "done");
    assert_eq!(said.iter().filter(|line| line.starts_with("ask")).count(), 1);
    assert_eq!(said.last().unwrap(), r#"run call_1 {"gate":"ask"}"#);
    assert_eq!(hooks.iter().filter(|line| line.starts_with("gate")).count(), 2);
}

#[tokio::test]
async fn the_last_hooks_may_refuse_a_report() {
    let (report, ..) = made(&Side::default(), json!({ "hide": true })).await;
    assert_eq!((&*report.text, report.is_error), ("Error: refused by `obedient`: hidden", true));
}

#[tokio::test(start_paused = true)]
async fn a_host_may_go_stage_by_stage() {
    let kit = Kit::of::<Obedient>().start().await;
    let (spec, wiring) = (ToolSpec::new("tool", "", json!({})), kit.cx().wired().unwrap());
    let side = Side::default();
    let pipeline = ToolPipeline::new(&wiring, kit.cx(), &spec, &side);
    let cleared = pipeline.prepare(call(&json!({}))).await.unwrap();
    assert_eq!(side.said(), Vec::<String>::new(), "nothing runs before it is told to");
    let report = pipeline.execute(&cleared).await.unwrap();
    assert_eq!(finish(&wiring, kit.cx(), report).await.text, "done");
    // Where nobody can be asked, an asking gate denies.
    let error = pipeline.prepare(call(&json!({ "gate": "ask" }))).await.unwrap_err();
    assert!(matches!(&error, CallError::NotAllowed(why) if why.contains("really?")), "{error:?}");
}
