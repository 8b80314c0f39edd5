//! One tracing span a hook. One test alone: what is collected is remembered for the whole process.

use futures_util::FutureExt;
use hookwire::cx::{Cancel, Identity};
use hookwire::points::{ToolBefore, ToolCall, ToolReport, ToolWrap};
use hookwire::{Next, Plugins, Registry, Result, plugin};
use hookwire_tests::captured_log::CapturedLog;
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Default)]
struct Rewriter;

#[plugin(id = "rewriter")]
impl Rewriter {
    #[hook("tool.wrap")]
    async fn around(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }

    #[hook("tool.before")]
    async fn rewrite(&self, call: &mut ToolCall) {
        tokio::task::yield_now().await;
        call.tool = "write".into();
        tracing::info!("at work");
    }
}

#[tokio::test]
async fn a_span_names_the_hook_its_outcome_and_what_it_changed() {
    let log = CapturedLog::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _collecting = tracing::subscriber::set_default(subscriber);
    let plugins = Plugins::of(Registry::of(&[<Rewriter as hookwire::Plugin>::MANIFEST]).unwrap())
        .start()
        .await
        .unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let mut call = ToolCall::new("read", serde_json::json!({}));
    cx.fire::<ToolBefore>(&mut call).await.unwrap();
    let text = log.text();
    let (inside, closed) = text.split_once('\n').unwrap();
    assert!(inside.contains("plugin=\"rewriter\"") && inside.contains("at work"), "{text}");
    let run = |call| async move { Ok(ToolReport::new(call, "done")) }.boxed();
    cx.wrap::<ToolWrap>(call, &run).await.unwrap();
    let wrapped = log.text();
    assert!(wrapped.contains("hook=\"around\"") && wrapped.contains("outcome=\"returned\""), "{wrapped}");
    for part in
        ["hook{point=\"tool.before\"", "hook=\"rewrite\"", "outcome=\"passed\"", "changed=\"/tool\"", "close"]
    {
        assert!(closed.contains(part), "no {part} in {text}");
    }
    assert_eq!(text.matches("close").count(), 1, "{text}");
}
