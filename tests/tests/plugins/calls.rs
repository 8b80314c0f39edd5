//! Tools and models that plugins ask for themselves: with a permission, and only so deep.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::{Cancel, Identity, MissingService, Services, ToolService};
use hookwire::model::{ModelError, Script, Scripted};
use hookwire::points::{Message, MessageRole, ModelRequest, ToolCall, ToolReport};
use hookwire::test::{Kit, Setup};
use hookwire::{Cx, Error, Plugins, Registry, Result, Role, plugin};
use serde_json::{Value, json};
use std::sync::Arc;

/// Asks for what it is told to.
#[derive(Default)]
struct Asker;

#[plugin(id = "asker", capabilities = [tool, model])]
impl Asker {
    /// Calls a tool, and tells what came of it.
    #[command("/call")]
    async fn call(&self, args: &str, cx: &Cx) -> Result<String> {
        let report = cx.tool(args, json!({ "by": cx.plugin() })).await?;
        Ok(format!("{} {} {}", report.call.tool, report.is_error, report.text))
    }

    /// Asks a model.
    #[command("/ask")]
    async fn ask(&self, args: &str, cx: &Cx) -> Result<String> {
        Ok(cx.model(question(args)).await?.message.text)
    }
}

/// Does the same, and may not.
#[derive(Default)]
struct Shy;

#[plugin(id = "shy")]
impl Shy {
    #[command("/call")]
    async fn call(&self, args: &str, cx: &Cx) -> Result<String> {
        Ok(cx.tool(args, json!({})).await?.text)
    }

    #[command("/ask")]
    async fn ask(&self, args: &str, cx: &Cx) -> Result<String> {
        Ok(cx.model(question(args)).await?.message.text)
    }
}

fn question(text: &str) -> ModelRequest {
    ModelRequest::new("any", [Message::new(MessageRole::User, text)])
}

fn with_fakes(setup: Setup) -> Setup {
    let tool = |args: Value| match args["by"].as_str() {
        Some(by) => Ok(format!("by {by}")),
        None => Ok("by nobody".into()),
    };
    setup.tool("look", tool).tool("fail", |_| Err(Error::msg("no luck"))).model(Scripted::echo())
}

async fn said(kit: &Kit, command: &str, args: &str) -> String {
    kit.command(command, args).await.map_or_else(|error| error.to_string(), |reply| reply.text)
}

#[tokio::test]
async fn a_plugin_calls_a_tool_and_reads_the_report() {
    let kit = with_fakes(Kit::of::<Asker>()).start().await;
    assert_eq!(said(&kit, "/call", "look").await, "look false by asker");
    assert_eq!(said(&kit, "/call", "fail").await, "fail true Error: no luck");
}

#[tokio::test]
async fn a_plugin_asks_a_model() {
    let kit = with_fakes(Kit::of::<Asker>()).start().await;
    assert_eq!(said(&kit, "/ask", "who is there").await, "who is there");
}

#[tokio::test]
async fn what_a_model_says_against_it_reaches_the_plugin_as_it_is() {
    let kit = Kit::of::<Asker>().model(Scripted::new(Script::default())).start().await;
    let error = kit.command("/ask", "hm").await.unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(ModelError::Refused(_))), "{error:?}");
}

#[tokio::test]
async fn a_plugin_that_has_not_declared_it_is_refused_with_the_cure() {
    let kit = with_fakes(Kit::of::<Shy>()).start().await;
    assert_eq!(
        said(&kit, "/call", "look").await,
        "`shy` calls tools without declaring it; add `capabilities = [tool]` to its `#[plugin(..)]`"
    );
    assert_eq!(
        said(&kit, "/ask", "hm").await,
        "`shy` asks models without declaring it; add `capabilities = [model]` to its `#[plugin(..)]`"
    );
}

#[tokio::test]
async fn a_test_without_fakes_says_how_to_give_them() {
    let kit = Kit::of::<Asker>().start().await;
    assert_eq!(
        said(&kit, "/call", "look").await,
        "the test has no tool `look`; give it one: `.tool(\"look\", |args| ..)`"
    );
    assert_eq!(
        said(&kit, "/ask", "hm").await,
        "the test has no model; give it one: `.model(Scripted::echo())`"
    );
}

