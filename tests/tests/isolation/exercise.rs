//! The course's exercise, as people see it: `docs/isolation-exercise.txt` is what this test writes.
//!
//! `HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test isolation exercise -- --ignored` writes it again.

use crate::{HOST, PATIENCE};
use hookwire_misbehave::Misbehaviour as How;
use hookwire_tests::isolated_host::{End, IsolatedHost};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "no host starts workers yet"]
async fn the_conversation_of_the_exercise_goes_on() {
    let mut host = IsolatedHost::start(HOST, "worker", 0, "", None).await;
    let mut shown = String::new();
    for row in How::ROWS {
        let bad = format!("misbehave:tool:{}", row.name);
        let good = format!("are you still there after {}?", row.name);
        for text in [&bad, &good] {
            let End::Answer(answer) = host.order(json!({ "order": "say", "text": text }), PATIENCE).await else {
                panic!("{text}: no answer");
            };
            assert_eq!(answer["failed"], false, "{text}: {answer}");
            let _ = write!(shown, "you>   {text}\nagent> {}\n", answer["text"].as_str().unwrap_or_default());
        }
        assert!(shown.ends_with(&format!("agent> You said {good}: {}\n", good.to_uppercase())), "{shown}");
    }
    if env::var_os("HOOKWIRE_WRITE").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/isolation-exercise.txt");
        fs::write(file, shown).expect("the page can be written");
    }
    host.stop(PATIENCE).await;
}
