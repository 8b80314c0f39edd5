//! Sessions that plugins see and change through the host.

use hookwire::cx::SessionInfo;
use hookwire::{Cx, Error, Result, plugin};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::Owner;
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};
use std::time::SystemTime;

/// Does with sessions as it is told.
async fn act(order: &str, cx: &Cx) -> Result<String> {
    let mut words = order.split(' ');
    let (what, id) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let own = cx.identity().session.clone().unwrap_or_default();
    let id = if id.is_empty() { &own } else { id };
    let sessions = cx.sessions();
    let labels = |found: Vec<SessionInfo>| found.into_iter().map(|it| it.label).collect::<Vec<_>>().join(" ");
    Ok(match what {
        "label" => sessions.label(id, words.next().unwrap_or_default()).await.map(|()| "labelled".into())?,
        "list" => labels(sessions.list(None, 100).await?),
        "all" => labels(sessions.of_everybody().list(None, 100).await?),
        "see" => sessions.of_everybody().find(id).await?.map_or("none".into(), |it| it.label),
        "find" => sessions.find(id).await?.map_or("none".into(), |it| {
            format!("{:?} {:?} {} turns, {:?}", it.tenant, it.user, it.turns, it.summary)
        }),
        "since" => sessions.find(id).await?.map_or("none".into(), |it| {
            (it.created_at > SystemTime::UNIX_EPOCH && it.created_at <= it.active_at).to_string()
        }),
        "read" => sessions.messages(id, 0, 100).await?.len().to_string(),
        "clear" => sessions.clear(id).await.map(|()| "cleared".into())?,
        "summarise" => sessions.summarise(id).await?,
        _ => return Err(Error::msg("no such order")),
    })
}

#[derive(Default)]
struct Librarian;

#[plugin(id = "librarian", capabilities = [sessions])]
impl Librarian {
    /// Does it in a turn.
    #[tool]
    async fn library(&self, order: String, cx: &Cx) -> Result<String> {
        act(&order, cx).await
    }

    /// Does it outside of turns.
    #[command("/library")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        act(args, cx).await
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = "summarise the conversation"
steps = [{ text = "They like tea." }]
[[scenes]]
on = "hello"
steps = [{ text = "hi" }]
[[scenes]]
on = ""
steps = [{ calls = [{ tool = "library", args = { order = "{message}" } }] }, { text = "{result}" }]"#;

fn setup() -> Setup {
    Setup::new(SCRIPT).plugin::<Librarian>()
}

fn owner(tenant: &str, user: &str) -> Owner {
    Owner { tenant: tenant.into(), user: user.into() }
}

async fn send(host: &TestHost, owner: &Owner, session: Option<&str>, text: &str) -> TurnEvents {
    let session = session.map(str::to_owned);
    host.send(Incoming { owner: owner.clone(), session, ..TestHost::message(text) }).await.unwrap()
}

/// Tells the plugin what to do, as a tool in a turn and as a command, and returns what both say.
async fn both(host: &TestHost, owner: &Owner, session: Option<&str>, order: &str) -> String {
    let command = send(host, owner, session, &format!("/library {order}")).await.outcome;
    let command = command.error.unwrap_or(command.response);
    let tool = send(host, owner, session, order).await.outcome.response;
    let tool = tool.strip_prefix("Error: ").unwrap_or(&tool);
    assert_eq!(command, tool, "{order}");
    command
}

/// Begins a session with a label.
async fn labelled(host: &TestHost, owner: &Owner, label: &str) -> String {
    let session = send(host, owner, None, "hello").await.session().to_owned();
    assert!(host.store.label_session(&session, label).await.unwrap());
    session
}

#[tokio::test]
async fn a_plugin_sees_the_sessions_of_who_asks_and_no_others() {
    let host = setup().start().await;
    let (ann, bob, far) = (owner("north", "ann"), owner("north", "bob"), owner("south", "ann"));
    let anns = labelled(&host, &ann, "anns").await;
    let others = [labelled(&host, &bob, "bobs").await, labelled(&host, &far, "far").await];
    for session in others {
        for order in ["find", "read", "clear", "summarise", "label"] {
            let nowhere = both(&host, &ann, Some(&anns), &format!("{order} nowhere x")).await;
            let answer = both(&host, &ann, Some(&anns), &format!("{order} {session} x")).await;
            assert_eq!(answer.replace(&session, "nowhere"), nowhere, "{order}");
        }
        let kept = host.store.session(&session).await.unwrap().unwrap();
        assert!(kept.label == "bobs" || kept.label == "far", "{kept:?}");
        assert_eq!((kept.summarised, kept.summary), (0, String::new()));
    }
    assert_eq!(both(&host, &ann, Some(&anns), "list").await, "anns");
    assert_eq!(both(&host, &ann, Some(&anns), "since").await, "true");
    assert_eq!(both(&host, &ann, Some(&anns), "label mine").await, "there is no session `mine`");
}

#[tokio::test]
async fn whoever_works_at_the_host_has_sessions_too() {
    let host = setup().start().await;
    labelled(&host, &owner("north", "ann"), "anns").await;
    let nobody = Owner::default();
    let session = labelled(&host, &nobody, "own").await;
    assert_eq!(both(&host, &nobody, Some(&session), "list").await, "own");
    assert_eq!(send(&host, &nobody, None, "/library list").await.outcome.response, "own");
    let found = send(&host, &nobody, Some(&session), "find").await.outcome.response;
    assert!(found.starts_with("Some(\"local\") Some(\""), "{found}");
}

#[tokio::test]
async fn the_operator_may_show_a_plugin_the_sessions_of_everybody() {
    let (ann, bob) = (owner("north", "ann"), owner("south", "bob"));
    for (shared_with, all) in [
        ("librarian", "bobs anns"),
        (
            "probe",
            "`librarian` may not see the sessions of everybody; the operator allows it in the configuration: \
                   `[sessions] shared_with = [\"librarian\"]`",
        ),
    ] {
        let host = setup().config(&format!("[sessions]\nshared_with = [{shared_with:?}]")).start().await;
        let anns = labelled(&host, &ann, "anns").await;
        labelled(&host, &bob, "bobs").await;
        let asked = send(&host, &ann, None, "/library all").await.outcome;
        assert_eq!(asked.error.unwrap_or(asked.response), all);
        let asked = send(&host, &bob, None, &format!("/library see {anns}")).await.outcome;
        assert_eq!(asked.response == "anns", shared_with == "librarian", "{:?}", asked.error);
    }
}

/// Returns the texts that the model was asked with last.
fn asked_with(host: &TestHost) -> Vec<String> {
    let messages = host.log.at("model.before").pop().unwrap()["messages"].clone();
    let texts = messages.as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap().to_owned());
    texts.collect()
}

