use hookwire::points::{Delta, ToolCall};
use hookwire::{Cx, Result, Verdict, plugin};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A plugin that does something of everything, and dies on demand.
#[derive(Default)]
pub(super) struct Patient {
    calls: AtomicU32,
}

#[plugin(id = "patient")]
impl Patient {
    /// Does what it is told.
    #[tool(timeout = "1s")]
    async fn act(&self, how: String, cx: &Cx) -> Result<Value> {
        let calls = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        match how.as_str() {
            "pid" => Ok(json!(std::process::id())),
            "calls" => Ok(json!(calls)),
            "error" => Err("it hurts".into()),
            "panic" => panic!("it hurts very much"),
            "abort" => std::process::abort(),
            "exit" => std::process::exit(0),
            "loop" => loop {
                std::hint::spin_loop();
            },
            "sleep" => {
                tokio::time::sleep(Duration::from_mins(1)).await;
                Ok(Value::Null)
            }
            "wait" => {
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(json!("waited"))
            }
            "keep" => {
                cx.kv().set("kept", &calls).await?;
                Ok(json!(cx.kv().get::<u32>("kept").await?))
            }
            "connect" => Ok(json!(std::net::UdpSocket::bind("127.0.0.1:0").is_ok())),
            "run" => Ok(json!(std::process::Command::new("/bin/true").status().is_ok())),
            "file" => Ok(json!(std::fs::read_to_string("/etc/hostname").is_ok())),
            "who" => Ok(json!(cx.identity().user)),
            _ => Ok(json!(how)),
        }
    }

    #[hook("tool.before")]
    fn rename(&self, call: &mut ToolCall) {
        call.args["how"] = json!("calls");
    }

    #[hook("tool.gate")]
    fn guard(&self, call: &ToolCall) -> Verdict {
        if call.tool == "delete" { Verdict::deny("not here") } else { Verdict::Allow }
    }

    #[hook("model.delta")]
    fn shout(&self, delta: &mut Delta) {
        delta.text.make_ascii_uppercase();
    }

    /// Echoes.
    #[command("/echo")]
    async fn echo(&self, text: &str) -> String {
        text.to_owned()
    }
}
