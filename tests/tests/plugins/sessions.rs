//! Sessions that plugins see and change: those of who asks, with the capability, within limits.

use hookwire::cx::{Identity, MissingService, SessionInfo, SessionMessage, Sessions, SessionsError};
use hookwire::points::{Message, MessageRole};
use hookwire::test::{Kit, Setup};
use hookwire::{Cx, Error, Plugins, Registry, Result, plugin};
use std::time::{Duration, UNIX_EPOCH};

/// Does with sessions as it is told.
async fn act(order: &str, cx: &Cx) -> Result<String> {
    let (what, rest) = order.split_once(' ').unwrap_or((order, ""));
    let (id, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let sessions = cx.sessions();
    let ids = |found: Vec<SessionInfo>| found.into_iter().map(|it| it.id).collect::<Vec<_>>().join(" ");
    let texts = |found: Vec<SessionMessage>| {
        found.into_iter().map(|it| format!("{}:{}", it.seq, it.message.text)).collect::<Vec<_>>().join(" ")
    };
    Ok(match what {
        "list" => ids(sessions.list(None, 10).await?),
        "before" => ids(sessions.list(Some(UNIX_EPOCH + Duration::from_secs(2)), 10).await?),
        "all" => ids(sessions.of_everybody().list(None, 10).await?),
        "find" => sessions.find(id).await?.map_or("none".into(), |it| format!("{} {}", it.label, it.summary)),
        "read" => texts(sessions.messages(id, 0, 2).await?),
        "behind" => texts(sessions.messages(id, 2, 2).await?),
        "too-many" => texts(sessions.messages(id, 0, Sessions::MOST_AT_ONCE + 1).await?),
        "clear" => sessions.clear(id).await.map(|()| "cleared".into())?,
        "summarise" => sessions.summarise(id).await?,
        "label" => sessions.label(id, text).await.map(|()| "labelled".into())?,
        _ => return Err(Error::msg("no such order")),
    })
}

#[derive(Default)]
struct Librarian;

#[plugin(id = "librarian", capabilities = [sessions])]
impl Librarian {
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

fn identity(tenant: &str, user: &str) -> Identity {
    let mut identity = Identity::default();
    (identity.tenant, identity.user) = (Some(tenant.into()), Some(user.into()));
    identity
}

fn session(id: &str, tenant: &str, user: &str, second: u64) -> SessionInfo {
    let mut info = SessionInfo::new(id);
    (info.tenant, info.user) = (Some(tenant.into()), Some(user.into()));
    info.active_at = UNIX_EPOCH + Duration::from_secs(second);
    info
}

fn with_sessions(setup: Setup) -> Setup {
    let said = ["hello", "hi", "bye"].map(|text| Message::new(MessageRole::User, text));
    let setup = setup.session(session("old", "north", "ann", 1), said.clone());
    let setup = setup.session(session("new", "north", "ann", 2), []);
    let setup = setup.session(session("bobs", "north", "bob", 3), said.clone());
    setup.session(session("far", "south", "ann", 4), said).identity(identity("north", "ann"))
}

async fn told(kit: &Kit, order: &str) -> String {
    kit.command("do", order).await.map_or_else(|error| error.to_string(), |reply| reply.text)
}

const ORDERS: [&str; 7] =
    ["list", "all", "find old", "read old", "clear old", "summarise old", "label old mine"];

#[tokio::test]
async fn a_plugin_lists_reads_labels_summarises_and_clears() {
    let kit = with_sessions(Kit::of::<Librarian>()).start().await;
    assert_eq!(told(&kit, "list").await, "new old");
    assert_eq!(told(&kit, "before").await, "old");
    assert_eq!(told(&kit, "read old").await, "1:hello 2:hi");
    assert_eq!(told(&kit, "behind old").await, "3:bye");
    assert_eq!(told(&kit, "label old about tea").await, "labelled");
    assert_eq!(told(&kit, "summarise old").await, "hello\nhi\nbye");
    assert_eq!(told(&kit, "find old").await, "about tea hello\nhi\nbye");
    assert_eq!(told(&kit, "clear old").await, "cleared");
    assert_eq!(told(&kit, "find old").await, "about tea ");
    assert_eq!(kit.sessions().cleared(), ["old"]);
    assert_eq!(told(&kit, "all").await, "far bobs new old");
}

#[tokio::test]
async fn a_plugin_that_has_not_declared_it_sees_no_sessions() {
    let kit = with_sessions(Kit::of::<Stranger>()).start().await;
    for order in ORDERS {
        assert_eq!(
            told(&kit, order).await,
            "`stranger` reads and changes sessions without declaring it; add `capabilities = [sessions]` to its \
             `#[plugin(..)]`",
            "{order}"
        );
    }
    let old = kit.cx().sessions().find("old").await.unwrap().unwrap();
    assert_eq!((old.label, old.summary, kit.sessions().cleared().len()), (String::new(), String::new(), 0));
}

#[tokio::test]
async fn sessions_of_others_are_answered_as_those_that_are_not_there() {
    let kit = with_sessions(Kit::of::<Librarian>()).start().await;
    for order in ["find", "read", "clear", "summarise", "label"] {
        let nowhere = told(&kit, &format!("{order} nowhere")).await;
        for other in ["bobs", "far"] {
            let answer = told(&kit, &format!("{order} {other}")).await;
            assert_eq!(answer.replace(other, "nowhere"), nowhere, "{order}");
        }
    }
    let error = kit.command("do", "read bobs").await.unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&SessionsError::Unknown { id: "bobs".into() }));
}

#[tokio::test]
async fn where_nobody_asks_there_are_no_sessions() {
    let setup = Kit::of::<Librarian>().session(SessionInfo::new("nobodys"), []);
    let kit = setup.start().await;
    assert_eq!(told(&kit, "list").await, "");
    assert_eq!(told(&kit, "find nobodys").await, "none");
}

#[tokio::test]
async fn limits_are_told_by_name() {
    let kit = with_sessions(Kit::of::<Librarian>()).start().await;
    assert_eq!(
        told(&kit, "too-many old").await,
        "501 are too many at once: the limit is 500; ask page by page"
    );
    let long = "x".repeat(Sessions::MOST_LABEL_BYTES + 1);
    let refused = told(&kit, &format!("label old {long}")).await;
    assert!(refused.contains("a label has at most 200 bytes without control characters"), "{refused}");
    assert!(told(&kit, "label old a\u{7}b").await.contains("is no label"));
    assert_eq!(told(&kit, &format!("label old {}", &long[1..])).await, "labelled");
}

#[tokio::test]
async fn a_host_without_sessions_says_so() {
    let registry = Registry::of(&[<Librarian as hookwire::Plugin>::MANIFEST]).unwrap();
    let plugins = Plugins::of(registry).start().await.unwrap();
    let cx = plugins.cx(identity("north", "ann"), hookwire::cx::Cancel::default(), None);
    let error = cx.sessions().find("old").await.unwrap_err();
    assert_eq!(error.downcast_ref::<MissingService>().unwrap().service, "sessions");
    assert_eq!(error.to_string(), "sessions cannot be seen: this host shows plugins none");
}
