//! A plugin that uses every service, and tells all that comes of it.

use futures_util::{StreamExt, stream};
use hookwire::cx::{
    DirError, HttpError, Identity, KvError, Level, Missed, MissingService, OutboxError, OutboxMessage,
    RenderError, RequestKind, ScheduleError, ScheduleEvent, SessionInfo, SessionsError,
};
use hookwire::model::ModelError;
use hookwire::points::{Message, MessageRole, ModelRequest};
use hookwire::{Cx, Error, Refused, Result, Role, plugin};
use serde_json::{Value, json};
use std::fmt::{Debug, Write};
use std::time::{Duration, UNIX_EPOCH};

pub(super) const URL: &str = "https://api.example.com/v1?key=sesame";
pub(super) const BROKEN: &str = "https://broken.example.com/";

#[derive(Default)]
pub(super) struct Prober;

#[plugin(
    id = "prober",
    capabilities = [net, files, send, schedule, model, tool, sessions],
    env(name = "PROBER_KEY", description = "a key", secret)
)]
impl Prober {
    #[template("letter.html")]
    const LETTER: &str = "<p>Dear {{ name }},</p>";

    #[template("wrong.html")]
    const WRONG: &str = "{{ name + 1 }}";

    /// Does one step.
    #[command("/do")]
    async fn step(&self, step: &str, cx: &Cx) -> String {
        told(step, cx).await
    }

    #[scheduled]
    async fn look(&self, event: &ScheduleEvent, cx: &Cx) {
        cx.info(&event.schedule);
    }
}

/// Declares no capability.
#[derive(Default)]
pub(super) struct Poor;

#[plugin(id = "poor")]
impl Poor {
    /// What nobody loads.
    #[skill("alms")]
    const ALMS: &str = "Give.";
}

/// Every step, in the order in which they are done.
pub(super) const STEPS: [&str; 74] = [
    "kv get none",
    "kv set",
    "kv get",
    "kv get as number",
    "kv set null",
    "kv get null",
    "kv of user",
    "kv of session",
    "kv set for",
    "kv first",
    "kv first again",
    "kv replace",
    "kv replace wrong",
    "kv remove",
    "kv scan",
    "kv scan too many",
    "kv wrong key",
    "kv too large",
    "kv large",
    "dir path",
    "dir read none",
    "dir write",
    "dir append",
    "dir read",
    "dir write large",
    "dir read large",
    "dir write too large",
    "dir list",
    "dir list file",
    "dir folder as file",
    "dir wrong path",
    "dir remove",
    "dir remove again",
    "http get",
    "http bytes",
    "http stream",
    "http broken stream",
    "http json",
    "http wrong json",
    "http limit",
    "http pieces",
    "http unknown",
    "http wrong url",
    "http wrong header",
    "http failure",
    "http failure behind a piece",
    "sessions list",
    "sessions list before",
    "sessions too many",
    "sessions find",
    "sessions find none",
    "sessions messages",
    "sessions messages none",
    "sessions label",
    "sessions wrong label",
    "sessions summarise",
    "sessions clear",
    "sessions clear none",
    "send text",
    "send files",
    "send nothing",
    "send wrong name",
    "send nowhere",
    "render",
    "render wrong",
    "render unknown",
    "schedule all",
    "schedule wrong",
    "schedule list",
    "tool",
    "tool unknown",
    "model",
    "env",
    "log",
];

/// Does a step, and tells what comes of it: a value, or an error with its type and its causes.
pub(super) async fn told(step: &str, cx: &Cx) -> String {
    match act(step, cx).await {
        Ok(text) => format!("ok: {text}"),
        Err(error) => format!("{}: {error:?}", kind(&error)),
    }
}

fn kind(error: &Error) -> &'static str {
    macro_rules! first_of {
        ($($type:ident)*) => {
            match () {
                $(() if error.downcast_ref::<$type>().is_some() => stringify!($type),)*
                () => "Error",
            }
        };
    }
    first_of! {
        KvError DirError HttpError SessionsError OutboxError RenderError ScheduleError ModelError MissingService Refused
    }
}

async fn act(step: &str, cx: &Cx) -> Result<String> {
    let (service, what) = step.split_once(' ').unwrap_or((step, ""));
    match service {
        "kv" => kv(what, cx).await,
        "dir" => dir(what, cx).await,
        "http" => http(what, cx).await,
        "sessions" => sessions(what, cx).await,
        "send" => send(what, cx).await,
        "render" => render(what, cx).await,
        "schedule" => schedule(what, cx).await,
        "tool" => {
            let name = if what.is_empty() { "add" } else { "subtract" };
            shown(cx.tool(name, json!({ "a": 1, "b": [null, -2.5] })).await)
        }
        "model" => {
            let request = ModelRequest::new("script", vec![Message::new(MessageRole::User, "good morning")]);
            shown(cx.model(request).await)
        }
        "env" => Ok(format!("{} {:?}", cx.env("PROBER_KEY")?.expose(), cx.env("PATH").is_err())),
        "log" => {
            cx.info("one");
            cx.warn("two");
            cx.error("three");
            Ok(format!("{:?}", Level::ALL))
        }
        _ => unreachable!("{step}"),
    }
}

