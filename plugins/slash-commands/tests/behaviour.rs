//! Tests of what the commands do with sessions.

use hookwire::cx::{Identity, SessionInfo};
use hookwire::points::{Message, MessageRole};
use hookwire::test::{Kit, Setup};
use hookwire_slash_commands::SlashCommands;
use std::time::{Duration, UNIX_EPOCH};

const NOW: Duration = Duration::from_hours(100);

fn ann(session: Option<&str>) -> Identity {
    let mut identity = Identity::default();
    (identity.tenant, identity.user) = (Some("acme".into()), Some("ann".into()));
    identity.session = session.map(Into::into);
    identity
}

fn session(id: &str, user: &str, age: Duration) -> SessionInfo {
    let mut info = SessionInfo::new(id);
    (info.tenant, info.user) = (Some("acme".into()), Some(user.into()));
    info.active_at = UNIX_EPOCH + NOW - age;
    info
}

fn setup() -> Setup {
    let said = |text: &str| [Message::new(MessageRole::User, text)];
    let (minute, hour) = (Duration::from_mins(1), Duration::from_hours(1));
    let mut closed = session("s-closed", "ann", hour * 50);
    closed.closed_at = Some(closed.active_at);
    Kit::of::<SlashCommands>()
        .clock(UNIX_EPOCH + NOW)
        .session(session("s-now", "ann", minute / 2), said("when\nis tea?"))
        .session(closed, said(&"long ".repeat(20)))
        .session(session("s-bob", "bob", hour), said("the bank's number"))
        .identity(ann(Some("s-now")))
}

async fn told(kit: &Kit, command: &str, args: &str) -> String {
    kit.command(command, args).await.map_or_else(|error| error.to_string(), |reply| reply.text)
}

#[tokio::test]
async fn reset_has_the_agent_forget_this_session() {
    let kit = setup().start().await;
    assert!(told(&kit, "/reset", "").await.starts_with("this session is reset"));
    assert_eq!(kit.sessions().cleared(), ["s-now"]);
}

#[tokio::test]
async fn summarize_shows_the_summary() {
    let kit = setup().start().await;
    assert_eq!(told(&kit, "/summarize", "").await, "when\nis tea?");
    let info = kit.cx().sessions().find("s-now").await.unwrap().unwrap();
    assert_eq!(info.summary, "when\nis tea?");
}

#[tokio::test]
async fn sessions_lists_the_callers_own_with_their_labels_or_first_words() {
    let kit = setup().start().await;
    let closed = "s-closed  2 days ago     long long long long long long long long … (closed)";
    assert_eq!(
        told(&kit, "/sessions", "").await,
        format!("  1  s-now  just now       when is tea? (this one)\n  2  {closed}")
    );
    assert_eq!(told(&kit, "/label", "tea time").await, "this session is labelled \"tea time\"");
    assert_eq!(told(&kit, "/sessions", "1").await, "  1  s-now  just now       tea time (this one)");
    assert_eq!(told(&kit, "/label", "").await, "this session has no label now");
    assert!(told(&kit, "/sessions", "--most 1").await.contains("when is tea?"));
    let wrong = told(&kit, "/sessions", "many").await;
    assert!(wrong.contains("write /sessions [most]"), "{wrong}");
}

#[tokio::test]
async fn before_the_first_message_there_is_nothing_to_do() {
    let kit = Kit::of::<SlashCommands>().identity(ann(None)).start().await;
    assert_eq!(told(&kit, "/reset", "").await, "there is nothing to forget yet");
    assert_eq!(told(&kit, "/summarize", "").await, "there is nothing to summarize yet");
    assert_eq!(told(&kit, "/sessions", "").await, "there are no sessions yet");
    assert!(told(&kit, "/label", "tea").await.contains("the first message begins one"));
}

#[tokio::test]
async fn commands_for_admins_reach_the_sessions_of_everybody() {
    let kit = setup().start().await;
    for (command, args) in [("/all-sessions", ""), ("/clear", "s-bob")] {
        let refused = told(&kit, command, args).await;
        assert!(refused.contains("is for admins"), "{refused}");
    }
    let mut admin = ann(None);
    admin.admin = true;
    let kit = kit.with_identity(admin);
    let all = told(&kit, "/all-sessions", "2").await;
    assert_eq!(
        all,
        "  1  s-now  just now       acme/ann  when is tea?\n  2  s-bob  1 hour ago     acme/bob  the bank's number"
    );
    assert!(told(&kit, "/clear", "s-bob").await.starts_with("session s-bob is reset"));
    assert_eq!(kit.sessions().cleared(), ["s-bob"]);
    assert_eq!(told(&kit, "/clear", "nowhere").await, "there is no session `nowhere`");
}

#[tokio::test]
async fn nobody_reaches_the_session_of_somebody_else() {
    let kit = setup().start().await.with_identity(ann(Some("s-bob")));
    for (command, args) in [("/reset", ""), ("/summarize", ""), ("/label", "mine")] {
        assert_eq!(told(&kit, command, args).await, "there is no session `s-bob`", "{command}");
    }
    assert!(kit.sessions().cleared().is_empty());
}