// ===== A host of its own =====

/// A host whose tools are those of its plugins.
#[derive(Debug)]
struct Direct;

impl ToolService<Cx> for Direct {
    fn call<'a>(&'a self, call: ToolCall, cx: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        let run = async move {
            let wiring = cx.wired().ok_or_else(|| Error::msg("too early"))?;
            let called = wiring.tool(&call.tool, call.args.clone(), None, cx).await;
            match called.ok_or_else(|| Error::msg("no such tool"))? {
                Ok(output) => Ok(ToolReport::new(call, output.text())),
                Err(error) => Ok(ToolReport::failed(call, error)),
            }
        };
        run.boxed()
    }
}

/// A tool that fires a point whose hook calls the tool.
#[derive(Default)]
struct Circle;

#[plugin(id = "circle", capabilities = [tool])]
impl Circle {
    /// Goes round.
    #[tool]
    async fn round(&self, cx: &Cx) -> Result<()> {
        cx.fire::<hookwire::points::ToolBefore>(&mut ToolCall::new("round", json!({}))).await?;
        Ok(())
    }

    #[hook("tool.before")]
    async fn before(&self, call: &mut ToolCall, cx: &Cx) -> Result<()> {
        let report = cx.tool(call.tool.clone(), json!({})).await?;
        if report.is_error { Err(Error::msg(report.text)) } else { Ok(()) }
    }
}

fn direct() -> Services {
    let mut services = Services::none();
    services.tools = Some(Arc::new(Direct));
    services
}

async fn live(services: Services) -> (Plugins, Cx) {
    let registry = Registry::of(&[<Circle as hookwire::Plugin>::MANIFEST]).unwrap();
    let plugins = Plugins::of(registry).services(services).start().await.unwrap();
    let cx = plugins.cx(Identity::agent("lead", Role::Lead), Cancel::default(), None);
    (plugins, cx)
}

#[tokio::test]
async fn a_host_that_calls_no_tools_says_so() {
    let (_plugins, cx) = live(Services::none()).await;
    let error = cx.tool("round", json!({})).await.unwrap_err();
    assert_eq!(error.downcast_ref::<MissingService>().unwrap().service, "tools");
    let error = error.to_string();
    assert_eq!(error, "`round` cannot be called: this host calls no tools for plugins");
    let error = cx.model(question("hm")).await.unwrap_err().to_string();
    assert_eq!(error, "`any` cannot be asked: this host asks no models for plugins");
}

#[tokio::test]
async fn a_tool_that_a_hook_calls_for_ever_is_stopped() {
    let (_plugins, cx) = live(direct()).await;
    let report = cx.tool("round", json!({})).await.unwrap();
    assert!(report.is_error);
    assert!(report.text.contains("16 deep in each other"), "{}", report.text);
}

#[tokio::test]
async fn an_agent_inside_another_has_its_own_name_and_the_same_cancellation() {
    let (plugins, cx) = live(direct()).await;
    let wiring = plugins.wiring("member", Role::Member);
    let child = cx.child(Identity::agent("member", Role::Member), wiring).unwrap();
    assert_eq!((child.identity().agent.as_str(), child.plugin()), ("member", "host"));
    cx.cancelled().cancel();
    assert!(child.cancelled().is_cancelled());
}

#[tokio::test]
async fn agents_that_delegate_for_ever_are_stopped() {
    let (plugins, mut cx) = live(direct()).await;
    let mut agents = 0;
    let error = loop {
        let wiring = plugins.wiring("lead", Role::Lead);
        match cx.child(Identity::agent("lead", Role::Lead), wiring) {
            Ok(child) => cx = child,
            Err(error) => break error.to_string(),
        }
        agents += 1;
        assert!(agents < 100);
    };
    assert_eq!(
        error,
        "the agent `lead` cannot begin: hooks, tools and agents are 16 deep in each other, one of them probably \
         calls itself"
    );
}