fn shown<T: Debug>(result: Result<T>) -> Result<String> {
    result.map(|value| format!("{value:?}"))
}

async fn kv(what: &str, cx: &Cx) -> Result<String> {
    let values = cx.kv();
    match what {
        "get none" => shown(values.get::<Value>("none").await),
        "set" => shown(values.set("a", &json!({ "x": [1, -1, 1.5, "ü", u64::MAX], "y": null })).await),
        "get" => shown(values.get::<Value>("a").await),
        "get as number" => shown(values.get::<u32>("a").await),
        "set null" => shown(values.set("null", &()).await),
        "get null" => shown(values.get::<Value>("null").await),
        "of user" => {
            values.of_user().set("u", &1).await?;
            shown(values.of_user().get::<u32>("u").await)
        }
        "of session" => {
            values.of_session().set("s", &1).await?;
            shown(
                (values.of_session().get::<u32>("s").await?, values.of_user().get::<u32>("s").await?)
                    .into_ok(),
            )
        }
        "set for" => {
            values.set_for("gone", &1, Duration::ZERO).await?;
            values.set_for("there", &1, Duration::from_mins(5)).await?;
            shown((values.get::<u32>("gone").await?, values.get::<u32>("there").await?).into_ok())
        }
        "first" | "first again" => shown(values.compare_and_set("n", None, &1).await),
        "replace" => shown(values.compare_and_set("n", Some(&1), &2).await),
        "replace wrong" => shown(values.compare_and_set("n", Some(&1), &3).await),
        "remove" => shown(values.remove("n").await),
        "scan" => shown(values.scan::<Value>("", "a", 10).await),
        "scan too many" => shown(values.scan::<Value>("", "", 501).await),
        "wrong key" => shown(values.set("a\n", &1).await),
        "too large" => shown(values.set("large", &"x".repeat(1 << 20)).await),
        "large" => {
            values.set("large", &"x".repeat(1_000_000)).await?;
            shown(values.get::<String>("large").await.map(|text| text.map(|text| text.len())))
        }
        _ => unreachable!("{what}"),
    }
}

async fn dir(what: &str, cx: &Cx) -> Result<String> {
    let dir = cx.dir();
    let large = || (0..3_000_000_u32).map(|at| at.to_le_bytes()[0]).collect::<Vec<u8>>();
    match what {
        "path" => shown(dir.path().map(|path| path.ends_with("prober"))),
        "read none" => shown(dir.read("none").await),
        "write" => shown(dir.write("a/b.txt", [0, 255, 128]).await),
        "append" => shown(dir.append("a/b.txt", "more").await),
        "read" => shown(dir.read("a/b.txt").await),
        "write large" => shown(dir.write("large", large()).await),
        "read large" => shown(dir.read("large").await.map(|found| found == Some(large()))),
        "write too large" => shown(dir.write("larger", vec![0; (64 << 20) + 1]).await),
        "list" => shown(dir.list("").await),
        "list file" => shown(dir.list("large").await),
        "folder as file" => shown(dir.read("a").await),
        "wrong path" => shown(dir.write("../a", "x").await),
        "remove" | "remove again" => shown(dir.remove("a").await),
        _ => unreachable!("{what}"),
    }
}

async fn http(what: &str, cx: &Cx) -> Result<String> {
    let get = || cx.http().get(URL);
    let post = || cx.http().post(URL).header("Authorization", "Bearer sesame");
    match what {
        "get" => {
            let answer = get().query("q", "a b").header("X-A", "1").header("x-a", "2").send().await?;
            let head = format!("{answer:?} {}", answer.url);
            Ok(format!("{head} {}", answer.text().await?))
        }
        "bytes" => shown(post().bytes(vec![7; 200_000]).timeout(Duration::from_secs(7)).send().await),
        "stream" => {
            let pieces = stream::iter([Ok(b"one ".to_vec()), Ok(b"two".to_vec())]);
            shown(post().stream(pieces).max_redirects(0).send().await)
        }
        "broken stream" => {
            let pieces = stream::iter([Ok(b"one".to_vec()), Err(Error::msg("no more"))]);
            shown(post().stream(pieces).send().await)
        }
        "json" => shown(get().send().await?.json::<Value>().await),
        "wrong json" => shown(get().send().await?.json::<u32>().await),
        "limit" => shown(get().max_bytes(3).send().await?.text().await),
        "pieces" => {
            let mut answer = cx.http().put(URL).send().await?;
            let mut text = String::new();
            while let Some(piece) = answer.chunk().await? {
                let _ = write!(text, "{} ", piece.len());
            }
            Ok(text)
        }
        "unknown" => shown(cx.http().get("http://nowhere.example.com/secret").send().await),
        "wrong url" => shown(cx.http().get("ftp://example.com").send().await),
        "wrong header" => shown(get().header("host", "x").send().await),
        "failure" => shown(cx.http().delete(BROKEN).send().await),
        "failure behind a piece" => {
            let answer = cx.http().get(BROKEN).send().await?.error_for_status()?;
            let pieces: Vec<_> =
                answer.stream().map(|piece| piece.map_err(|it| (kind(&it), it))).collect().await;
            Ok(format!("{pieces:?}"))
        }
        _ => unreachable!("{what}"),
    }
}

