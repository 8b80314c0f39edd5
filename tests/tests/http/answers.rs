//! Messages are answered, whole and as streams.

use crate::server::{host_with, server, serving};
use crate::wire::{self, get, post, text};
use hookwire::points::Request;
use hookwire::{Plugin, Reply, plugin};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test]
async fn a_message_is_answered_and_its_session_goes_on() {
    let server = server(&[]).await;
    let first = server.send(&post("/v1/chat", &json!({ "message": "hello you" }))).await.json();
    assert_eq!(
        (&first["response"], &first["end"], &first["turn"]),
        (&json!("hello you"), &json!("completed"), &json!(1))
    );
    let again = json!({ "message": "and again", "session": first["session"] });
    let second = server.send(&post("/v1/chat", &again)).await.json();
    assert_eq!((&second["session"], &second["turn"]), (&first["session"], &json!(2)));
}

/// Answers in the agent's place.
#[derive(Default)]
struct Teapot;

#[plugin(id = "teapot")]
impl Teapot {
    #[hook("request.intercept")]
    fn brew(&self, request: &Request) -> Option<Reply> {
        let status = request.message.strip_prefix("status ")?.parse().ok()?;
        Some(Reply::from("short and stout").with_status(status).with_data(json!({ "handle": 1 })))
    }
}

#[tokio::test]
async fn an_answer_in_the_agents_place_chooses_its_status_and_has_data() {
    let server = serving(host_with(&[Teapot::MANIFEST], &[]).await).await;
    // A number that is no status of an answer counts for nothing.
    for (asked, status) in [(418, 418), (100, 200), (9999, 200)] {
        let message = json!({ "message": format!("status {asked}") });
        let answer = server.send(&post("/v1/chat", &message)).await;
        assert_eq!(answer.status, status);
        let outcome = answer.json();
        assert_eq!((&outcome["status"], &outcome["data"]), (&json!(asked), &json!({ "handle": 1 })));
        assert_eq!(outcome["end"], "intercepted");
    }
}

#[tokio::test]
async fn a_stream_has_a_name_an_id_and_json_for_each_event() {
    let server = server(&[]).await;
    let stream = post("/v1/stream", &json!({ "message": "please look it up" })).open(server.at).await;
    assert!(stream.headers.contains(&("content-type".into(), "text/event-stream".into())));
    let events = stream.events().await;
    let names: Vec<_> = events.iter().map(|event| event.name.as_str()).collect();
    let expected = ["accepted", "text", "text", "usage", "call", "result", "text"];
    assert_eq!(names[..7], expected, "{names:?}");
    assert_eq!(names.last(), Some(&"end"));
    assert!(events.iter().all(|event| event.data["type"] == *event.name));
    let ids: Vec<_> =
        events.iter().map(|event| event.id.rsplit_once('-').unwrap().1.parse::<usize>().unwrap()).collect();
    assert_eq!(ids, (1..=events.len()).collect::<Vec<_>>());
    assert_eq!(text(&events), "one momentit says hook: a bent piece of metal");
    assert_eq!(events.last().unwrap().data["response"], "it says hook: a bent piece of metal");
}

#[tokio::test]
async fn a_stream_shows_reasoning() {
    let server = server(&[]).await;
    let events = post("/v1/stream", &json!({ "message": "think" })).open(server.at).await.events().await;
    let thinking = events.iter().filter(|event| event.name == "thinking");
    assert_eq!(thinking.filter_map(|event| event.data["text"].as_str()).collect::<String>(), "hm, well");
}

#[tokio::test]
async fn a_stream_without_anything_to_say_shows_that_it_lives() {
    let server = server(&["http.keep_alive=20ms"]).await;
    let mut stream = post("/v1/stream", &json!({ "message": "forever" })).open(server.at).await;
    let three_signs = async {
        let mut alive = 0;
        while alive < 3 {
            let block = stream.block().await.expect("a stream");
            alive += usize::from(block.starts_with(": still there"));
        }
    };
    // Without the setting they would be fifteen seconds apart.
    timeout(Duration::from_secs(20), three_signs).await.expect("signs of life");
}

