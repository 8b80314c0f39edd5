use crate::acts::{Answer, Around, act, act_now};
use crate::config::Config;
use crate::misbehaviour::Misbehaviour;
use crate::model::OddModel;
use crate::places::Place;
use crate::routes;
use crate::trigger::{named, told};
use hookwire::cx::ScheduleEvent;
use hookwire::model::Model;
use hookwire::plugin::ToolSource;
use hookwire::points::{
    Delta, Inbound, MessageReceived, MessageSent, ModelRequest, ModelResponse, ModelWrap,
};
use hookwire::routes::Router;
use hookwire::{Cx, Next, Result, plugin};
use std::sync::Arc;
use std::time::Duration;

/// The plugin `misbehave`: logs all messages both ways, and misbehaves wherever it is told to.
#[derive(Debug)]
pub struct Misbehave(Arc<Around>);

#[plugin(id = "misbehave", capabilities = [routes, schedule, tool])]
impl Misbehave {
    #[init]
    async fn new(config: Config, cx: &Cx) -> Result<Self> {
        let around = Around::new(config, "misbehave");
        if let Some(how) = around.config.init {
            act(how, &around, cx).await?;
        }
        Ok(Self(Arc::new(around)))
    }

    #[start]
    async fn start(&self, cx: &Cx) -> Result<()> {
        self.act(self.0.config.start, cx).await
    }

    #[stop]
    async fn stop(&self, cx: &Cx) -> Result<()> {
        self.act(self.0.config.stop, cx).await
    }

    /// Misbehaves.
    #[tool(timeout = "1s")]
    async fn misbehave(
        &self,
        /// The misbehaviour's name, or a text that tells this place to misbehave.
        how: String,
        cx: &Cx,
    ) -> Result<Answer> {
        act(named(&how, Place::Tool)?, &self.0, cx).await
    }

    #[hook("message.received", timeout = "1s")]
    async fn observe(&self, message: &MessageReceived, cx: &Cx) -> Result<()> {
        cx.info(format!("user: {}", message.text));
        self.act(told(&message.text, Place::Observe), cx).await
    }

    #[hook("message.sent")]
    fn log_reply(&self, reply: &MessageSent, cx: &Cx) {
        cx.info(format!("agent: {}", reply.text));
    }

    #[hook("inbound.received", timeout = "1s")]
    async fn edit(&self, inbound: &mut Inbound, cx: &Cx) -> Result<()> {
        self.act(told(&inbound.text, Place::Edit), cx).await
    }

    #[hook("model.wrap", timeout = "1s")]
    async fn wrap(&self, request: ModelRequest, next: Next<'_, ModelWrap>, cx: &Cx) -> Result<ModelResponse> {
        let how = request.messages.last().and_then(|message| told(&message.text, Place::Wrap));
        self.act(how, cx).await?;
        next.run(request).await
    }

    #[hook("model.delta")]
    fn look_at_piece(&self, delta: &mut Delta, cx: &Cx) -> Result<()> {
        match told(&delta.text, Place::Sync) {
            Some(how) => act_now(how, &self.0, cx).map(drop),
            None => Ok(()),
        }
    }

    /// Misbehaves; `clock <how>` plans that the clock does.
    #[command("/misbehave", timeout = "1s")]
    async fn command(&self, args: &str, cx: &Cx) -> Result<String> {
        if let Some(how) = args.strip_prefix("clock ") {
            cx.schedule().after("misbehave", Duration::from_secs(1)).event("strike", how).await?;
            return Ok("planned".into());
        }
        Ok(act(named(args, Place::Command)?, &self.0, cx).await?.text())
    }

    /// Misbehaves.
    #[verb("misbehave", timeout = "1s")]
    async fn run(
        &self,
        /// The misbehaviour's name.
        how: String,
        cx: &Cx,
    ) -> Result<String> {
        Ok(act(named(&how, Place::Verb)?, &self.0, cx).await?.text())
    }

    #[scheduled(timeout = "1s")]
    async fn strike(&self, event: &ScheduleEvent, cx: &Cx) -> Result<()> {
        let how = event.payload.as_str().unwrap_or_default();
        self.act(Some(named(how, Place::Clock)?), cx).await
    }

    /// Opens `misbehave/<how>`, which misbehaves, and `misbehave/stream-<how>`, which does when it answers.
    #[model("misbehave")]
    async fn open(&self, name: &str, cx: &Cx) -> Result<Arc<dyn Model>> {
        let how = match name.strip_prefix("stream-") {
            Some(how) => named(how, Place::Stream)?,
            None => {
                self.act(Some(named(name, Place::Model)?), cx).await?;
                Misbehaviour::Nothing
            }
        };
        Ok(Arc::new(OddModel::new(Arc::clone(&self.0), how)))
    }

    /// A tool with an odd schema.
    #[tools("odd", list_timeout = "1s", timeout = "1s")]
    fn tools(&self) -> Arc<dyn ToolSource> {
        Arc::new(self.0.source.clone())
    }

    #[routes(timeout = "1s")]
    fn routes(&self) -> Router {
        routes::router(&self.0)
    }
}

impl Misbehave {
    async fn act(&self, how: Option<Misbehaviour>, cx: &Cx) -> Result<()> {
        match how {
            Some(how) => act(how, &self.0, cx).await.map(drop),
            None => Ok(()),
        }
    }
}
