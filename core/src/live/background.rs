use super::calls;
use super::guard::{Guard, Stopped};
use crate::cx::{Cx, Outbox};
use crate::error::{Error, Result};
use crate::fault::{Fault, FaultSink};
use crate::origin::{HookOrigin, PluginCode};
use crate::plugin::{CommandDecl, Contribution, Instance, Manifest, Reply};
use std::sync::Arc;

/// A slash command that runs on a task of its plugin, and answers with a message to the session.
pub(super) struct BackgroundCommand {
    pub(super) decl: &'static CommandDecl,
    pub(super) owner: &'static Manifest,
    pub(super) instance: Instance,
    pub(super) sink: FaultSink,
}

impl BackgroundCommand {
    /// Begins the command under the context of a request, and says so.
    pub(super) fn begin(self, args: &str, cx: &Cx) -> Result<Reply> {
        let title = self.decl.title();
        let Some(session) = cx.identity().session.clone() else {
            return Err(Error::msg(format!(
                "{title} answers later, with a message to the session, and there is no session yet: say something first"
            )));
        };
        if let Some(arguments) = self.decl.arguments {
            arguments.read_line(self.decl.name, args, Ok)?;
        }
        cx.check_answers()?;
        let (args, cx) = (args.to_owned(), cx.detached());
        cx.clone().spawn(&*title, async move {
            let text = self.run(&args, &cx).await;
            cx.answer(&session, text).await
        })?;
        Ok(format!("{title} has begun; its answer comes as a message").into())
    }

    /// Runs the command, and returns what is said of it.
    async fn run(&self, args: &str, cx: &Cx) -> String {
        let Self { decl, owner, instance, sink } = self;
        let title = decl.title();
        let guard = Guard::new(owner, PluginCode::Command, (decl.name, decl.line), decl.limit(), sink);
        let (decl, instance, args, cx) = (*decl, Arc::clone(instance), args.to_owned(), cx.clone());
        match guard.run_apart(async move { calls::call(decl, &*instance, args, &cx).await }).await {
            Ok(Ok(reply)) if reply.text.trim().is_empty() => format!("{title} is done"),
            Ok(Ok(reply)) => shortened(reply.text),
            Ok(Err(error)) => shortened(format!("{title} failed: {error}")),
            Err(stopped) => {
                self.report(&stopped);
                shortened(format!("{title} of `{}` {stopped}", owner.id))
            }
        }
    }

    /// Reports what no caller waits for any more.
    fn report(&self, stopped: &Stopped) {
        if let Stopped::Budget(_) = stopped {
            // The guard has reported it.
            return;
        }
        let kind = stopped.kind();
        let (plugin, file) = (self.owner.id, self.owner.file);
        let origin = HookOrigin { plugin, hook: self.decl.name, file, line: self.decl.line };
        let mut fault = Fault::new("", origin, kind, stopped.to_string());
        fault.code = PluginCode::Command;
        self.sink.report(fault);
    }
}

/// Returns as much of an answer as a message may have.
fn shortened(mut text: String) -> String {
    let bytes = text.len();
    if bytes > Outbox::MOST_BYTES {
        let end = format!(" … ({bytes} bytes)");
        text.truncate(text.floor_char_boundary(Outbox::MOST_BYTES - end.len()));
        text.push_str(&end);
    }
    text
}
