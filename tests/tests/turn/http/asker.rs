use super::names::Names;
use futures_util::{StreamExt, stream};
use hookwire::cx::{Cancel, HttpError, HttpMethod, Identity};
use hookwire::live::Settings;
use hookwire::{Cx, Error, Plugin, Result, Role, plugin};
use hookwire_engine::options::EngineOptions;
use hookwire_engine::test::TestAgent;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const SCRIPT: &str = "scenes = [{ steps = [{ text = \"nobody asks me\" }] }]";

/// A plugin that asks for what it is told to.
#[derive(Default)]
struct Asker;

/// What it is told.
#[derive(Deserialize)]
#[serde(default)]
struct Wanted {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
    pieces: Vec<String>,
    timeout: Option<u64>,
    max_bytes: Option<u64>,
    max_redirects: Option<u32>,
    /// The answer is dropped unread.
    unread: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            method: "GET".into(),
            url: String::new(),
            headers: Vec::new(),
            body: String::new(),
            pieces: Vec::new(),
            timeout: None,
            max_bytes: None,
            max_redirects: None,
            unread: false,
        }
    }
}

#[plugin(id = "asker", capabilities = [net])]
impl Asker {
    #[command("/ask")]
    async fn ask(&self, args: &str, cx: &Cx) -> Result<String> {
        ask(args, cx).await
    }
}

/// Another one, which has its own rights.
#[derive(Default)]
struct Other;

#[plugin(id = "other", capabilities = [net])]
impl Other {
    #[command("/ask-too")]
    async fn ask(&self, args: &str, cx: &Cx) -> Result<String> {
        ask(args, cx).await
    }
}

async fn ask(args: &str, cx: &Cx) -> Result<String> {
    let wanted: Wanted = serde_json::from_str(args)?;
    let method = match &*wanted.method {
        "HEAD" => HttpMethod::Head,
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        _ => HttpMethod::Get,
    };
    let mut request = cx.http().request(method, &wanted.url);
    for (name, value) in wanted.headers {
        request = request.header(name, value);
    }
    if !wanted.body.is_empty() {
        request = request.bytes(wanted.body);
    }
    if !wanted.pieces.is_empty() {
        request = request.stream(stream::iter(wanted.pieces).map(|piece| Ok(piece.into_bytes())));
    }
    if let Some(millis) = wanted.timeout {
        request = request.timeout(Duration::from_millis(millis));
    }
    if let Some(bytes) = wanted.max_bytes {
        request = request.max_bytes(bytes);
    }
    if let Some(redirects) = wanted.max_redirects {
        request = request.max_redirects(redirects);
    }
    let answer = request.send().await?;
    let (status, location) = (answer.status, answer.header("location").unwrap_or_default().to_owned());
    if wanted.unread {
        return Ok(status.to_string());
    }
    Ok(format!("{status} {location}{}", answer.text().await?))
}

/// An agent whose plugins ask.
pub(crate) struct Asking {
    agent: TestAgent,
    names: Arc<Names>,
}

impl Asking {
    /// Starts it with the section `[net]`, and with names that lead where the test wants.
    pub(crate) async fn start(net: &str, names: &[(&str, &[&[&str]])]) -> Self {
        let names = Arc::new(Names::new(names));
        let options = EngineOptions {
            net: toml::from_str(net).unwrap_or_else(|error| panic!("{error}")),
            lookup: Some(Arc::clone(&names) as _),
            ..EngineOptions::default()
        };
        let plugins = [Asker::MANIFEST, Other::MANIFEST];
        let agent = TestAgent::start_with(&plugins, Settings::default(), SCRIPT, options).await;
        Self { agent, names }
    }

    /// Starts it with the right to ask this machine.
    pub(crate) async fn start_at_home(net: &str) -> Self {
        Self::start(&format!("{net}\n[plugins.asker]\nprivate = [\"127.0.0.1\"]"), &[]).await
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    async fn command(&self, command: &str, wanted: Value) -> Result<String> {
        let plugins = self.agent.engine().plugins();
        let cx = plugins.cx(Identity::agent("default", Role::Agent), Cancel::default(), None);
        let reply =
            cx.wired().expect("the plugins have started").command(command, &wanted.to_string(), &cx).await;
        reply.expect("the command is there").map(|reply| reply.text)
    }

    /// Has the plugin ask, and returns the status and the body.
    pub(crate) async fn ask(&self, wanted: Value) -> String {
        self.command("ask", wanted).await.unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// Has the plugin get a URL.
    pub(crate) async fn get(&self, url: &str) -> String {
        self.ask(json!({ "url": url })).await
    }

    /// Has the plugin ask in vain, and returns why.
    pub(crate) async fn refusal(&self, wanted: Value) -> Refusal {
        let asked = wanted.to_string();
        let error = self.command("ask", wanted).await;
        Refusal(error.expect_err(&format!("{asked} is answered")))
    }

    /// Has the plugin get a URL in vain.
    pub(crate) async fn refused(&self, url: &str) -> Refusal {
        self.refusal(json!({ "url": url })).await
    }

    /// Has the other plugin get a URL in vain.
    pub(crate) async fn other_refused(&self, url: &str) -> Refusal {
        Refusal(self.command("ask-too", json!({ "url": url })).await.expect_err("the other one may not"))
    }
}

/// Why a request was refused.
#[derive(Debug)]
pub(crate) struct Refusal(Error);

impl Refusal {
    pub(crate) fn error(&self) -> &HttpError {
        self.0.downcast_ref().unwrap_or_else(|| panic!("another error: {:?}", self.0))
    }

    pub(crate) fn text(&self) -> String {
        self.0.to_string()
    }
}
