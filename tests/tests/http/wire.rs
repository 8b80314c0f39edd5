//! An HTTP client that hides nothing: what is written is what the host reads.

use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The code and the message of an error.
    pub(crate) fn error(&self) -> (u16, String, String) {
        let body = self.json();
        let text = |key: &str| body["error"][key].as_str().unwrap_or_default().to_owned();
        (self.status, text("code"), text("message"))
    }

    pub(crate) fn code(&self) -> (u16, String) {
        let (status, code, _) = self.error();
        (status, code)
    }
}

/// A request that is put together by hand.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    head: String,
    body: Vec<u8>,
}

pub(crate) fn get(path: &str) -> Call {
    call("GET", path)
}

pub(crate) fn post(path: &str, body: &Value) -> Call {
    call("POST", path).header("content-type", "application/json").body(body.to_string())
}

pub(crate) fn call(method: &str, path: &str) -> Call {
    Call { head: format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n"), body: Vec::new() }
}

impl Call {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head = format!("{}{name}: {value}\r\n", self.head);
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn bytes(&self, to: SocketAddr) -> Vec<u8> {
        let host = if self.head.to_lowercase().contains("\r\nhost:") {
            String::new()
        } else {
            format!("host: {to}\r\n")
        };
        let head = format!("{}{host}content-length: {}\r\n\r\n", self.head, self.body.len());
        [head.as_bytes(), &self.body].concat()
    }

    /// Sends it and reads the whole answer.
    pub(crate) async fn send(&self, to: SocketAddr) -> Answer {
        let mut stream = self.open(to).await;
        let mut body = Vec::new();
        while let Some(chunk) = stream.chunk().await {
            body.extend(chunk);
        }
        Answer { status: stream.status, headers: stream.headers, body }
    }

    /// Sends it and reads only the head of the answer.
    pub(crate) async fn open(&self, to: SocketAddr) -> Stream {
        let mut connection = BufReader::new(TcpStream::connect(to).await.expect("a connection"));
        // A host that refuses a body may close before it has read it.
        let _ = connection.write_all(&self.bytes(to)).await;
        Stream::read(connection).await
    }
}

/// An answer whose body is still coming.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    connection: BufReader<TcpStream>,
    chunked: bool,
    text: String,
}

/// An event of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) data: Value,
}

impl Stream {
    async fn read(mut connection: BufReader<TcpStream>) -> Self {
        let mut line = String::new();
        connection.read_line(&mut line).await.expect("a status");
        let status = line.split(' ').nth(1).and_then(|it| it.parse().ok());
        let status = status.unwrap_or_else(|| panic!("no status in {line:?}"));
        let mut headers = Vec::new();
        loop {
            line.clear();
            connection.read_line(&mut line).await.expect("a header");
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        Self { status, headers, connection, chunked, text: String::new() }
    }

    async fn chunk(&mut self) -> Option<Vec<u8>> {
        let mut chunk = Vec::new();
        if !self.chunked {
            self.connection.read_to_end(&mut chunk).await.expect("a body");
            return (!chunk.is_empty()).then_some(chunk);
        }
        let mut line = String::new();
        self.connection.read_line(&mut line).await.expect("a chunk");
        let length = usize::from_str_radix(line.trim(), 16).ok().filter(|length| *length > 0)?;
        chunk.resize(length + 2, 0);
        self.connection.read_exact(&mut chunk).await.expect("a whole chunk");
        chunk.truncate(length);
        Some(chunk)
    }

    /// Reads up to the next blank line; `None` at the end of the stream.
    pub(crate) async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            let chunk = self.chunk().await?;
            self.text.push_str(std::str::from_utf8(&chunk).expect("text"));
        }
    }

    /// Reads the next event, and leaves out what only shows that the stream lives.
    pub(crate) async fn event(&mut self) -> Option<Event> {
        loop {
            let block = self.block().await?;
            let field = |name: &str| {
                let found = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
                found.unwrap_or_default().to_owned()
            };
            if let Ok(data) = serde_json::from_str(&field("data")) {
                return Some(Event { name: field("event"), id: field("id"), data });
            }
        }
    }

    pub(crate) async fn events(mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.event().await {
            events.push(event);
        }
        events
    }
}

/// The text of some events, put together.
pub(crate) fn text(events: &[Event]) -> String {
    events
        .iter()
        .filter(|event| event.name == "text")
        .filter_map(|event| event.data["text"].as_str())
        .collect()
}
