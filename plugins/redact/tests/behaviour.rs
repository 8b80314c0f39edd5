//! What `redact` promises.

use hookwire::points::{ToolAfter, ToolCall, ToolReport};
use hookwire::test::Kit;
use hookwire_notes::Notes;
use hookwire_redact::Redact;
use serde_json::json;

const KEY: &str = "sk-abcdefghijklmnopqrstuvwxyz";

#[tokio::test]
async fn secrets_in_tool_results_are_masked() {
    let kit = Kit::of::<Redact>().start().await;
    let mut report = ToolReport::new(ToolCall::new("read", json!({})), format!("key={KEY};"));
    kit.fire::<ToolAfter>(&mut report).await.unwrap();
    assert_eq!(report.text, "key=[masked];");
    assert!(!format!("{:?}", kit.logs()).contains(KEY));
}

#[tokio::test]
async fn secrets_in_a_reply_to_the_user_are_masked_and_the_call_stays_as_it_ran() {
    let kit = Kit::of::<Redact>().start().await;
    let args = json!({ "key": KEY });
    let mut report = ToolReport::new(ToolCall::new("read", args.clone()), "done");
    report.end_turn(format!("the key is {KEY}"));
    kit.fire::<ToolAfter>(&mut report).await.unwrap();
    assert_eq!(report.reply.as_deref(), Some("the key is [masked]"));
    assert_eq!((report.text.as_str(), &report.call.args), ("done", &args));
    assert!(!format!("{:?}", kit.logs()).contains(KEY));
}

#[tokio::test]
async fn notes_are_masked_through_the_hook_point_of_the_notes_plugin() {
    let setup = Kit::of::<Notes>().and::<Redact>();
    let kit = setup.config("redact", json!({ "patterns": ["swordfish"], "mask": "$1" })).start().await;
    kit.tool("note_add", json!({ "text": format!("swordfish {KEY}") })).await.unwrap();
    assert_eq!(kit.command("notes", "").await.unwrap().text, "- $1 $1");
    assert_eq!(
        kit.trace().to_string(),
        format!("notes.saving redact.notes: passed\n  /text: \"swordfish {KEY}\" → \"$1 $1\"\n")
    );
}
