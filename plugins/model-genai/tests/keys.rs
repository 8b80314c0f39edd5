//! Tests of where keys and addresses come from, and that no key is printed.

mod fake;

use fake::{Fake, KEY, Step, event, finish, kit, pieces, question, text};
use hookwire::test::{Kit, SetupError};
use hookwire_model_genai::{Config, ModelGenai};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Answers that repeat the key, as some gateways do.
fn indiscreet() -> Vec<Vec<Step>> {
    let error = json!({ "error": { "message": format!("bad key {KEY}"), "type": "invalid" } }).to_string();
    let status = |status: &str, kind: &str, body: &str| {
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}");
        vec![Step::Raw(head.into_bytes())]
    };
    let long = format!("{}{KEY}", "x".repeat(590));
    vec![
        status("401 Unauthorized", "application/json", &error),
        status("429 Too Many Requests", "application/json", &error),
        status("500 Internal Server Error", "text/plain", &long),
        status("200 OK", "text/html", KEY),
        vec![fake::head(), event(&serde_json::from_str(&error).unwrap()), Step::Last],
        vec![fake::head(), Step::Chunk(format!("data: {{{KEY}\n\n").into_bytes()), Step::Last],
    ]
}

#[tokio::test]
async fn no_key_is_in_an_error_a_log_or_a_debug_output() {
    let lines = Lines::default();
    let writing =
        tracing_subscriber::fmt().with_writer(lines.clone()).with_max_level(tracing::Level::TRACE).finish();
    let _guard = tracing::subscriber::set_default(writing);
    let config = json!({ "keys": { "groq": KEY }, "servers": { "a": { "url": "http://a", "key": KEY } } });
    let mut seen = format!("{:?}", serde_json::from_value::<Config>(config).unwrap());
    for steps in indiscreet() {
        let fake = Fake::play(steps).await;
        let kit = kit(&fake.url, &json!({})).await;
        for (provider, name) in [("openai", "local/tiny"), ("genai", "openai::tiny"), ("genai", "claude-x")] {
            let model = kit.model(provider, name).await.unwrap();
            let error = pieces(&kit, &model, &question()).await.1.unwrap_err();
            writeln!(seen, "{error} {error:?}").unwrap();
        }
        assert!(fake.headers().contains(KEY), "the key is used");
        writeln!(seen, "{kit:?} {:?}", kit.logs()).unwrap();
        tracing::error!("a line of our own");
    }
    seen.push_str(&String::from_utf8(lines.0.lock().unwrap().clone()).unwrap());
    assert!(seen.contains("a line of our own") && seen.contains("bad key [key]"));
    let around = seen.find(&KEY[..12]).map(|at| seen[..at].chars().rev().take(300).collect::<Vec<_>>());
    let around = around.map(|letters| letters.into_iter().rev().collect::<String>());
    assert_eq!(around, None, "this stands before a key");
}

