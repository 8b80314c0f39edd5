use super::sample::ODD;
use super::watch::{AT_ONCE, Progress, faults, limited, short};
use crate::plugin::{CommandDecl, ToolDecl, ToolError};
use crate::test::{Kit, cancel_after};
use futures::future::join_all;
use serde_json::{Map, Value, json};

pub(super) async fn tool(kit: &Kit, tool: &ToolDecl, progress: &Progress) -> Vec<String> {
    let Ok(schema) = tool.schema() else { return Vec::new() };
    progress.step(format!("the tool `{}`", tool.name));
    let arguments = hostile(&schema.into());
    let mut findings = Vec::new();
    for args in &arguments {
        let with = || format!("with {}", short(args));
        match limited(kit.tool(tool.name, args.clone())).await {
            Ok(Err(ToolError::Panicked { message, .. })) => {
                findings.push(format!("`{}` panicked: {message}; {}", tool.name, with()));
            }
            Ok(_) => {}
            Err(late) => {
                findings.push(format!("`{}` {late}; {}", tool.name, with()));
                return findings;
            }
        }
        for polls in [1, 3] {
            cancel_after(polls, kit.tool(tool.name, args.clone())).await;
        }
    }
    let at_once = arguments.iter().cycle().take(AT_ONCE);
    let at_once = at_once.map(|args| limited(kit.tool(tool.name, args.clone())));
    for result in join_all(at_once).await {
        match result {
            Ok(Err(ToolError::Panicked { message, .. })) => {
                findings.push(format!("`{}` panicked beside others: {message}", tool.name));
            }
            Ok(_) => {}
            Err(late) => findings.push(format!("`{}` {late}, beside others", tool.name)),
        }
    }
    findings.extend(faults(kit).await);
    findings.dedup();
    findings
}

/// Arguments that models have given: nothing, wrong types, texts of all sorts.
fn hostile(schema: &Value) -> Vec<Value> {
    let fields: Vec<_> = schema["properties"].as_object().into_iter().flat_map(Map::keys).collect();
    let each = |value: Value| -> Value {
        fields.iter().map(|name| ((*name).clone(), value.clone())).collect::<Map<_, _>>().into()
    };
    let long = "x".repeat(100_000);
    let mut all = vec![json!({}), json!([]), json!(null), json!({ "there is no such argument": 1 })];
    all.extend(
        [json!("a"), json!(1), json!(true), json!(""), json!(long), json!(ODD), json!(-1), json!(u64::MAX)]
            .map(each),
    );
    all.extend([json!(null), json!([]), json!({})].map(each));
    all
}

pub(super) async fn command(kit: &Kit, command: &CommandDecl, progress: &Progress) -> Vec<String> {
    progress.step(format!("the command `/{}`", command.name));
    let mut findings = Vec::new();
    let long = "x".repeat(100_000);
    for args in ["", " ", "x", "--help", "a b c", ODD, &long] {
        let with = || format!("with {}", short(&json!(args)));
        match limited(kit.command(command.name, args)).await {
            Ok(Err(error)) if error.to_string().contains("panicked") => {
                findings.push(format!("{error}; {}", with()));
            }
            Ok(_) => {}
            Err(late) => {
                findings.push(format!("`/{}` {late}; {}", command.name, with()));
                return findings;
            }
        }
        for polls in [1, 3] {
            cancel_after(polls, kit.command(command.name, args)).await;
        }
    }
    let at_once = (0..AT_ONCE).map(|_| limited(kit.command(command.name, "x")));
    for result in join_all(at_once).await {
        if let Err(late) = result {
            findings.push(format!("`/{}` {late}, beside others", command.name));
        }
    }
    findings.extend(faults(kit).await);
    findings
}
