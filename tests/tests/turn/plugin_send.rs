//! Messages that plugins send to sessions: in the transcript, on the feed, and through the hooks of an answer.

use hookwire::cx::{Outbox, OutboxError};
use hookwire::points::{AgentAfter, AnswerReview, MessageRole, MessageSent};
use hookwire::{Cx, Error, Result, plugin};
use hookwire_host::engine::store::Owner;
use hookwire_host::engine::{Event, Incoming};
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};

/// Rings where it is told.
#[derive(Default)]
struct Bell;

#[plugin(id = "bell", capabilities = [send])]
impl Bell {
    /// Rings in a turn.
    #[tool]
    async fn ring(&self, order: String, cx: &Cx) -> Result<String> {
        act(&order, cx).await
    }

    /// Rings outside of turns.
    #[command("/ring")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        act(args, cx).await
    }
}

async fn act(order: &str, cx: &Cx) -> Result<String> {
    let (session, text) = order.split_once(' ').unwrap_or((order, ""));
    match session.strip_prefix("any:") {
        Some(session) => cx.send().of_everybody().to_session(session, text).await?,
        None if session == "here" => {
            let own = cx.identity().session.clone().unwrap_or_default();
            cx.send().to_session(&own, text).await?;
        }
        None => cx.send().to_session(session, text).await?,
    }
    Ok("rung".into())
}

/// Answers each message that is sent with another one, for ever.
#[derive(Default)]
struct Echo;

