//! What the record of a request keeps of the values that hooks change.

use hookwire::plugin;
use hookwire::point::{HookPolicyOverride, TraceDetail};
use hookwire::points::{Message, MessageRole, ModelBefore, ModelRequest, ToolAfter, ToolCall, ToolReport};
use hookwire::test::{Kit, Setup};
use serde_json::{Value, json};

/// Adds to a result.
#[derive(Default)]
struct Footer;

#[plugin(id = "footer")]
impl Footer {
    #[hook("tool.after")]
    fn add(&self, report: &mut ToolReport) {
        report.text.push_str(", as asked");
        report.is_error = true;
    }
}

/// Takes the secret out of a result.
#[derive(Default)]
struct Censor;

#[plugin(id = "censor")]
impl Censor {
    #[hook("tool.after", priority = -1, trace = "paths")]
    fn mask(&self, report: &mut ToolReport) {
        report.text = report.text.replace("sesame", "…");
    }
}

/// Returns the record of a call that answered with a secret.
async fn recorded(setup: Setup) -> (String, Value) {
    let kit = setup.start().await;
    let mut report = ToolReport::new(ToolCall::new("open", json!({})), "sesame");
    kit.fire::<ToolAfter>(&mut report).await.unwrap();
    assert_eq!(report.text, "…, as asked");
    (kit.trace().to_string(), serde_json::to_value(kit.trace().steps()).unwrap())
}

#[tokio::test]
async fn what_a_hook_with_paths_alone_changes_is_kept_of_no_hook_at_its_place() {
    let (text, steps) = recorded(Kit::of::<Footer>().and::<Censor>()).await;
    assert_eq!(
        text,
        "tool.after footer.add: passed\n  /text\n  /is_error: false → true\ntool.after censor.mask: passed\n  /text\n"
    );
    assert!(!steps.to_string().contains("sesame"), "{steps}");
}

#[tokio::test]
async fn the_operator_decides_what_is_kept() {
    let all = HookPolicyOverride { trace: Some(TraceDetail::Values), ..HookPolicyOverride::NONE };
    let setup = Kit::of::<Footer>().and::<Censor>().hook::<ToolAfter>("censor", all);
    let (text, _) = recorded(setup).await;
    assert!(text.contains("/text: \"sesame, as asked\" → \"…, as asked\""), "{text}");
    let none = HookPolicyOverride { trace: Some(TraceDetail::Paths), ..HookPolicyOverride::NONE };
    let setup = Kit::of::<Footer>().and::<Censor>().hook::<ToolAfter>("footer", none);
    let (text, _) = recorded(setup).await;
    assert!(!text.contains("sesame") && !text.contains("false"), "{text}");
}

/// Puts a message before all others.
#[derive(Default)]
struct Preface;

#[plugin(id = "preface")]
impl Preface {
    #[hook("model.before")]
    fn insert(&self, request: &mut ModelRequest) {
        request.messages.insert(0, Message::new(MessageRole::System, "as asked"));
    }
}

/// Takes the secret out of messages.
#[derive(Default)]
struct Blackener;

#[plugin(id = "blackener")]
impl Blackener {
    #[hook("model.before", priority = -1, trace = "paths")]
    fn mask(&self, request: &mut ModelRequest) {
        for message in &mut request.messages {
            message.text = message.text.replace("sesame", "…");
        }
    }
}

#[tokio::test]
async fn nor_is_it_kept_where_it_stood_before_another_hook_inserted_an_entry() {
    let kit = Kit::of::<Preface>().and::<Blackener>().start().await;
    let messages = ["sesame", "thanks"].map(|text| Message::new(MessageRole::User, text));
    let mut request = ModelRequest::new("script", messages.to_vec());
    kit.fire::<ModelBefore>(&mut request).await.unwrap();
    assert_eq!(request.messages[1].text, "…");
    let steps = serde_json::to_string(&kit.trace().steps()).unwrap();
    assert!(steps.contains("/messages/0/text") && steps.contains("/messages/1/text"), "{steps}");
    assert!(!steps.contains("sesame"), "{steps}");
}