#[tokio::test]
async fn an_agent_forgets_what_a_plugin_clears() {
    let host = setup().start().await;
    let ann = owner("north", "ann");
    let session = send(&host, &ann, None, "hello one").await.session().to_owned();
    let cleared = send(&host, &ann, Some(&session), "/library clear").await.outcome.response;
    assert_eq!(cleared, "cleared");
    send(&host, &ann, Some(&session), "hello two").await;
    assert_eq!(asked_with(&host), ["hello two"]);
    assert_eq!(host.transcript(&session).await.len(), 4, "the transcript stays");
    // A turn that is under way is not forgotten.
    assert_eq!(send(&host, &ann, Some(&session), "clear").await.outcome.response, "cleared");
    send(&host, &ann, Some(&session), "hello three").await;
    assert_eq!(asked_with(&host), ["clear", "", "cleared", "cleared", "hello three"]);
}

#[tokio::test]
async fn a_plugin_has_a_session_summarised() {
    let host = setup().start().await;
    let ann = owner("north", "ann");
    let session = send(&host, &ann, None, "hello one").await.session().to_owned();
    let summary = send(&host, &ann, Some(&session), "/library summarise").await.outcome.response;
    assert_eq!(summary, "They like tea.");
    assert_eq!(host.log.at("summary.updated")[0]["session"], *session);
    send(&host, &ann, Some(&session), "hello two").await;
    assert_eq!(asked_with(&host), ["What was said before, in short: They like tea.", "hello two"]);
    let before = host.log.count("model.before");
    let again = send(&host, &ann, Some(&session), "summarise").await.outcome.response;
    assert_eq!(again, "They like tea.");
    assert_eq!(host.log.count("model.before"), before + 3, "two steps of the turn, and the summary");
    send(&host, &ann, Some(&session), "/library summarise").await;
    let asked = host.log.count("model.before");
    send(&host, &ann, Some(&session), "/library summarise").await;
    assert_eq!(host.log.count("model.before"), asked, "nothing new was said");
}