#[plugin(id = "echo-bell", capabilities = [send])]
impl Echo {
    #[hook("message.sent")]
    async fn answer(&self, sent: &MessageSent, cx: &Cx) -> Result<()> {
        if sent.text != "loop" {
            return Ok(());
        }
        let session = cx.identity().session.clone().unwrap_or_default();
        cx.send().to_session(&session, "loop").await
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = "hello"
steps = [{ text = "hi" }]
[[scenes]]
on = ""
steps = [{ calls = [{ tool = "ring", args = { order = "{message}" } }] }, { text = "{result}" }]"#;

fn setup() -> Setup {
    Setup::new(SCRIPT).plugin::<Bell>()
}

fn owner(tenant: &str, user: &str) -> Owner {
    Owner { tenant: tenant.into(), user: user.into() }
}

async fn send(host: &TestHost, owner: &Owner, session: Option<&str>, text: &str) -> TurnEvents {
    let session = session.map(str::to_owned);
    host.send(Incoming { owner: owner.clone(), session, ..TestHost::message(text) }).await.unwrap()
}

/// Sends and returns what came of it.
async fn ring(host: &TestHost, owner: &Owner, session: Option<&str>, order: &str) -> String {
    let outcome = send(host, owner, session, &format!("/ring {order}")).await.outcome;
    outcome.error.unwrap_or(outcome.response)
}

/// Returns the texts of a session, with the plugins that sent them.
async fn texts(host: &TestHost, session: &str) -> Vec<(Option<String>, String)> {
    let messages = host.store.messages(session, 0, 100).await.unwrap().into_iter();
    messages.map(|it| (it.message.plugin, it.message.text)).collect()
}

fn sent_events(heard: &TurnEvents) -> Vec<(&str, &str)> {
    let mut sent = Vec::new();
    for event in &heard.events {
        if let Event::Sent { plugin, text, .. } = event {
            sent.push((plugin.as_str(), text.as_str()));
        }
    }
    sent
}

#[tokio::test]
async fn a_message_stands_in_the_transcript_as_the_assistants_under_the_plugins_name() {
    let host = setup().start().await;
    let ann = owner("north", "ann");
    let session = send(&host, &ann, None, "hello").await.session().to_owned();
    assert_eq!(ring(&host, &ann, Some(&session), "here ding dong").await, "rung");
    let last = host.store.messages(&session, 2, 9).await.unwrap().remove(0);
    assert_eq!((last.seq, last.turn, last.message.role), (3, 1, MessageRole::Assistant));
    assert_eq!((last.message.plugin.as_deref(), &*last.message.text), (Some("bell"), "ding dong"));
    // The agent reads it from then on.
    send(&host, &ann, Some(&session), "hello again").await;
    let asked = host.log.at("model.before").pop().unwrap()["messages"].clone();
    assert_eq!((&asked[2]["role"], &asked[2]["text"]), (&"assistant".into(), &"ding dong".into()));
}

#[tokio::test]
async fn whoever_follows_a_turn_sees_at_once_what_is_sent_in_its_session() {
    let host = setup().start().await;
    let ann = owner("north", "ann");
    let heard = send(&host, &ann, None, "here ding dong").await;
    TestHost::completed(&heard);
    assert_eq!(sent_events(&heard), [("bell", "ding dong")]);
    let bell = Some("bell".to_owned());
    let all = texts(&host, heard.session()).await;
    assert_eq!(all[..2], [(None, "here ding dong".into()), (bell, "ding dong".into())]);
    assert_eq!(all.last().unwrap(), &(None, "rung".into()));
    // Elsewhere nobody sees it.
    let other = send(&host, &ann, None, &format!("{} ding", heard.session())).await;
    assert!(sent_events(&other).is_empty());
}

#[tokio::test]
async fn a_message_passes_the_hooks_of_an_answer() {
    let host = setup()
        .edit::<AnswerReview>(|review, _| {
            if review.answer == "silly" {
                review.send_back("be serious");
            }
            if review.answer == "forbidden" {
                return Err(Error::msg("not a word of that"));
            }
            review.answer = review.answer.replace("ding", "dong");
            Ok(())
        })
        .edit::<AgentAfter>(|message, _| {
            message.text = message.text.replace("sesame", "***");
            if message.text == "empty" {
                message.text.clear();
            }
            if message.plugin.is_some() {
                message.role = MessageRole::User;
                message.plugin = None;
            }
            Ok(())
        })
        .start()
        .await;
    let ann = owner("north", "ann");
    let session = send(&host, &ann, None, "hello").await.session().to_owned();
    let before = host.log.count("message.sent");
    let ring = async |text: &str| ring(&host, &ann, Some(&session), &format!("here {text}")).await;
    assert_eq!(ring("ding sesame").await, "rung");
    assert_eq!(ring("silly").await, OutboxError::SentBack { feedback: "be serious".into() }.to_string());
    assert!(ring("forbidden").await.contains("not a word of that"));
    assert_eq!(ring("empty").await, "a message without text or file is not sent");
    let bell = Some("bell".to_owned());
    assert_eq!(texts(&host, &session).await[2..], [(bell, "dong ***".to_owned())]);
    // The commands' own replies are sent as well.
    let sent = host.log.at("message.sent")[before..].to_vec();
    let sent: Vec<_> =
        sent.iter().filter(|it| it["channel"] == "bell").map(|it| it["text"].clone()).collect();
    assert_eq!(sent, ["dong ***"]);
}

#[tokio::test]
async fn only_sessions_of_who_asks_are_sent_to() {
    for shared_with in ["probe", "bell"] {
        let host = setup().config(&format!("[sessions]\nshared_with = [{shared_with:?}]")).start().await;
        let ann = owner("north", "ann");
        let own = send(&host, &ann, None, "hello").await.session().to_owned();
        for (tenant, user) in [("north", "bob"), ("south", "ann")] {
            let other = send(&host, &owner(tenant, user), None, "hello").await.session().to_owned();
            let nowhere = ring(&host, &ann, Some(&own), "nowhere ding").await;
            let refused = ring(&host, &ann, Some(&own), &format!("{other} ding")).await;
            assert_eq!(refused.replace(&other, "nowhere"), nowhere);
            let in_turn = send(&host, &ann, Some(&own), &format!("{other} ding")).await.outcome.response;
            assert!(in_turn.contains(&format!("there is no session `{other}`")), "{in_turn}");
            assert_eq!(texts(&host, &other).await.len(), 2);
            let anyway = ring(&host, &ann, Some(&own), &format!("any:{other} ding")).await;
            assert_eq!(anyway == "rung", shared_with == "bell", "{anyway}");
        }
    }
}

#[tokio::test]
async fn nothing_is_sent_to_a_closed_session_or_too_often() {
    let host = setup().start().await;
    let ann = owner("north", "ann");
    let closed = send(&host, &ann, None, "hello").await.session().to_owned();
    host.store.close_session(&closed, false, 1).await.unwrap();
    assert_eq!(
        ring(&host, &ann, None, &format!("{closed} ding")).await,
        OutboxError::Closed { id: closed }.to_string()
    );
    let session = send(&host, &ann, None, "hello").await.session().to_owned();
    for _ in 0..Outbox::MOST_A_MINUTE {
        assert_eq!(ring(&host, &ann, Some(&session), "here ding").await, "rung");
    }
    assert_eq!(
        ring(&host, &ann, Some(&session), "here ding").await,
        "`bell` has sent 60 messages within a minute, which is the limit; wait and put more into one"
    );
}

#[tokio::test]
async fn plugins_that_answer_each_other_for_ever_are_stopped() {
    let host = setup().plugin::<Echo>().start().await;
    let ann = owner("north", "ann");
    let session = send(&host, &ann, None, "hello").await.session().to_owned();
    ring(&host, &ann, Some(&session), "here loop").await;
    let count = texts(&host, &session).await.len();
    assert!(count > 3 && count < 20, "{count}");
}
