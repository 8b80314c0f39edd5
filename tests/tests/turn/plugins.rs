//! Plugins that call tools, ask models and fire points of their own: through what the agent itself goes through.

use crate::{calling, saying};
use hookwire::points::{Message, MessageRole, ModelRequest, ToolAfter, ToolGate, ToolReport};
use hookwire::{Cx, Result, Verdict, hook_point, plugin};
use hookwire_tests::test_host::TestHost;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};

/// Fired when a result was seen.
#[hook_point("turn-tests.poked", kind = edit)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Poked {
    /// What was seen.
    text: String,
}

/// Uses everything that a plugin may ask of the host.
#[derive(Default)]
struct Busy {
    pokes: AtomicU32,
}

#[plugin(id = "busy", capabilities = [tool, model])]
impl Busy {
    #[command("/echo")]
    async fn echo(&self, args: &str, cx: &Cx) -> Result<String> {
        let report = cx.tool("echo", json!({ "text": args })).await?;
        Ok(format!("{}{}", if report.is_error { "no: " } else { "yes: " }, report.text))
    }

    #[command("/ask")]
    async fn ask(&self, args: &str, cx: &Cx) -> Result<String> {
        let request = ModelRequest::new("", [Message::new(MessageRole::User, args)]);
        Ok(cx.model(request).await?.message.text)
    }

    #[hook("tool.after")]
    async fn poke(&self, report: &mut ToolReport, cx: &Cx) -> Result<()> {
        let mut poked = Poked { text: report.text.clone() };
        cx.fire::<Poked>(&mut poked).await?;
        report.text = poked.text;
        Ok(())
    }

    /// Calls itself for ever.
    #[tool]
    async fn again(&self, cx: &Cx) -> Result<String> {
        self.pokes.fetch_add(1, Ordering::Relaxed);
        Ok(cx.tool("again", json!({})).await?.text)
    }
}

/// Hears what `busy` fires.
#[derive(Default)]
struct Poker;

#[plugin(id = "poker")]
impl Poker {
    #[hook(Poked)]
    fn poked(&self, poked: &mut Poked) {
        poked.text.push_str(", poked");
    }
}

/// Calls a tool without having said that it does.
#[derive(Default)]
struct Sly;

#[plugin(id = "sly")]
impl Sly {
    #[command("/sly")]
    async fn sly(&self, cx: &Cx) -> Result<String> {
        Ok(cx.tool("echo", json!({ "text": "hush" })).await?.text)
    }
}

#[tokio::test]
async fn a_plugin_calls_a_tool_through_every_hook() {
    let host = saying("hi").plugin::<Busy>().start().await;
    let heard = host.say("/echo hello").await;
    assert_eq!(heard.outcome.response, "yes: hello", "{:?}", heard.outcome);
    let points: Vec<_> =
        host.log.all().into_iter().map(|seen| seen.what).filter(|it| it.starts_with("tool.")).collect();
    assert_eq!(points, ["tool.select", "tool.before", "tool.gate", "tool.wrap", "tool.after"]);
}

#[tokio::test]
async fn a_gate_guards_plugins_too() {
    let host = saying("hi").plugin::<Busy>().gate::<ToolGate>(|_, _| Verdict::deny("too loud")).start().await;
    let heard = host.say("/echo hello").await;
    assert!(heard.outcome.response.starts_with("no: Error: the call was denied"), "{:?}", heard.outcome);
    assert_eq!(host.log.count("echo"), 0);
}

#[tokio::test]
async fn a_gate_that_asks_where_nobody_can_answer_denies() {
    let host = saying("hi").plugin::<Busy>().gate::<ToolGate>(|_, _| Verdict::ask("sure?")).start().await;
    let heard = host.say("/echo hello").await;
    assert!(heard.outcome.response.contains("no session to ask in"), "{:?}", heard.outcome);
    // Within a session, too: no turn runs in which somebody would see the question.
    let session = host.say("hello").await.outcome.session.unwrap();
    let heard = host.send(TestHost::reply(&session, "/echo hello")).await.unwrap();
    assert!(heard.outcome.response.contains("nobody is here"), "{:?}", heard.outcome);
    assert_eq!(host.log.count("echo"), 0);
}

#[tokio::test]
async fn a_plugin_asks_a_model_through_every_hook() {
    let host = saying("you said {message}").plugin::<Busy>().start().await;
    let heard = host.say("/ask why").await;
    assert_eq!(heard.outcome.response, "you said why", "{:?}", heard.outcome);
    for point in ["model.before", "model.wrap", "model.usage", "model.after"] {
        assert_eq!(host.log.count(point), 1, "{point}");
    }
    assert_eq!(heard.shown(), "you said why", "shown once, as the command's reply");
}

#[tokio::test]
async fn a_plugin_that_did_not_declare_it_calls_nothing() {
    let host = saying("hi").plugin::<Sly>().start().await;
    let error = host.say("/sly").await.outcome.error.unwrap();
    assert!(error.contains("`sly` calls tools without declaring it"), "{error}");
    assert_eq!(host.log.count("tool.before"), 0);
}

#[tokio::test]
async fn a_hook_fires_a_point_of_its_own_within_a_turn() {
    let setup = calling(r#"{ tool = "echo", args = { text = "hi" } }"#).plugin::<Busy>().plugin::<Poker>();
    let host = setup.edit::<ToolAfter>(|_, _| Ok(())).start().await;
    assert_eq!(host.say("go").await.outcome.response, "hi, poked");
}

#[tokio::test]
async fn a_tool_that_calls_itself_comes_to_an_end() {
    let host = calling(r#"{ tool = "again", args = {} }"#).plugin::<Busy>().start().await;
    let heard = host.say("go").await;
    TestHost::completed(&heard);
    assert!(heard.outcome.response.contains("deep in each other"), "{:?}", heard.outcome);
    host.transcript(heard.session()).await;
}
