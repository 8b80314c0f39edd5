use crate::golden;
use hookwire::cx::RequestKind;
use hookwire::points::{Attachment, MessageReceived, RequestIntercept, ToolGate};
use hookwire::{Error, Reply, Result, Role, Verdict, plugin};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::NewSchedule;
use hookwire_tests::test_host::{Seen, Setup, TestHost};

/// Fails where the message tells it to, so that there is a fault to be told of.
#[derive(Default)]
struct Clumsy;

#[plugin(id = "clumsy")]
impl Clumsy {
    #[hook("message.received")]
    fn stumble(&self, message: &MessageReceived) -> Result<()> {
        if message.text == "stumble" { Err(Error::msg("oops")) } else { Ok(()) }
    }
}

pub(crate) const SCRIPT: &str = r#"
[[scenes]]
on = "delegate"
steps = [
    { text = "Over.", calls = [{ tool = "delegate", args = { agent = "helper", task = "echo it" } }] },
    { text = "Done." },
]
[[scenes]]
on = "echo"
steps = [{ thinking = "Hm.", text = "One.", calls = [{ tool = "echo", args = { text = "hi" } }] }, { text = "Two." }]
[[scenes]]
on = "trouble"
steps = [{ text = "At last.", fail = [{ status = 429, retry_after_ms = 1 }, { status = 500 }] }]
[[scenes]]
on = "despair"
steps = [{ fail = [{ status = 500 }, { status = 500 }, { status = 500 }, { status = 500 }] }]
[[scenes]]
on = ""
steps = [{ text = "Yes." }]
"#;

const CONFIG: &str = r#"
[agents.default]
members = ["helper"]
fallback = ["script"]
[agents.default.retry]
attempts = 2
first = "1ms"
[agents.helper]
"#;

pub(crate) fn setup() -> Setup {
    let gate = |_: &_, cx: &hookwire::Cx| match cx.identity().role {
        Role::Member => Verdict::Allow,
        _ => Verdict::ask("it echoes"),
    };
    Setup::new(SCRIPT).config(CONFIG).gate::<ToolGate>(gate).plugin::<Clumsy>()
}

/// Writes what was seen since the host started, a line each.
fn written(host: &TestHost) -> String {
    // Faults are passed on by a task of their own, in its own time.
    let seen = host.log.all();
    let told = seen.iter().filter(|seen| seen.what.contains('.') && seen.what != "plugin.fault");
    told.filter(|seen| seen.what != "host.start").map(line).collect()
}

/// Writes a point, and what it is about where that tells two of them apart.
pub(crate) fn line(seen: &Seen) -> String {
    let inset = if seen.identity.role == Role::Member { "    " } else { "" };
    let about = match &*seen.what {
        "model.delta" | "model.thinking" if seen.event["last"] == true => Some("(last)"),
        "model.delta" | "model.thinking" => seen.event["text"].as_str(),
        "tool.after" => seen.event["call"]["tool"].as_str(),
        "tool.before" | "tool.gate" | "tool.wrap" => seen.event["tool"].as_str(),
        "approval.resolved" => seen.event["decision"].as_str(),
        "request.end" => seen.event["end"].as_str(),
        _ => None,
    };
    let about = about.map(|about| format!(" {}", about.trim())).unwrap_or_default();
    format!("{inset}{}{about}\n", seen.what)
}

pub(crate) fn assert_written(host: &TestHost, golden: &str) {
    let written = written(host);
    assert_eq!(written, golden.trim_start(), "fired:\n{written}");
}

/// Makes sure that every point was told who asks, and those inside a tool call of which.
pub(crate) fn assert_kind(host: &TestHost, kind: RequestKind) {
    for Seen { what, identity, .. } in host.log.all() {
        if what != "host.start" {
            assert_eq!((identity.kind, &*identity.agent), (kind, "default"), "{what}");
            let inside = what == "echo" || what.starts_with("approval.") || what.starts_with("tool.");
            assert_eq!(identity.call.is_some(), inside && what != "tool.select", "{what}");
        }
    }
}

