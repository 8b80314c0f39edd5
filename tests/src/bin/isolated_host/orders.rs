use crate::configuration;
use crate::state::HostState;
use crate::talkers::Talkers;
use axum::serve;
use hookwire::Registry;
use hookwire::cx::RequestKind;
use hookwire_host::Host;
use hookwire_host::engine::auth::create_token;
use hookwire_host::engine::store::{Memory, Owner};
use hookwire_host::engine::{Engine, Event, Incoming, time};
use hookwire_host::http::{HttpOptions, router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{Write, stdout};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;

/// An order, with the number that its answer has.
#[derive(Debug, Deserialize)]
struct Numbered {
    id: u64,
    #[serde(flatten)]
    order: Order,
}

/// An order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "order")]
pub(super) enum Order {
    /// Has somebody say something whose answer needs the tool of a plugin that misbehaves.
    Call { tool: String, how: String },
    /// Has a place of the plugin `misbehave` called.
    Place { place: String, how: String },
    /// Has somebody say something in the one conversation that goes on and on.
    Say { text: String },
    /// Asks how the host is.
    Status,
    /// Stops the host.
    Stop,
}

/// A host that follows orders.
pub(super) struct Orders {
    host: Mutex<Option<Host>>,
    engine: Engine,
    talkers: Talkers,
    state: HostState,
    port: u16,
    token: String,
    /// The session of the conversation that goes on and on.
    session: tokio::sync::Mutex<Option<String>>,
}

impl Orders {
    pub(super) async fn start(folder: &Path, tier: &str, talkers: usize, state: HostState) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let registry = Registry::of(&configuration::plugins()).expect("the plugins fit together");
        let config = configuration::read(folder, tier, port, &registry);
        let host = hookwire_host::start(registry, &config, Arc::new(Memory::default())).await;
        let host = host.unwrap_or_else(|error| panic!("{error}"));
        let engine = host.engine().clone();
        engine.resume().await.expect("nothing was left");
        let owner = Owner { tenant: "acme".into(), user: "ann".into() };
        let token = create_token(&**engine.store(), "ann", owner, None).await.expect("a token");
        let app = router(engine.clone(), HttpOptions::default());
        tokio::spawn(async move { serve(listener, app).await });
        tokio::spawn(state.clone().beat());
        let talkers = Talkers::start(&engine, talkers);
        let status: Vec<_> = engine.plugins().status().iter().map(|(id, it)| format!("{id}: {it}")).collect();
        say(&json!({ "id": 0, "answer": { "plugins": status } }));
        Arc::new(Self {
            host: Mutex::new(Some(host)),
            engine,
            talkers,
            state,
            port,
            token,
            session: tokio::sync::Mutex::default(),
        })
    }

    pub(super) async fn follow(self: Arc<Self>, mut lines: UnboundedReceiver<String>) {
        while let Some(line) = lines.recv().await {
            let numbered = serde_json::from_str(&line);
            let Numbered { id, order } = numbered.unwrap_or_else(|error| panic!("{error}: {line}"));
            let orders = Arc::clone(&self);
            tokio::spawn(async move {
                let is_last = matches!(order, Order::Stop);
                say(&json!({ "id": id, "answer": orders.answer(order).await }));
                if is_last {
                    std::process::exit(0);
                }
            });
        }
    }

    /// Stops the host, and tells which plugins did not stop well.
    async fn stop(&self) -> Value {
        let host = self.host.lock().unwrap_or_else(PoisonError::into_inner).take();
        let failed = match host {
            Some(host) => host.stop("the test is over").await,
            None => Vec::new(),
        };
        json!({ "failed_to_stop": failed.iter().map(|(id, why)| format!("{id}: {why}")).collect::<Vec<_>>() })
    }

    async fn answer(&self, order: Order) -> Value {
        let since = Instant::now();
        let mut answer = match order {
            Order::Call { tool, how } if tool == "misbehave" => {
                self.converse("default", &format!("misbehave:tool:{how}"), Some("misbehave")).await
            }
            Order::Call { tool, .. } if tool == "odd__odd" => {
                self.converse("default", "odd: now", Some(&tool)).await
            }
            Order::Call { tool, how } => {
                self.converse("default", &format!("{tool}: misbehave:tool:{how}"), Some(&tool)).await
            }
            Order::Place { place, how } => self.place(&place, &how).await,
            Order::Say { text } => self.say(&text).await,
            Order::Status => {
                let mut state = self.state.tell();
                state["healthy"] = self.talkers.tell();
                state
            }
            Order::Stop => self.stop().await,
        };
        answer["ms"] = json!(since.elapsed().as_millis());
        answer
    }

    async fn place(&self, place: &str, how: &str) -> Value {
        match place {
            "verb" => match self.engine.verb("misbehave", "misbehave", json!({ "how": how })).await {
                Some(Ok(reply)) => json!({ "failed": false, "text": reply.text }),
                Some(Err(error)) => json!({ "failed": true, "text": error.to_string() }),
                None => json!({ "failed": true, "text": "there is no such verb" }),
            },
            "clock" => {
                let planned = self.converse("default", &format!("/misbehave clock {how}"), None).await;
                let due = time::at(SystemTime::now() + Duration::from_mins(1));
                let fired = self.engine.fire_schedules(due).await;
                self.engine.wait_until_idle().await;
                json!({ "failed": fired.is_err(), "text": planned["text"] })
            }
            "model" => self.converse(how, "hello", None).await,
            "stream" => self.converse(&format!("stream-{how}"), "hello", None).await,
            "route" => self.request(how).await,
            "command" => self.converse("default", &format!("/misbehave {how}"), None).await,
            "tool" | "gate" => {
                self.converse("default", &format!("misbehave:{place}:{how}"), Some("misbehave")).await
            }
            _ => self.converse("default", &format!("misbehave:{place}:{how}"), None).await,
        }
    }

    /// Has a new conversation of one message; what is looked at is the call of a tool, or the answer.
    async fn converse(&self, agent: &str, text: &str, tool: Option<&str>) -> Value {
        let incoming = Incoming {
            channel: "http".into(),
            kind: RequestKind::Chat,
            agent: Some(agent.to_owned()),
            message: text.to_owned(),
            ..Incoming::default()
        };
        let mut sent = match self.engine.send(incoming).await {
            Ok(sent) => sent,
            Err(error) => return json!({ "failed": true, "text": error.to_string(), "end": "not accepted" }),
        };
        let (mut result, mut end) = (None, Value::Null);
        while let Some(event) = sent.events.next().await {
            match event {
                Event::Result { tool: called, text, is_error, .. } if tool == Some(&called) => {
                    result = Some((is_error, text));
                }
                Event::End(outcome) => {
                    let failed = outcome.error.is_some();
                    end = json!(outcome.end);
                    result = result.or_else(|| Some((failed, outcome.error.unwrap_or(outcome.response))));
                    if let Some(session) = outcome.session {
                        self.engine.wait_until_session_idle(&session).await;
                        let _ = self.engine.store().delete_session(&session).await;
                    }
                }
                _ => {}
            }
        }
        let (failed, text) = result.unwrap_or((true, "the feed broke off".into()));
        json!({ "failed": failed, "text": text.chars().take(300).collect::<String>(), "end": end })
    }

    /// Goes on with the one conversation.
    async fn say(&self, text: &str) -> Value {
        let mut session = self.session.lock().await;
        let incoming = Incoming {
            channel: "http".into(),
            kind: RequestKind::Chat,
            session: session.clone(),
            message: text.to_owned(),
            ..Incoming::default()
        };
        let sent = match self.engine.send(incoming).await {
            Ok(sent) => sent,
            Err(error) => return json!({ "failed": true, "text": error.to_string() }),
        };
        let outcome = sent.outcome().await;
        if let Some(id) = outcome.session {
            self.engine.wait_until_session_idle(&id).await;
            *session = Some(id);
        }
        json!({ "failed": outcome.error.is_some(), "text": outcome.error.unwrap_or(outcome.response) })
    }

    /// Asks a route of the plugin.
    async fn request(&self, how: &str) -> Value {
        let (port, token) = (self.port, &self.token);
        let asked = async {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
            let head = format!(
                "GET /plugins/misbehave/{how} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
                 connection: close\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            std::io::Result::Ok(String::from_utf8_lossy(&answer).into_owned())
        };
        match asked.await {
            Ok(answer) => {
                let failed = !answer.starts_with("HTTP/1.1 200");
                json!({ "failed": failed, "text": answer.lines().last().unwrap_or_default() })
            }
            Err(error) => json!({ "failed": true, "text": error.to_string() }),
        }
    }
}

/// Writes an answer, behind whatever a plugin may have written to the same stream.
fn say(answer: &Value) {
    let mut out = stdout().lock();
    // Nobody hears it when a plugin has closed the stream, and that is what the test sees.
    let _ = out.write_all(format!("\n{answer}\n").as_bytes());
    let _ = out.flush();
}
