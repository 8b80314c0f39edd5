//! Prints what Hookwire takes in a rig agent, what it does there, and which points it fires.
//!
//! `cargo run --manifest-path tests/outside/in_rig/Cargo.toml --example report`

use hookwire::test::PointProbe;
use hookwire::{Plugin, Registry};
use in_rig::{Hooks, POINTS};
use rig_core::completion::CompletionRequest;
use similar::{ChangeTag, TextDiff};
use std::error::Error;

#[path = "../src/bin/hooked.rs"]
#[allow(dead_code, reason = "its own `main` is not called here")]
mod hooked;
#[path = "../src/bin/plain.rs"]
#[allow(dead_code, reason = "its own `main` is not called here")]
mod plain;

fn texts(requests: &[CompletionRequest]) -> String {
    let texts = requests.iter().map(|request| serde_json::json!(request.chat_history).to_string());
    texts.collect()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let diff =
        TextDiff::from_lines(include_str!("../src/bin/plain.rs"), include_str!("../src/bin/hooked.rs"));
    let changed = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).count();
    println!(
        "{}\n{changed} changed lines\n",
        diff.unified_diff().context_radius(1).header("plain", "hooked")
    );

    let question = format!("tidy up; my key is {}", plain::KEY);
    let (model, ran) = (plain::script(), plain::Ran::default());
    plain::answer(model.clone(), ran.clone(), &question).await?;
    let seen = texts(&model.requests()).contains(plain::KEY);
    println!("plain:  commands that ran: {:?}; the model saw the key: {seen}", ran.lock().unwrap());
    let (model, ran) = (hooked::script(), hooked::Ran::default());
    hooked::answer(model.clone(), ran.clone(), &question).await?;
    let seen = texts(&model.requests()).contains(hooked::KEY);
    println!("hooked: commands that ran: {:?}; the model saw the key: {seen}\n", ran.lock().unwrap());

    let hooks = Hooks::start(Registry::of(&[PointProbe::MANIFEST])?, serde_json::json!({})).await?;
    let probe = PointProbe::of(hooks.plugins());
    let agent = hooks.agent(plain::script()).dynamic_tool(hooks.tool(plain::ReadFile));
    let agent = agent.dynamic_tool(hooks.tool(plain::RunCommand(plain::Ran::default())));
    agent.default_max_turns(5).build().prompt("tidy up").await?;
    println!("{}", probe.fired());
    // Nothing went wrong here, so that no fault was told.
    let claimed: Vec<_> = POINTS.into_iter().filter(|point| *point != "plugin.fault").collect();
    probe.fired().check(&claimed)?;
    hooks.stop().await;
    Ok(())
}