async fn sessions(what: &str, cx: &Cx) -> Result<String> {
    let sessions = cx.sessions();
    match what {
        "list" => shown(sessions.list(None, 10).await),
        "list before" => shown(sessions.list(Some(UNIX_EPOCH + Duration::from_secs(5)), 10).await),
        "too many" => shown(sessions.list(None, 501).await),
        "find" => shown(sessions.find("s1").await),
        "find none" => shown(sessions.find("theirs").await),
        "messages" => shown(sessions.messages("s1", 0, 10).await),
        "messages none" => shown(sessions.messages("theirs", 0, 10).await),
        "label" => {
            sessions.label("s1", "mine").await?;
            shown(sessions.find("s1").await)
        }
        "wrong label" => shown(sessions.label("s1", "a\n").await),
        "summarise" => shown(sessions.summarise("s1").await),
        "clear" => shown(sessions.clear("s1").await),
        "clear none" => shown(sessions.of_everybody().clear("none").await),
        _ => unreachable!("{what}"),
    }
}

async fn send(what: &str, cx: &Cx) -> Result<String> {
    let file = |name: &str| OutboxMessage::from("here").file(name, "text/csv", vec![0, 255]);
    match what {
        "text" => shown(cx.send().to_session("s1", "hello").await),
        "files" => shown(
            cx.send()
                .of_everybody()
                .to_session("theirs", file("a.csv").file("b", "a/b", vec![7; 99_000]))
                .await,
        ),
        "nothing" => shown(cx.send().to_session("s1", " ").await),
        "wrong name" => shown(cx.send().to_session("s1", file("a/b.csv")).await),
        "nowhere" => shown(cx.send().to_session("theirs", "hello").await),
        _ => unreachable!("{what}"),
    }
}

async fn render(what: &str, cx: &Cx) -> Result<String> {
    let values = json!({ "name": "<Ann>" });
    match what {
        "" => cx.render("letter.html", &values).await,
        "wrong" => cx.render("wrong.html", &values).await,
        "unknown" => cx.render("none.html", &values).await,
        _ => unreachable!("{what}"),
    }
}

async fn schedule(what: &str, cx: &Cx) -> Result<String> {
    let minute = Duration::from_mins(1);
    match what {
        "all" => {
            let schedules = cx.schedule();
            schedules
                .every("poll", minute)
                .jitter(Duration::from_secs(3))
                .max_runs(7)
                .event("look", &[1])
                .await?;
            schedules.once("bell", UNIX_EPOCH).missed(Missed::Each).prompt("ring").await?;
            schedules.cron("report", "0 9 * * mon").zone("Europe/Berlin").message("what is new?").await?;
            schedules.every("off", minute).prompt("no").await?;
            shown((schedules.cancel("off").await?, schedules.cancel("off").await?).into_ok())
        }
        "wrong" => {
            let schedules = cx.schedule();
            let mut text = String::new();
            for result in [
                schedules.every("", minute).prompt("x").await,
                schedules.cron("a", "0 9 * *").prompt("x").await,
                schedules.every("a", minute).jitter(minute).prompt("x").await,
                schedules.every("a", minute).max_runs(0).prompt("x").await,
                schedules.every("a", minute).prompt("").await,
                schedules.every("a", minute).event("lok", &1).await,
            ] {
                let error = result.unwrap_err();
                let _ = writeln!(text, "{}: {error:?}", kind(&error));
            }
            Ok(text)
        }
        "list" => {
            let listed = cx.schedule().list().await?;
            let mut told: Vec<_> =
                listed.iter().map(|it| format!("{} {:?} {:?}", it.name, it.trigger, it.action)).collect();
            told.sort();
            Ok(told.join("\n"))
        }
        _ => unreachable!("{what}"),
    }
}

/// Ends a chain of `?` whose value is shown.
trait IntoOk: Sized {
    fn into_ok(self) -> Result<Self> {
        Ok(self)
    }
}

impl<T> IntoOk for T {}

pub(super) fn ann() -> Identity {
    let mut identity = Identity::agent("default", Role::Agent);
    identity.kind = RequestKind::Chat;
    identity.tenant = Some("north".into());
    identity.user = Some("ann".into());
    identity.session = Some("s1".into());
    identity
}

/// A session of a user in the tenant of [`ann`].
pub(super) fn session(id: &str, user: &str, active: u64) -> SessionInfo {
    let mut session = SessionInfo::new(id);
    session.tenant = Some("north".into());
    session.user = Some(user.into());
    session.active_at = UNIX_EPOCH + Duration::from_secs(active);
    session
}
