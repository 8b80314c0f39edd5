//! Messages that plugins send: with the capability, to sessions of who asks, within limits.

use hookwire::cx::{Cancel, Identity, MissingService, Outbox, OutboxError, OutboxMessage, SessionInfo};
use hookwire::test::{Kit, Setup};
use hookwire::{Cx, Plugins, Registry, Result, plugin};
use std::time::UNIX_EPOCH;

/// Sends what it is told.
async fn act(order: &str, cx: &Cx) -> Result<String> {
    let (session, text) = order.split_once(' ').unwrap_or((order, ""));
    match session.strip_prefix("any:") {
        Some(session) => cx.send().of_everybody().to_session(session, text).await?,
        None => cx.send().to_session(session, text).await?,
    }
    Ok("sent".into())
}

#[derive(Default)]
struct Bell;

#[plugin(id = "bell", capabilities = [send])]
impl Bell {
    #[command("/do")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        act(args, cx).await
    }
}

/// Does the same, and may not.
#[derive(Default)]
struct Stranger;

#[plugin(id = "stranger")]
impl Stranger {
    #[command("/do")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        act(args, cx).await
    }
}

fn with_sessions(setup: Setup) -> Setup {
    let mut identity = Identity::default();
    (identity.user, identity.session) = (Some("ann".into()), Some("here".into()));
    let session = |id: &str, user: &str| {
        let mut info = SessionInfo::new(id);
        info.user = Some(user.into());
        info
    };
    let mut closed = session("closed", "ann");
    closed.closed_at = Some(UNIX_EPOCH);
    let setup = setup.session(session("there", "ann"), []).session(session("bobs", "bob"), []);
    setup.session(closed, []).identity(identity)
}

async fn told(kit: &Kit, order: &str) -> String {
    kit.command("do", order).await.map_or_else(|error| error.to_string(), |reply| reply.text)
}

fn sent(kit: &Kit) -> Vec<String> {
    kit.sent().iter().map(|it| format!("{} to {}: {}", it.plugin, it.session, it.text)).collect()
}

#[tokio::test]
async fn a_plugin_sends_to_sessions_of_who_asks() {
    let kit = with_sessions(Kit::of::<Bell>()).start().await;
    for session in ["here", "there", "any:bobs"] {
        assert_eq!(told(&kit, &format!("{session} ding dong")).await, "sent");
    }
    assert_eq!(
        sent(&kit),
        ["bell to here: ding dong", "bell to there: ding dong", "bell to bobs: ding dong"]
    );
    for session in ["bobs", "nowhere"] {
        assert_eq!(told(&kit, &format!("{session} ding")).await, format!("there is no session `{session}`"));
    }
    assert_eq!(told(&kit, "closed ding").await, OutboxError::Closed { id: "closed".into() }.to_string());
    assert_eq!(kit.sent().len(), 3);
}

#[tokio::test]
async fn a_plugin_that_has_not_declared_it_sends_nothing() {
    let kit = with_sessions(Kit::of::<Stranger>()).start().await;
    for order in ["here ding", "any:bobs ding", "here"] {
        assert_eq!(
            told(&kit, order).await,
            "`stranger` sends messages without declaring it; add `capabilities = [send]` to its `#[plugin(..)]`"
        );
    }
    assert!(kit.sent().is_empty());
}

#[tokio::test]
async fn a_message_has_a_text_of_a_length() {
    let kit = with_sessions(Kit::of::<Bell>()).start().await;
    assert_eq!(told(&kit, "here  ").await, "a message without text or file is not sent");
    let most = "x".repeat(Outbox::MOST_BYTES);
    assert_eq!(told(&kit, &format!("here {most}")).await, "sent");
    assert_eq!(
        told(&kit, &format!("here {most}x")).await,
        "the message has 65537 bytes, the limit is 65536; send less"
    );
    assert_eq!(kit.sent().len(), 1);
}

#[tokio::test]
async fn a_message_has_files_with_names_of_a_number_and_size() {
    let kit = with_sessions(Kit::of::<Bell>()).start().await;
    let cx = kit.cx_of("bell");
    let send = async |message: OutboxMessage| {
        let sent = cx.send().to_session("here", message).await;
        sent.map_or_else(|error| error.to_string(), |()| "sent".to_owned())
    };
    let named = |name: &str| OutboxMessage::default().file(name, "text/plain", "one");
    assert_eq!(send(named("report of today.txt").file("a..b", "a/b; c=d", "")).await, "sent");
    let message = kit.sent().remove(0);
    assert_eq!(
        (&*message.text, &*message.files[0].name, &*message.files[0].bytes),
        ("", "report of today.txt", &b"one"[..])
    );
    for (name, why) in [
        ("", "it is empty"),
        (" ", "it is empty"),
        ("a/b", "it has a path separator; leave the folder out"),
        ("..\\b", "it has a path separator; leave the folder out"),
        ("..", "it is that of a folder"),
        ("a\nb", "it has a control character"),
        (&"x".repeat(256), "it has more than 255 bytes"),
    ] {
        assert_eq!(send(named(name)).await, format!("the file name {name:?} cannot be sent: {why}"));
    }
    for mime in ["", "text", "text/", "a/b\r\nx: y", "text /plain"] {
        let wrong = OutboxMessage::from("hm").file("a", mime, "");
        assert_eq!(send(wrong).await, format!("{mime:?} is no media type; write one as `text/csv`"));
    }
    let many = (0..=Outbox::MOST_FILES).fold(OutboxMessage::default(), |it, _| it.file("a", "a/b", ""));
    assert_eq!(send(many).await, "the message has 65 files, the limit is 64; send several messages");
    let large =
        OutboxMessage::default().file("a", "a/b", vec![0; Outbox::MOST_FILE_BYTES]).file("b", "a/b", "x");
    assert_eq!(
        send(large).await,
        "the files of the message have 20971521 bytes, the limit is 20971520; send less"
    );
    assert_eq!(kit.sent().len(), 1);
}

#[tokio::test]
async fn a_host_that_sends_nothing_says_so() {
    let registry = Registry::of(&[<Bell as hookwire::Plugin>::MANIFEST]).unwrap();
    let plugins = Plugins::of(registry).start().await.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let error = cx.send().to_session("here", "ding").await.unwrap_err();
    assert_eq!(error.downcast_ref::<MissingService>().unwrap().service, "send");
    assert_eq!(error.to_string(), "a message cannot be sent: this host sends none for plugins");
}