#[tokio::test]
async fn a_whole_turn_fires_the_same_by_chat_by_stream_and_by_command_line() {
    for kind in [RequestKind::Chat, RequestKind::Stream, RequestKind::Cli] {
        let host = setup().start().await;
        let files = vec![Attachment::new("a.txt", "text/plain", "/tmp/a.txt")];
        let incoming = Incoming { kind, attachments: files, ..TestHost::message("echo") };
        TestHost::completed(&host.send(incoming).await.unwrap());
        assert_written(&host, golden::TURN);
        assert_kind(&host, kind);
    }
}

#[tokio::test]
async fn a_second_message_begins_no_second_session() {
    let host = setup().start().await;
    let first = host.say("hello").await;
    let before = host.log.all().len();
    TestHost::completed(&host.send(TestHost::reply(first.session(), "again")).await.unwrap());
    let second: String = host.log.all()[before..].iter().map(line).collect();
    assert_eq!(second, golden::SECOND.trim_start());
}

#[tokio::test]
async fn a_member_goes_through_the_same_points_as_its_lead() {
    let host = setup().gate::<ToolGate>(|_, _| Verdict::Allow).start().await;
    TestHost::completed(&host.say("delegate").await);
    assert_written(&host, golden::DELEGATION);
    for seen in host.log.all().iter().filter(|seen| seen.identity.role == Role::Member) {
        assert_eq!((seen.identity.kind, &*seen.identity.agent), (RequestKind::Subagent, "helper"));
    }
}

#[tokio::test]
async fn a_provider_in_trouble_is_told_of_step_by_step() {
    let host = setup().start().await;
    TestHost::completed(&host.say("trouble").await);
    assert_written(&host, golden::TROUBLE);
}

#[tokio::test]
async fn a_request_that_no_model_answers_still_ends() {
    let host = setup().start().await;
    host.say("despair").await;
    assert_written(&host, golden::DESPAIR);
}

#[tokio::test]
async fn a_slash_command_is_a_request() {
    let host = setup().start().await;
    let session = host.say("hello").await.outcome.session.unwrap();
    let before = host.log.all().len();
    TestHost::completed(&host.send(TestHost::reply(&session, "/new")).await.unwrap());
    let second: String = host.log.all()[before..].iter().map(line).collect();
    assert_eq!(second, golden::COMMAND.trim_start());
}

#[tokio::test]
async fn an_answer_in_the_agents_place_is_a_request() {
    let host = setup().answer::<RequestIntercept>(|_, _| Some(Reply::from("no"))).start().await;
    host.say("hello").await;
    assert_written(&host, golden::INTERCEPT);
}

#[tokio::test]
async fn a_schedule_is_told_of_and_its_turn_is_one_like_any_other() {
    let host = setup().start().await;
    let wanted = |name: &str, at| NewSchedule {
        name: name.into(),
        message: "hello".into(),
        at,
        ..NewSchedule::default()
    };
    let later = host.agent().schedule(wanted("later", Some(i64::MAX))).await.unwrap();
    host.agent().unschedule(&later.id, &later.owner).await.unwrap().expect("it was there");
    host.agent().schedule(wanted("soon", None)).await.unwrap();
    host.agent().resume().await.unwrap();
    host.log.until("request.end", 1).await;
    assert_written(&host, golden::SCHEDULE);
    assert_kind(&host, RequestKind::Schedule);
}

#[tokio::test]
async fn a_session_is_summarised_behind_the_end_of_its_turn() {
    let host = setup().config("[sessions]\nsummarise_above = 2\nkeep = 1").start().await;
    let session = host.say("hello").await.outcome.session.unwrap();
    host.send(TestHost::reply(&session, "again")).await.unwrap();
    host.log.until("summary.updated", 1).await;
    let seen = host.log.all();
    let end = seen.iter().rposition(|seen| seen.what == "request.end").unwrap();
    let behind: String = seen[end + 1..].iter().map(line).collect();
    assert_eq!(behind, golden::SUMMARY.trim_start());
}

#[tokio::test]
async fn a_host_is_told_of_when_it_starts_and_stops_and_when_a_plugin_fails() {
    let host = setup().start().await;
    TestHost::completed(&host.say("stumble").await);
    host.log.until("plugin.fault", 1).await;
    let host = host
        .stop()
        .await
        .all()
        .into_iter()
        .filter(|seen| seen.what.starts_with("host.") || seen.what == "plugin.fault");
    let host: String = host.map(|seen| line(&seen)).collect();
    assert_eq!(host, golden::HOST.trim_start());
}
