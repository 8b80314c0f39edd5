//! An agent with a loop of its own: plugins, chains and the tool pipeline, without Hookwire's engine.
//!
//! `cargo run -p hookwire --features test --example own_loop`
//!
//! The loop asks a scripted model, and makes each of its tool calls through the pipeline: one call is cut by a hook, one is
//! allowed by a human, one is denied. Points that this loop does not fire, such as those of sessions, schedules and
//! streams, never run their hooks here: the probe of the test kit prints both, and checks what the loop claims.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::{Cancel, Cx, Identity, Role};
use hookwire::live::Wiring;
use hookwire::model::{Model, Scene, Script, ScriptCall, Scripted, Step};
use hookwire::pipeline::{Cleared, HumanApproval, SchemaCheck, ToolPipeline, ToolRunner};
use hookwire::plugin::ToolDecl;
use hookwire::points::{
    Message, MessageRole, ModelAfter, ModelBefore, ModelRequest, ModelWrap, ToolCall, ToolOffer, ToolReport,
    ToolSelect, ToolSpec,
};
use hookwire::test::PointProbe;
use hookwire::{Error, Plugin, Plugins, Registry, Result, Verdict, plugin};
use serde_json::{Value, json};

// ===== A plugin =====

/// Sends mail, but not everywhere.
#[derive(Default)]
struct Mail;

#[plugin(id = "mail")]
impl Mail {
    /// Sends a message to somebody.
    #[tool]
    async fn send(&self, to: String, text: String) -> String {
        format!("sent to {to}: {text}")
    }

    #[hook("tool.before")]
    fn shorten(&self, call: &mut ToolCall) {
        if let Some(text) = call.args["text"].as_str().filter(|text| text.len() > 20) {
            call.args["text"] = format!("{}..", text.chars().take(20).collect::<String>()).into();
        }
    }

    #[hook("tool.gate")]
    fn guard(&self, call: &ToolCall) -> Verdict {
        match call.args["to"].as_str() {
            Some("boss") => Verdict::ask("the boss reads this"),
            Some("everybody") => Verdict::deny("that are too many"),
            _ => Verdict::Allow,
        }
    }
}

// ===== What the loop brings for the pipeline =====

/// Checks no more than that every required argument is there; a host would take a crate for JSON Schema.
struct Required;

impl SchemaCheck for Required {
    fn check(&self, call: &ToolCall, spec: &ToolSpec) -> Result<(), String> {
        let required = spec.schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        match required.into_iter().find(|name| call.args.get(name).is_none()) {
            Some(missing) => Err(format!("`{}` needs the argument `{missing}`", call.tool)),
            None => Ok(()),
        }
    }
}

/// A human who allows everything; a host would wait for a click.
struct Agreeable;

impl HumanApproval for Agreeable {
    fn ask<'a>(
        &'a self,
        call: &'a ToolCall,
        reason: &'a str,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<(), String>> {
        println!("  a human allows `{}` ({reason})", call.tool);
        async { Ok(()) }.boxed()
    }
}

/// Runs the tools of plugins.
struct PluginTools(Wiring);

impl ToolRunner for PluginTools {
    fn run<'a>(&'a self, cleared: &'a Cleared, cx: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        let run = async move {
            let call = cleared.call();
            let output = self.0.tool(&call.tool, call.args.clone(), None, cx).await;
            match output.ok_or_else(|| Error::msg(format!("there is no tool `{}`", call.tool)))? {
                Ok(output) => Ok(ToolReport::new(call.clone(), output.text())),
                Err(error) => Ok(ToolReport::failed(call.clone(), error)),
            }
        };
        run.boxed()
    }
}

// ===== The loop =====

struct Agent {
    model: Scripted,
    wiring: Wiring,
    cx: Cx,
}

