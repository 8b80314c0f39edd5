//! The course's exercise, with limits: a plugin that logs all messages both ways misbehaves in every way that there is, in a
//! process of its own that may have so much memory and so much time, while the conversation goes on.
//!
//! `HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test covered exercise -- --include-ignored` writes what people see of it to
//! `docs/isolation-exercise.txt`.

use hookwire_host::engine::plugin_logs::{LogQuery, PluginLogs};
use hookwire_misbehave::Misbehaviour;
use hookwire_tests::isolated_host::{End, IsolatedHost};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;
use std::{env, fs};

const PATIENCE: Duration = Duration::from_secs(10);
const LIMITS: &str =
    "limits = { memory_bytes = 134217728, cpu_per_call = \"500ms\", cpu_per_second = \"500ms\" }\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "no host starts workers yet"]
async fn a_plugin_that_logs_all_messages_misbehaves_in_every_way_while_the_conversation_goes_on() {
    let program = env!("CARGO_BIN_EXE_isolated_host");
    let mut host = IsolatedHost::start(program, "worker", 0, LIMITS, None).await;
    let logs = PluginLogs::of(Some(&host.folder().join("data"))).expect("logs are kept");
    let mut shown = String::new();
    for row in Misbehaviour::ROWS {
        let good = format!("are you still there after {}?", row.name);
        for text in [format!("misbehave:tool:{}", row.name), good.clone()] {
            let End::Answer(answer) = host.order(json!({ "order": "say", "text": text }), PATIENCE).await
            else {
                panic!("{text}: no answer; {}", host.noise_text());
            };
            assert_eq!(answer["failed"], false, "{text}: {answer}");
            let answer = answer["text"].as_str().unwrap_or_default();
            let _ = write!(shown, "you>   {text}\nagent> {answer}\n");
            let logged = logs.read("misbehave", &LogQuery::default()).expect("the log can be read");
            for line in [format!("user: {text}"), format!("agent: {answer}")] {
                assert!(logged.iter().any(|it| it.message == line), "it did not log {line}");
            }
        }
        assert!(shown.ends_with(&format!("agent> You said {good}: {}\n", good.to_uppercase())), "{shown}");
    }
    let (_, processes, files) = host.stop(PATIENCE).await;
    assert!(processes.is_empty() && files.is_empty(), "left behind: {processes:?} {files:?}");
    if env::var_os("HOOKWIRE_WRITE").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/isolation-exercise.txt");
        fs::write(file, shown).expect("the page can be written");
    }
}
