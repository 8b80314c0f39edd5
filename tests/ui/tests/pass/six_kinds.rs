use hookwire::points::{
    Attachments, Context, Message, MessageReceived, ModelRequest, ModelResponse, ModelWrap, Request, ToolCall,
};
use hookwire::{Cx, Next, Plugin, Reply, Result, Verdict, plugin};

#[derive(Default)]
struct All;

#[plugin(id = "all")]
impl All {
    #[hook("message.received")]
    async fn observe(&self, message: &MessageReceived, cx: &Cx) {
        cx.info(&message.text);
    }

    #[hook("tool.before")]
    async fn edit(&self, call: &mut ToolCall, _cx: &Cx) -> Result<()> {
        call.tool.push('!');
        Ok(())
    }

    #[hook("tool.gate")]
    fn gate(&self, call: &ToolCall, _cx: &Cx) -> Verdict {
        if call.tool == "shell" { Verdict::deny("no shell") } else { Verdict::Allow }
    }

    #[hook("request.intercept")]
    async fn answer(&self, request: &Request) -> Result<Option<Reply>> {
        Ok((request.message == "ping").then(|| Reply::from("pong")))
    }

    #[hook("context.provide")]
    async fn collect(&self, _context: &Context, _cx: &Cx) -> Vec<Message> {
        vec![Message::default()]
    }

    #[hook("attachment.describe")]
    fn describe(&self, files: &Attachments) -> Result<Vec<String>> {
        Ok(files.files.iter().map(|file| file.name.clone()).collect())
    }

    #[hook("model.wrap")]
    async fn wrap(
        &self,
        request: ModelRequest,
        next: Next<'_, ModelWrap>,
        _cx: &Cx,
    ) -> Result<ModelResponse> {
        next.run(request).await
    }
}

pub(crate) fn main() {
    use hookwire::point::KindName::{Answer, Collect, Edit, Gate, Observe, Wrap};
    let kinds: Vec<_> = All::MANIFEST.hooks.iter().map(|hook| hook.point.kind).collect();
    assert_eq!(kinds, [Observe, Edit, Gate, Answer, Collect, Collect, Wrap]);
}
