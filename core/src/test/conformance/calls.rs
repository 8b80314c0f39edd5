use super::arguments::{allowed, line, refused};
use super::sample::ODD;
use super::watch::{AT_ONCE, Examination, LIMIT, limited, severe, short};
use crate::cx::{RequestKind, ScheduleEvent};
use crate::error::Result;
#[cfg(feature = "routes")]
use crate::plugin::RoutesDecl;
use crate::plugin::{CardDecl, CommandDecl, ScheduleDecl, ToolDecl, ToolError, ToolOutput, VerbDecl};
use crate::points::Reply;
use crate::test::{Kit, cancel_after};
#[cfg(feature = "routes")]
use axum::{body::Body, extract::Request};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;

/// Calls a tool with arguments that its schema allows and with others, drops calls half way, and calls it many times at once.
pub(super) async fn tool(kit: &Kit, tool: &ToolDecl, examination: &Examination) {
    let Ok(schema) = tool.schema().map(Value::from) else { return };
    called(kit, tool.name, &schema, tool.timeout, examination).await;
}

/// Calls a tool, declared or of a source.
pub(super) async fn called(
    kit: &Kit,
    name: &str,
    schema: &Value,
    timeout: Option<Duration>,
    examination: &Examination,
) {
    examination.step(format!("the tool `{name}`"));
    let limit = timeout.map_or(LIMIT, |own| own.max(LIMIT));
    let call = |args: &Value| kit.tool(name, args.clone());
    let allowed = allowed(schema);
    let mut has_run = false;
    for args in allowed.iter().chain(&refused(schema)) {
        let result = limited(limit, call(args)).await;
        has_run |= matches!(result, Ok(Ok(_) | Err(ToolError::Failed(_) | ToolError::Panicked { .. })));
        let is_late = result.is_err();
        if let Some(what) = wrong(name, result) {
            examination.find(format!("{what}; with {}", short(args)));
        }
        if is_late {
            return;
        }
        for polls in [1, 3] {
            cancel_after(polls, call(args)).await;
        }
    }
    if !has_run {
        examination.leave_out(format!(
            "the tool `{name}`: it is not available, or no arguments could be made up for it"
        ));
        return;
    }
    let at_once = allowed.iter().cycle().take(AT_ONCE).map(|args| limited(limit, call(args)));
    let results = join_all(at_once).await.into_iter();
    examination
        .find_all(results.filter_map(|result| Some(format!("{}, beside others", wrong(name, result)?))));
    examination.find_all(severe(&kit.faults().await));
}

/// Returns what a call of a tool did wrong.
fn wrong(name: &str, result: Result<Result<ToolOutput, ToolError>, String>) -> Option<String> {
    match result {
        Ok(Err(error @ (ToolError::Panicked { .. } | ToolError::TimedOut { .. }))) => Some(error.to_string()),
        Ok(_) => None,
        Err(late) => Some(format!("`{name}` {late}")),
    }
}

/// Runs a command as people and scripts do, drops it half way, and runs it many times at once.
pub(super) async fn command(kit: &Kit, command: &CommandDecl, examination: &Examination) {
    let name = format!("`/{}`", command.name);
    let limit = command.timeout.map_or(LIMIT, |own| own.max(LIMIT));
    // As on the command line, where an answer is waited for that comes later elsewhere.
    let mut identity = kit.cx().identity().clone();
    identity.kind = RequestKind::Cli;
    let kit = &kit.with_identity(identity);
    examination.step(format!("the command {name}"));
    let long = "x\u{e4}".repeat(50_000);
    let mut lines = ["", " ", "x", "--help", "a b c", ODD, &long].map(str::to_owned).to_vec();
    let schema = command.arguments.and_then(|typed| typed.schema(String::new).ok()).map(Value::from);
    lines.extend(schema.iter().flat_map(allowed).map(|args| line(&args)));
    for args in &lines {
        let result = limited(limit, kit.command(command.name, args)).await;
        let is_late = result.is_err();
        if let Some(what) = wrong_reply(&name, result) {
            examination.find(format!("{what}; with {}", short(&json!(args))));
        }
        if is_late {
            return;
        }
        for polls in [1, 3] {
            cancel_after(polls, kit.command(command.name, args)).await;
        }
    }
    let at_once = (0..AT_ONCE).map(|_| limited(limit, kit.command(command.name, "x")));
    let results = join_all(at_once).await.into_iter();
    let wrong = |result| Some(format!("{}, beside others", wrong_reply(&name, result)?));
    examination.find_all(results.filter_map(wrong));
    examination.find_all(severe(&kit.faults().await));
}

