//! The agent with and without plugins: what they change, and in how many lines.

use crate::{asked, commands, hooked, plain};
use similar::{ChangeTag, TextDiff};

const QUESTION: &str = "tidy up; my key is sk-abcdefghijklmnopqrstuvwxyz";

#[test]
fn the_plugins_take_at_most_15_changed_lines() {
    let plain = include_str!("../../src/bin/plain.rs");
    let diff = TextDiff::from_lines(plain, include_str!("../../src/bin/hooked.rs"));
    let changed = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).count();
    assert!((1..=15).contains(&changed), "{changed} changed lines:\n{}", diff.unified_diff());
}

#[tokio::test]
async fn without_plugins_the_command_runs_and_the_model_reads_every_secret() {
    let (model, ran) = (plain::script(), plain::Ran::default());
    assert_eq!(plain::answer(model.clone(), ran.clone(), QUESTION).await.unwrap(), "I have tidied up.");
    assert_eq!(commands(&ran), ["rm -rf /"]);
    let asked = asked(&model);
    assert!(asked.contains("my key is sk-abcdef") && asked.contains("token = \\\"sk-abcdef"), "{asked}");
}

#[tokio::test]
async fn a_call_that_tool_guard_denies_never_reaches_the_tool_and_the_model_reads_why() {
    let (model, ran) = (hooked::script(), hooked::Ran::default());
    assert_eq!(hooked::answer(model.clone(), ran.clone(), QUESTION).await.unwrap(), "I have tidied up.");
    assert!(commands(&ran).is_empty());
    let asked = asked(&model);
    let why = "Error: the call was denied by `tool-guard`: it deletes far more than it should";
    assert!(asked.contains(why), "{asked}");
}

#[tokio::test]
async fn a_secret_in_the_prompt_or_in_a_result_never_reaches_the_model() {
    let model = hooked::script();
    hooked::answer(model.clone(), hooked::Ran::default(), QUESTION).await.unwrap();
    assert_eq!(model.request_count(), 3);
    let asked = asked(&model);
    assert!(!asked.contains(hooked::KEY), "{asked}");
    assert!(asked.contains("my key is [masked]") && asked.contains("token = \\\"[masked]"), "{asked}");
}