async fn refused(config: Value) -> String {
    let error = Kit::of::<ModelGenai>().config("model-genai", config).try_start().await.unwrap_err();
    assert!(matches!(error, SetupError::Failed { .. }), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_mistake_in_the_configuration_is_told_with_its_place() {
    let server = |url: &str| json!({ "servers": { "local": { "url": url } } });
    let said = refused(server("localhost:11434")).await;
    assert!(said.contains("`servers.local.url`") && said.contains("http://"), "{said}");
    let said = refused(server("http://me:hidden@host/v1")).await;
    assert!(said.contains("`key`") && !said.contains("hidden"), "{said}");
    let said = refused(json!({ "keys": { "antropic": KEY } })).await;
    assert!(said.contains("did you mean `anthropic`?") && !said.contains(KEY), "{said}");
    let said = refused(json!({ "endpoints": { "nobody-knows": "http://host" } })).await;
    assert!(said.contains("there are `openai`, "), "{said}");
    let said = refused(json!({ "idle_timeout": "soon" })).await;
    assert!(said.contains("idle_timeout") && said.contains("\"5s\""), "{said}");
    let said = refused(json!({ "servers": { "local": { "url": "http://host", "key": "a\nb" } } })).await;
    assert!(said.contains("line break"), "{said}");
}

#[tokio::test]
async fn a_model_without_a_name_is_not_opened() {
    let kit = kit("http://127.0.0.1:9/v1", &json!({})).await;
    for (provider, name) in [("openai", "local/"), ("genai", ""), ("genai", "groq::")] {
        let Err(error) = kit.model(provider, name).await else { panic!("{provider}/{name} was opened") };
        assert!(error.to_string().contains("names no model"), "{error}");
    }
}

/// Runs one of the tests below in a process of its own, with an environment of its own.
fn with_env(test: &str, env: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored"]);
    for name in ["OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "WORK_KEY"] {
        command.env_remove(name);
    }
    let output = command.envs(env.iter().copied()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_configuration_the_environment_says_where_and_with_which_key() {
    let fake = Fake::events(&[text("ok"), finish("stop")]).await;
    let env = [("OPENAI_BASE_URL", &*fake.url), ("OPENAI_API_KEY", KEY)];
    tokio::task::block_in_place(|| with_env("asks_the_environments_server", &env));
    assert_eq!(fake.body()["model"], "org/tiny");
    assert!(fake.headers().contains(&format!("authorization: bearer {KEY}")));
    let open = Fake::events(&[text("ok"), finish("stop")]).await;
    let env = [("OPENAI_BASE_URL", &*open.url)];
    tokio::task::block_in_place(|| with_env("asks_the_environments_server", &env));
    assert!(!open.headers().contains("authorization"));
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn asks_the_environments_server() {
    let kit = Kit::of::<ModelGenai>().start().await;
    let model = kit.model("openai", "org/tiny").await.unwrap();
    assert_eq!(model.complete(&question(), kit.cx()).await.unwrap().message.text, "ok");
}

#[test]
fn a_missing_key_is_told_when_the_model_is_opened() {
    with_env("says_which_key_is_missing", &[]);
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn says_which_key_is_missing() {
    let config = json!({ "servers": { "local": { "url": "http://127.0.0.1:9/v1" } } });
    let kit = Kit::of::<ModelGenai>().config("model-genai", config).start().await;
    let said = |provider: &'static str, name: &'static str| {
        let kit = &kit;
        async move { kit.model(provider, name).await.err().expect("it was opened").to_string() }
    };
    let openai = said("openai", "locla/tiny").await;
    assert!(openai.contains("OPENAI_API_KEY") && openai.contains("`openai/local/..`"), "{openai}");
    let anthropic = said("genai", "claude-sonnet-4-5").await;
    assert!(anthropic.contains("ANTHROPIC_API_KEY") && anthropic.contains("model-genai.keys"), "{anthropic}");
    assert!(kit.model("genai", "ollama::tiny").await.is_ok(), "it needs none");
}

#[tokio::test(flavor = "multi_thread")]
async fn genai_takes_a_key_from_its_own_variable_or_from_a_named_one() {
    for env in [("ANTHROPIC_API_KEY", KEY), ("WORK_KEY", KEY)] {
        let fake =
            Fake::play(vec![Step::Raw(b"HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n".to_vec())]).await;
        let env = [env, ("FAKE", &*fake.url)];
        tokio::task::block_in_place(|| with_env("asks_anthropic", &env));
        assert!(fake.headers().contains(&format!("x-api-key: {KEY}")), "{env:?}");
    }
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn asks_anthropic() {
    let mut config = json!({ "endpoints": { "anthropic": std::env::var("FAKE").unwrap() } });
    if std::env::var("WORK_KEY").is_ok() {
        config["keys"] = json!({ "anthropic": { "env": "WORK_KEY" } });
    }
    let kit = Kit::of::<ModelGenai>().config("model-genai", config).start().await;
    let model = kit.model("genai", "claude-sonnet-4-5").await.unwrap();
    model.complete(&question(), kit.cx()).await.unwrap_err();
}
