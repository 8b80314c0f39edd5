//! A fake server that plays its answers byte by byte, and functions to ask it.

#![allow(dead_code, reason = "each test uses a part")]

use futures_util::StreamExt;
use hookwire::model::{Finish, Model, ModelError, Piece};
use hookwire::points::{Message, MessageRole, ModelRequest};
use hookwire::test::Kit;
use hookwire_model_genai::ModelGenai;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

pub(crate) const KEY: &str = "sk-very-secret-0123456789";

/// What the server does after it has read a request.
#[derive(Clone)]
pub(crate) enum Step {
    /// Sends bytes as they are.
    Raw(Vec<u8>),
    /// Sends one chunk of a chunked body.
    Chunk(Vec<u8>),
    /// Ends the body as it should be.
    Last,
    /// Lets time go by.
    Wait(Duration),
    /// Sends nothing until the client leaves.
    Hang,
}

pub(crate) struct Fake {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<String>>>,
    left: Arc<Notify>,
}

impl Fake {
    /// Starts a server that plays the steps on every connection.
    pub(crate) async fn play(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let (asked, left) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Notify>::default());
        let fake = Self { url, asked: Arc::clone(&asked), left: Arc::clone(&left) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (steps, asked, left) = (steps.clone(), Arc::clone(&asked), Arc::clone(&left));
                tokio::spawn(async move {
                    if serve(stream, steps, &asked).await {
                        left.notify_one();
                    }
                });
            }
        });
        fake
    }

    /// Starts a server that streams events, each in a chunk of its own, and ends as it should.
    pub(crate) async fn events(events: &[Value]) -> Self {
        let mut steps = vec![head()];
        steps.extend(events.iter().map(event));
        steps.extend([Step::Chunk(b"data: [DONE]\n\n".to_vec()), Step::Last]);
        Self::play(steps).await
    }

    /// Returns the bodies of the requests.
    pub(crate) fn bodies(&self) -> Vec<Value> {
        let body = |asked: &String| serde_json::from_str(asked.split_once("\r\n\r\n").unwrap().1).unwrap();
        self.asked.lock().unwrap().iter().map(body).collect()
    }

    pub(crate) fn body(&self) -> Value {
        self.bodies().remove(0)
    }

    /// Returns the first line and the headers of the first request.
    pub(crate) fn headers(&self) -> String {
        self.asked.lock().unwrap()[0].split_once("\r\n\r\n").unwrap().0.to_lowercase()
    }

    /// Waits until a client left while the server was silent.
    pub(crate) async fn left(&self) {
        tokio::time::timeout(Duration::from_secs(20), self.left.notified()).await.expect("the client stays");
    }
}

pub(crate) fn head() -> Step {
    typed("text/event-stream")
}

pub(crate) fn typed(kind: &str) -> Step {
    Step::Raw(
        format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n").into_bytes(),
    )
}

pub(crate) fn event(data: &Value) -> Step {
    Step::Chunk(format!("data: {data}\n\n").into_bytes())
}

async fn serve(mut stream: TcpStream, steps: Vec<Step>, asked: &Mutex<Vec<String>>) -> bool {
    let Some(request) = read(&mut stream).await else { return false };
    asked.lock().unwrap().push(request);
    for step in steps {
        let sent = match step {
            Step::Raw(bytes) => stream.write_all(&bytes).await,
            Step::Chunk(bytes) => {
                let size = format!("{:x}\r\n", bytes.len());
                stream.write_all(&[size.as_bytes(), &bytes, b"\r\n"].concat()).await
            }
            Step::Last => stream.write_all(b"0\r\n\r\n").await,
            Step::Wait(time) => {
                tokio::time::sleep(time).await;
                Ok(())
            }
            Step::Hang => return matches!(stream.read(&mut [0; 64]).await, Ok(0) | Err(_)),
        };
        if sent.is_err() || stream.flush().await.is_err() {
            return true;
        }
    }
    false
}

async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase();
            let length = length.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if bytes.len() == head.len() + 4 + length.parse::<usize>().unwrap() {
                return Some(text);
            }
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
        }
    }
}

/// Starts the plugin with one server, `local`, and short time-outs where the test says so.
pub(crate) async fn kit(url: &str, extra: &Value) -> Kit {
    let mut config = json!({
        "servers": { "local": { "url": url, "key": KEY } },
        "keys": { "openai": KEY, "anthropic": KEY },
        "endpoints": { "openai": url, "anthropic": url },
    });
    for (key, value) in extra.as_object().unwrap() {
        config[key] = value.clone();
    }
    Kit::of::<ModelGenai>().config("model-genai", config).start().await
}

pub(crate) fn question() -> ModelRequest {
    ModelRequest::new("it", vec![Message::new(MessageRole::User, "hello")])
}

/// Asks the model and returns all that came, and how it ended.
pub(crate) async fn pieces(
    kit: &Kit,
    model: &Arc<dyn Model>,
    request: &ModelRequest,
) -> (Vec<Piece>, Result<(), ModelError>) {
    let mut stream = model.stream(request, kit.cx());
    let mut found = Vec::new();
    while let Some(piece) = stream.next().await {
        match piece {
            Ok(piece) => found.push(piece),
            Err(error) => return (found, Err(error)),
        }
    }
    (found, Ok(()))
}

/// Asks `openai/local/tiny` a question.
pub(crate) async fn ask(fake: &Fake) -> (Vec<Piece>, Result<(), ModelError>) {
    ask_within(fake, json!({})).await
}

pub(crate) async fn ask_within(fake: &Fake, extra: Value) -> (Vec<Piece>, Result<(), ModelError>) {
    let kit = kit(&fake.url, &extra).await;
    let model = kit.model("openai", "local/tiny").await.unwrap();
    pieces(&kit, &model, &question()).await
}

pub(crate) fn text(text: &str) -> Value {
    json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }] })
}

pub(crate) fn finish(reason: &str) -> Value {
    json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] })
}

pub(crate) fn end() -> Piece {
    Piece::End { finish: Finish::Stop, usage: None }
}