/// Runs a method that runs by the clock, in time and late, with one payload and another, and drops it half way.
pub(super) async fn scheduled(kit: &Kit, plugin: &str, decl: &ScheduleDecl, examination: &Examination) {
    let method = decl.method();
    examination.step(format!("the method `{method}`"));
    let limit = decl.timeout.map_or(LIMIT, |own| own.max(LIMIT));
    for payload in [Value::Null, json!("x"), json!({ "x": [1] }), json!(ODD)] {
        let mut event = ScheduleEvent::new(method, kit.cx().now(), payload);
        event.late = Duration::from_hours(24);
        event.missed = 3;
        event.interrupted = true;
        let run = || kit.run_scheduled(plugin, method, event.clone());
        match limited(limit, run()).await {
            Ok(Err(error)) if error.to_string().contains("panicked") => {
                examination.find(format!("{error}; with {}", short(&event.payload)));
            }
            Ok(_) => {}
            Err(late) => return examination.find(format!("`{method}` {late}")),
        }
        for polls in [1, 3] {
            cancel_after(polls, run()).await;
        }
    }
    examination.find_all(severe(&kit.faults().await));
}

/// Runs a verb with arguments that its schema allows and with others, and drops it half way.
pub(super) async fn verb(kit: &Kit, plugin: &str, verb: &VerbDecl, examination: &Examination) {
    examination.step(format!("the verb `{}`", verb.name));
    let schema = match verb.arguments.schema(|| format!("the verb `{}`", verb.name)) {
        Ok(schema) => Value::from(schema),
        Err(error) => return examination.find(error.to_string()),
    };
    let limit = verb.timeout.map_or(LIMIT, |own| own.max(LIMIT));
    let run = |args: &Value| kit.verb(plugin, verb.name, args.clone());
    for args in allowed(&schema).iter().chain(&refused(&schema)) {
        let result = limited(limit, run(args)).await;
        let is_late = result.is_err();
        if let Some(what) = wrong_reply(&format!("`{}`", verb.name), result) {
            examination.find(format!("{what}; with {}", short(args)));
        }
        if is_late {
            return;
        }
        for polls in [1, 3] {
            cancel_after(polls, run(args)).await;
        }
    }
    examination.find_all(severe(&kit.faults().await));
}

/// Fills a card, drops that half way, and does it many times at once.
pub(super) async fn card(kit: &Kit, card: &CardDecl, examination: &Examination) {
    let title = format!("the card `{}`", card.title);
    examination.step(title.clone());
    let limit = card.timeout.map_or(LIMIT, |own| own.max(LIMIT));
    for polls in [1, 3] {
        cancel_after(polls, kit.card(card.title)).await;
    }
    let at_once = (0..AT_ONCE).map(|_| limited(limit, kit.card(card.title)));
    for result in join_all(at_once).await {
        match result {
            Ok(Err(error)) if error.to_string().contains("panicked") => examination.find(error.to_string()),
            Ok(_) => {}
            Err(late) => examination.find(format!("{title} {late}")),
        }
    }
    examination.find_all(severe(&kit.faults().await));
}

/// Returns what a run of a command or a verb did wrong.
fn wrong_reply(name: &str, result: Result<Result<Reply>, String>) -> Option<String> {
    match result {
        Ok(Err(error)) if error.to_string().contains("panicked") => Some(error.to_string()),
        Ok(_) => None,
        Err(late) => Some(format!("{name} {late}")),
    }
}

/// Asks the routes for their first page, whatever they answer, and for what describes them.
#[cfg(feature = "routes")]
pub(super) async fn routes(kit: &Kit, routes: &RoutesDecl, examination: &Examination) {
    let path = routes.path();
    examination.step(format!("the route `GET {path}`"));
    if let Some(Err(why)) = routes.document() {
        examination.find(format!("the OpenAPI document of `{path}` cannot be made: {why}"));
    }
    let request = Request::builder().uri(&path).body(Body::empty()).expect("a path is a URI");
    if let Err(late) = limited(LIMIT, kit.routes(request)).await {
        examination.find(format!("`GET {path}` {late}"));
    }
    // An error among them is that of a router that is not made.
    examination.find_all(kit.faults().await.iter().map(ToString::to_string));
}
