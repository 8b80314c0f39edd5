//! Tests of what `redact` masks.

use hookwire::points::{
    Inbound, InboundReceived, Message, MessageRole, ModelBefore, ModelRequest, ToolAfter, ToolCall,
    ToolReport,
};
use hookwire::test::Kit;
use hookwire_notes::Notes;
use hookwire_redact::Redact;
use serde_json::{Value, json};

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
        "notes.saving redact.mask_note: passed\n  /text\n",
        "the record does not keep what was masked"
    );
}

#[tokio::test]
async fn secrets_in_messages_are_masked_where_the_operator_wants_it() {
    for (config, text) in
        [(json!({ "messages": true }), "it is [masked]".to_owned()), (json!({}), format!("it is {KEY}"))]
    {
        let kit = Kit::of::<Redact>().config("redact", config).start().await;
        let mut inbound = Inbound::new("http", format!("it is {KEY}"));
        kit.fire::<InboundReceived>(&mut inbound).await.unwrap();
        assert_eq!(inbound.text, text);
        assert!(!format!("{:?}{}", kit.logs(), kit.trace()).contains(KEY));
    }
}

/// Returns the instructions and the message of a request after the plugin has seen it.
async fn asked(config: Value) -> (String, String) {
    let kit = Kit::of::<Redact>().config("redact", config).start().await;
    let message = Message::new(MessageRole::User, format!("{KEY} and {KEY}"));
    let mut request = ModelRequest::new("script", vec![message]);
    request.system = format!("use {KEY}");
    kit.fire::<ModelBefore>(&mut request).await.unwrap();
    assert!(!format!("{:?}", kit.logs()).contains(KEY));
    (request.system, request.messages.remove(0).text)
}

#[tokio::test]
async fn secrets_in_requests_are_masked_where_the_operator_wants_it() {
    let masked = ("use [masked]".to_owned(), "[masked] and [masked]".to_owned());
    assert_eq!(asked(json!({ "requests": true })).await, masked);
    assert_eq!(asked(json!({})).await, (format!("use {KEY}"), format!("{KEY} and {KEY}")));
}

/// Returns a text after the plugin has masked it as the result of a tool.
async fn masked(config: Value, text: &str) -> String {
    let kit = Kit::of::<Redact>().config("redact", config).start().await;
    let mut report = ToolReport::new(ToolCall::new("read", json!({})), text);
    kit.fire::<ToolAfter>(&mut report).await.unwrap();
    report.text
}

#[tokio::test]
async fn every_secret_of_a_text_is_masked() {
    let github = format!("ghp_{}", "a1".repeat(20));
    let block = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----";
    let text =
        format!("{KEY} {github}\n{KEY},{KEY}\nAKIAABCDEFGHIJKLMNOP\n{block}\nin between\n{block}\n{github}");
    assert_eq!(
        masked(json!({}), &text).await,
        "[masked] [masked]\n[masked],[masked]\n[masked]\n[masked]\nin between\n[masked]\n[masked]"
    );
}

#[tokio::test]
async fn every_secret_that_an_own_pattern_finds_is_masked() {
    let config = json!({ "patterns": ["pin \\d+", "swordfish"], "mask": "***" });
    let text = "swordfish, pin 1234, pin 99 and swordfish";
    assert_eq!(masked(config, text).await, "***, ***, *** and ***");
}

#[tokio::test]
async fn a_secret_that_two_patterns_find_is_masked_as_a_whole() {
    let inside = json!({ "patterns": ["abc"] });
    assert_eq!(masked(inside, &format!("key={KEY};")).await, "key=[masked];");
    let around = json!({ "patterns": ["key=sk-a"] });
    assert_eq!(masked(around, &format!("key={KEY};")).await, "[masked];");
    let several = json!({ "patterns": ["one two", "two three", "three four"] });
    assert_eq!(masked(several, "zero one two three four five").await, "zero [masked] five");
}

#[tokio::test]
async fn a_pattern_that_matches_nothing_adds_no_mask() {
    assert_eq!(masked(json!({ "patterns": ["x*"] }), "an xx and no more").await, "an [masked] and no more");
}

#[tokio::test]
async fn every_secret_of_a_reply_and_of_a_note_is_masked() {
    let kit = Kit::of::<Notes>().and::<Redact>().start().await;
    let mut report = ToolReport::new(ToolCall::new("read", json!({})), "done");
    report.end_turn(format!("{KEY} and {KEY}"));
    kit.fire::<ToolAfter>(&mut report).await.unwrap();
    assert_eq!(report.reply.as_deref(), Some("[masked] and [masked]"));
    kit.tool("note_add", json!({ "text": format!("{KEY} and {KEY}") })).await.unwrap();
    assert_eq!(kit.command("notes", "").await.unwrap().text, "- [masked] and [masked]");
}