impl Agent {
    async fn answer(&self, question: &str) -> Result<String> {
        let mut messages = vec![Message::new(MessageRole::User, question)];
        loop {
            let offer = self.offer().await?;
            let response = self.ask_model(messages.clone(), offer.clone()).await?;
            messages.push(response.clone());
            if response.calls.is_empty() {
                return Ok(response.text);
            }
            for call in response.calls {
                let id = call.id.clone();
                let report = self.call_tool(call, &offer).await?;
                println!("  {}", report.text);
                assert!(report.is_error || report.call.args["to"] != "everybody", "the gate holds");
                let mut result = Message::new(MessageRole::Tool, report.text);
                result.call = Some(id);
                messages.push(result);
            }
        }
    }

    async fn offer(&self) -> Result<Vec<ToolSpec>> {
        let spec =
            |tool: &ToolDecl| Ok(ToolSpec::new(tool.name, tool.description, Value::from(tool.schema()?)));
        let tools = self.wiring.tools().map(|(tool, _)| spec(tool)).collect::<Result<Vec<_>>>()?;
        let mut offer = ToolOffer::new(tools);
        self.wiring.fire::<ToolSelect>(&mut offer, &self.cx).await?;
        Ok(offer.tools)
    }

    async fn ask_model(&self, messages: Vec<Message>, tools: Vec<ToolSpec>) -> Result<Message> {
        let mut request = ModelRequest::new("script", messages);
        request.tools = tools;
        self.wiring.fire::<ModelBefore>(&mut request, &self.cx).await?;
        let ask = |request: ModelRequest| -> BoxFuture<'_, Result<_>> {
            async move { Ok(self.model.complete(&request, &self.cx).await?) }.boxed()
        };
        let mut response = self.wiring.wrap::<ModelWrap>(request, &self.cx, &ask).await?;
        self.wiring.fire::<ModelAfter>(&mut response, &self.cx).await?;
        Ok(response.message)
    }

    async fn call_tool(&self, call: ToolCall, offer: &[ToolSpec]) -> Result<ToolReport> {
        let spec = offer.iter().find(|spec| spec.name == call.tool);
        let spec = spec.ok_or_else(|| Error::msg(format!("there is no tool `{}`", call.tool)))?;
        let mut identity = self.cx.identity().clone();
        identity.call = Some(call.id.clone());
        let cx = self.cx.child(identity, self.wiring.clone())?;
        let tools = PluginTools(self.wiring.clone());
        let pipeline =
            ToolPipeline::new(&self.wiring, &cx, spec, &tools).schemas(&Required).human(&Agreeable);
        Ok(pipeline.call(call).await)
    }
}

/// The model: three calls, then an answer.
fn script() -> Script {
    let send =
        |to: &str, text: &str| ScriptCall { tool: "send".into(), args: json!({ "to": to, "text": text }) };
    let calls = vec![
        send("ann", "a message that is a little longer than mail may be"),
        send("boss", "the report"),
        send("everybody", "lunch"),
    ];
    let steps = vec![
        Step { calls, ..Step::default() },
        Step { text: "Two of three were sent.".into(), ..Step::default() },
    ];
    Script { scenes: vec![Scene { on: String::new(), steps }] }
}

/// What this loop promises to plugins.
const CLAIMED: [&str; 8] = [
    "tool.select",
    "model.before",
    "model.wrap",
    "model.after",
    "tool.before",
    "tool.gate",
    "tool.wrap",
    "tool.after",
];

async fn run() -> Result<()> {
    let registry = Registry::of(&[Mail::MANIFEST, PointProbe::MANIFEST])?;
    let plugins = Plugins::of(registry).start().await?;
    let wiring = plugins.wiring("lead", Role::Lead);
    let cx = plugins.cx(Identity::agent("lead", Role::Lead), Cancel::default(), None);
    let agent = Agent { model: Scripted::new(script()), wiring, cx };
    println!("{}", agent.answer("send my mail").await?);
    // Faults wait until somebody delivers them to the hooks of `plugin.fault`.
    plugins.flush_faults().await;
    let probe = PointProbe::of(&plugins);
    plugins.stop().await;
    println!("{}", probe.fired());
    probe.fired().check(&CLAIMED)?;
    Ok(())
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(run())
}