#[tokio::test]
async fn a_key_makes_a_second_sending_the_same_message() {
    let server = server(&[]).await;
    let call = post("/v1/chat", &json!({ "message": "only once" })).header("idempotency-key", "abc");
    let (first, second) = (server.send(&call).await.json(), server.send(&call).await.json());
    assert_eq!(first["session"], second["session"]);
    assert_eq!((&first["turn"], &second["turn"]), (&json!(1), &json!(1)));
    let sessions = server.send(&get("/v1/sessions")).await.json();
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1);
    let other = server.send(&call.header("x", "y")).await.json();
    assert_eq!(other["session"], first["session"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_sent_many_times_at_once_is_answered_once() {
    let server = server(&[]).await;
    let call = post("/v1/chat", &json!({ "message": "slow but once" })).header("idempotency-key", "abc");
    let sent = futures_util::future::join_all((0..20).map(|_| server.send(&call))).await;
    let outcomes: Vec<_> = sent.iter().map(wire::Answer::json).collect();
    assert!(outcomes.iter().all(|it| it["response"] == "slow but once" && it["turn"] == 1), "{outcomes:?}");
    let session = outcomes[0]["session"].as_str().unwrap();
    let shown = server.send(&get(&format!("/v1/sessions/{session}"))).await.json();
    assert_eq!(shown["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_client_that_leaves_cancels_its_turn() {
    let server = server(&["limits.abandoned=10ms"]).await;
    let mut stream = post("/v1/stream", &json!({ "message": "forever" })).open(server.at).await;
    let accepted = stream.event().await.expect("an event");
    let session = accepted.data["session"].as_str().unwrap().to_owned();
    drop(stream);
    let follow = get(&format!("/v1/sessions/{session}/turns"));
    loop {
        let turns = server.send(&follow).await.json();
        if turns["turns"][0]["end"] == "cancelled" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn commands_are_listed_and_run() {
    let server = server(&[]).await;
    let commands = server.send(&get("/v1/commands")).await.json();
    let commands = commands["commands"].as_array().unwrap();
    let names: Vec<_> = commands.iter().map(|it| it["name"].clone()).collect();
    assert!(names.contains(&json!("time")) && names.contains(&json!("help")), "{names:?}");
    let time = commands.iter().find(|it| it["name"] == "time").unwrap();
    assert_eq!(time["description"], "Says the time. (desk)");
    let told = server.send(&post("/v1/chat", &json!({ "message": "/time" }))).await.json();
    assert_eq!((&told["response"], &told["turn"]), (&json!("late"), &Value::Null));
}

#[tokio::test]
async fn files_that_come_with_a_message_are_kept_in_its_session() {
    let data = tempdir("kept");
    let server = server(&[&format!("store.data={}", data.display())]).await;
    let answer = server
        .send(&parts(&[("note", Some("../../etc/pass wd.txt"), "secret"), ("message", None, "read this")]))
        .await;
    let outcome = answer.json();
    assert_eq!(outcome["response"], "read this", "{outcome}");
    let home = data.join("attachments").join(outcome["session"].as_str().unwrap());
    let folder = std::fs::read_dir(&home).unwrap().next().unwrap().unwrap().path();
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    assert_eq!(file.file_name().to_str(), Some("1-pass_wd.txt"));
    assert_eq!(std::fs::read_to_string(file.path()).unwrap(), "secret");
    let gone = wire::call("DELETE", &format!("/v1/sessions/{}", outcome["session"].as_str().unwrap()));
    assert_eq!(server.send(&gone).await.status, 204);
    assert!(!home.exists());
}

#[tokio::test]
async fn another_file_of_the_same_name_and_size_is_another_message() {
    let data = tempdir("digest");
    let server = server(&[&format!("store.data={}", data.display())]).await;
    let send = |text| {
        let message = parts(&[("file", Some("a.txt"), text), ("message", None, "keep it")]);
        message.header("idempotency-key", "k")
    };
    let first = server.send(&send("12345")).await.json();
    assert_eq!(server.send(&send("54321")).await.code(), (409, "key_reused".into()));
    assert_eq!(server.send(&send("12345")).await.json(), first);
    let home = data.join("attachments").join(first["session"].as_str().unwrap());
    assert_eq!(std::fs::read_dir(home).unwrap().count(), 1, "only the first one's files are kept");
}

#[tokio::test]
async fn files_that_come_with_a_message_are_for_nobody_else_on_the_machine() {
    let data = tempdir("private");
    let server = server(&[&format!("store.data={}", data.display())]).await;
    let sent = parts(&[("note", Some("a.txt"), "secret"), ("message", None, "read this")]);
    assert_eq!(server.send(&sent).await.status, 200);
    let mut path = data.join("attachments");
    loop {
        let found = std::fs::metadata(&path).unwrap();
        let mode = if found.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(found.permissions().mode() & 0o777, mode, "{}", path.display());
        if found.is_file() {
            break;
        }
        path = std::fs::read_dir(&path).unwrap().next().unwrap().unwrap().path();
    }
    std::fs::remove_dir_all(data).unwrap();
}

#[tokio::test]
async fn files_of_a_message_that_is_refused_are_gone() {
    let data = tempdir("refused");
    let server = server(&[&format!("store.data={}", data.display()), "http.attachment_bytes=10"]).await;
    let file = ("file", Some("a.txt"), "12345");
    let unknown = server.send(&parts(&[file, ("message", None, "hi"), ("agent", None, "nobody")])).await;
    assert_eq!(unknown.code(), (404, "unknown_agent".into()));
    let large = server.send(&parts(&[file, file, file, ("message", None, "hi")])).await;
    assert_eq!(large.code(), (413, "too_large".into()));
    let many = server.send(&parts(&[("file", Some("a"), ""); 65])).await;
    assert!(many.error().2.contains("64 files"), "{}", many.text());
    let strange = server.send(&parts(&[file, ("mesage", None, "hi")])).await;
    assert!(strange.error().2.contains("did you mean `message`?"), "{}", strange.text());
    let left: Vec<_> = std::fs::read_dir(data.join("attachments")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

pub(crate) fn parts(parts: &[(&str, Option<&str>, &str)]) -> wire::Call {
    let mut body = String::new();
    for (name, file, text) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let part =
            format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n");
        body.push_str(&part);
    }
    body.push_str("--cut--\r\n");
    wire::call("POST", "/v1/chat").header("content-type", "multipart/form-data; boundary=cut").body(body)
}

fn tempdir(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("hookwire-http-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}
