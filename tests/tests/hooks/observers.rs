//! Observers can be left out, all of them, and nothing else with them.

use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Plugins, Settings};
use hookwire::plugin::Plugin;
use hookwire::points::{
    AttachmentDescribe, Attachments, MessageReceived, Request, RequestIntercept, ToolBefore, ToolCall,
    ToolGate,
};
use hookwire::{Cx, Error, Registry, Reply, Result, Verdict, plugin};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Has a hook of nearly every kind; what it sees, it refuses.
#[derive(Default)]
struct Everything {
    seen: AtomicUsize,
}

#[plugin(id = "everything")]
impl Everything {
    #[hook("message.received", on_failure = "closed")]
    fn see(&self, _: &MessageReceived) -> Result<()> {
        self.seen.fetch_add(1, Ordering::Relaxed);
        Err(Error::msg("seen and refused"))
    }

    #[hook("tool.before")]
    fn edit(&self, call: &mut ToolCall) {
        call.tool.push('!');
    }

    #[hook("tool.gate")]
    fn judge(&self, _: &ToolCall) -> Verdict {
        Verdict::deny("no")
    }

    #[hook("request.intercept")]
    fn answer(&self, _: &Request) -> Option<Reply> {
        Some("answered".into())
    }

    #[hook("attachment.describe")]
    fn describe(&self, _: &Attachments) -> Vec<String> {
        vec!["described".into()]
    }
}

async fn start(without_observers: bool) -> Plugins {
    let settings = Settings { without_observers, ..Settings::default() };
    Plugins::of(Registry::of(&[Everything::MANIFEST]).unwrap()).settings(settings).start().await.unwrap()
}

fn request(plugins: &Plugins) -> Cx {
    plugins.cx(Identity::default(), Cancel::default(), None)
}

async fn is_seen(cx: &Cx) -> bool {
    cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.is_err()
}

async fn others_work(cx: &Cx) {
    let mut call = ToolCall::new("tool", serde_json::json!({}));
    cx.fire::<ToolBefore>(&mut call).await.unwrap();
    assert_eq!(call.tool, "tool!");
    assert_ne!(cx.fire::<ToolGate>(&call).await.unwrap().verdict(), Verdict::Allow);
    assert!(cx.fire::<RequestIntercept>(&Request::new("hi")).await.unwrap().is_some());
    assert_eq!(cx.fire::<AttachmentDescribe>(&Attachments::default()).await.unwrap(), ["described"]);
}

#[tokio::test]
async fn no_observer_runs_and_all_other_hooks_do() {
    for without in [false, true] {
        let plugins = start(without).await;
        let cx = request(&plugins);
        assert_eq!(is_seen(&cx).await, !without, "one that fails closed does not run either");
        others_work(&cx).await;
        let seen = plugins.with_plugin::<Everything, _>(|it| it.seen.load(Ordering::Relaxed));
        assert_eq!(seen, Some(usize::from(!without)));
        assert_eq!(plugins.has_observers(), !without);
    }
}

#[tokio::test]
async fn new_requests_see_the_switch_and_those_in_flight_do_not() {
    let plugins = start(false).await;
    let (before, outside) = (request(&plugins), plugins.wiring_of_all());
    plugins.set_observers(false).await;
    assert!(is_seen(&before).await && outside.chain::<MessageReceived>().is_some());
    assert!(!is_seen(&request(&plugins)).await);
    assert!(plugins.wiring_of_all().chain::<MessageReceived>().is_none());
    others_work(&request(&plugins)).await;
    plugins.set_observers(true).await;
    assert!(is_seen(&request(&plugins)).await);
}
