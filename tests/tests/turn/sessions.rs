//! Messages, sessions, owners, and what goes in with a message.

use crate::{calling, saying};
use hookwire::points::{Attachment, AttachmentDescribe, End, InboundReceived, Message, MessageRole};
use hookwire_host::engine::store::{InboxMessage, Owner};
use hookwire_host::engine::{Incoming, SendError};
use hookwire_tests::stage::{Setup, Stage};
use std::sync::atomic::{AtomicUsize, Ordering};

const WAIT: &str = r#"{ tool = "wait", args = {} }"#;

#[tokio::test]
async fn messages_of_a_session_are_answered_one_by_one_in_their_order() {
    let stage = calling(WAIT).start().await;
    let first = stage.agent().send(Stage::message("one")).await.unwrap();
    let session = first.session.clone().unwrap();
    let second = stage.agent().send(Stage::reply(&session, "two")).await.unwrap();
    let third = stage.agent().send(Stage::reply(&session, "three")).await.unwrap();
    for (sent, times) in [(first, 1), (second, 2), (third, 3)] {
        stage.log.until("wait", times).await;
        assert_eq!(stage.log.count("request.end"), times - 1);
        stage.signal();
        Stage::completed(&stage.listen(sent, true).await);
    }
    let said: Vec<_> =
        stage.lines(&session).await.into_iter().filter(|line| line.starts_with("User")).collect();
    assert_eq!(said, ["User: one", "User: two", "User: three"]);
}

#[tokio::test]
async fn a_message_that_is_sent_again_is_one_message() {
    let stage = calling(WAIT).start().await;
    let keyed = |session: Option<String>| Incoming { key: Some("k".into()), session, ..Stage::message("go") };
    let first = stage.agent().send(keyed(None)).await.unwrap();
    let session = first.session.clone();
    stage.log.until("wait", 1).await;
    // While it is answered, with and without the session, which the sender may never have heard of.
    let again = stage.agent().send(keyed(session.clone())).await.unwrap();
    let lost = stage.agent().send(keyed(None)).await.unwrap();
    assert_eq!(lost.session, session);
    stage.signal();
    let answers =
        [stage.listen(first, true).await, stage.listen(again, true).await, stage.listen(lost, true).await];
    // And when it has been.
    let later = stage.send(keyed(session.clone())).await.unwrap();
    for heard in answers.iter().chain([&later]) {
        assert_eq!((&heard.outcome.session, heard.outcome.turn), (&session, Some(1)));
        assert_eq!((heard.outcome.end, &*heard.outcome.response), (End::Completed, "waited"));
    }
    assert!(later.shown().ends_with("waited"));
    assert_eq!(stage.log.count("wait"), 1);
    assert_eq!(stage.transcript(&session.unwrap()).await.len(), 4);
}

#[tokio::test]
async fn a_message_that_is_known_passes_no_hook_again_and_is_answered_in_a_closed_session_too() {
    let stage = saying("hi").start().await;
    let keyed = |session: Option<String>| Incoming { key: Some("k".into()), session, ..Stage::message("go") };
    let first = stage.send(keyed(None)).await.unwrap();
    let session = first.outcome.session.clone();
    let hooks = ["inbound.received", "request.intercept"].map(|point| stage.log.count(point));
    stage.store.close_session(first.session(), false, 1).await.unwrap();
    for again in [keyed(session.clone()), keyed(None)] {
        let heard = stage.send(again).await.unwrap();
        assert_eq!(heard.outcome, first.outcome);
    }
    let other = Incoming { message: "come".into(), ..keyed(session.clone()) };
    assert!(matches!(stage.send(other).await.unwrap_err(), SendError::KeyReused(_)));
    assert_eq!(["inbound.received", "request.intercept"].map(|point| stage.log.count(point)), hooks);
    let fresh = Incoming { key: Some("another".into()), ..keyed(session) };
    assert!(matches!(stage.send(fresh).await.unwrap_err(), SendError::Closed(_)));
}

#[tokio::test]
async fn a_key_of_another_message_is_refused() {
    let stage = saying("hi").config("[agents.default]\n[agents.clerk]").start().await;
    let keyed = |text: &str| Incoming { key: Some("k".into()), ..Stage::message(text) };
    let first = stage.send(keyed("transfer 10")).await.unwrap();
    let other = stage.send(keyed("transfer 9000")).await.unwrap_err();
    assert!(matches!(&other, SendError::KeyReused(key) if key == "k"), "{other}");
    let mut with_file = keyed("transfer 10");
    with_file.attachments.push(Attachment::new("a.txt", "text/plain", "/nowhere"));
    assert!(matches!(stage.send(with_file).await.unwrap_err(), SendError::KeyReused(_)));
    let agent = Some("clerk".into());
    let of_another = stage.send(Incoming { agent, ..keyed("transfer 10") }).await.unwrap_err();
    assert!(matches!(of_another, SendError::KeyReused(_)));
    assert_eq!(stage.send(keyed("transfer 10")).await.unwrap().session(), first.session());
}

#[tokio::test]
async fn a_key_with_a_file_of_another_size_is_refused() {
    let stage = saying("hi").start().await;
    let with_file = |bytes: u64| {
        let mut file = Attachment::new("a.txt", "text/plain", "/nowhere");
        file.bytes = bytes;
        Incoming { key: Some("k".into()), attachments: vec![file], ..Stage::message("keep it") }
    };
    stage.send(with_file(10)).await.unwrap();
    assert!(matches!(stage.send(with_file(11)).await.unwrap_err(), SendError::KeyReused(_)));
    stage.send(with_file(10)).await.unwrap();
}

#[tokio::test]
async fn a_key_with_another_conversation_before_is_refused_and_changes_nothing() {
    let stage = saying("hi").start().await;
    let said = |before: &str| Incoming {
        key: Some("k".into()),
        seed: vec![Message::new(MessageRole::User, before)],
        ..Stage::message("yes")
    };
    let first = stage.send(said("of rabbits")).await.unwrap();
    assert!(matches!(stage.send(said("of bombs")).await.unwrap_err(), SendError::KeyReused(_)));
    assert_eq!(stage.send(said("of rabbits")).await.unwrap().outcome.turn, Some(1));
    let asked = stage.log.at("model.before");
    let texts: Vec<_> = asked.iter().map(|asked| asked["messages"][0]["text"].as_str().unwrap()).collect();
    assert_eq!((texts, first.outcome.turn), (vec!["of rabbits"], Some(1)));
}

#[tokio::test]
async fn a_hook_that_rewrites_a_message_does_not_make_another_of_it() {
    let count = AtomicUsize::new(0);
    let setup = saying("hi").edit::<InboundReceived>(move |inbound, _| {
        let count = count.fetch_add(1, Ordering::SeqCst).to_string();
        inbound.text.push_str(&count);
        Ok(())
    });
    let stage = setup.start().await;
    let keyed = || Incoming { key: Some("k".into()), ..Stage::message("go") };
    let first = stage.send(keyed()).await.unwrap();
    assert_eq!(stage.send(keyed()).await.unwrap().outcome.turn, first.outcome.turn);
}

#[tokio::test]
async fn a_message_that_was_taken_in_and_lost_is_answered_when_it_comes_again() {
    let stage = calling(WAIT).start().await;
    let sent = stage.agent().send(Stage::message("go")).await.unwrap();
    let session = sent.session.clone().unwrap();
    let like = stage.store.unanswered().await.unwrap().remove(0);
    stage.signal();
    Stage::completed(&stage.listen(sent, true).await);
    for begun in [false, true] {
        let (id, key) = (format!("lost-{begun}"), format!("key-{begun}"));
        let posting = InboxMessage { id, key, ..like.clone() };
        stage.store.accept(&posting).await.unwrap();
        if begun {
            stage.store.begin_turn(&posting.id, 1).await.unwrap();
        }
        let again = || Incoming { key: Some(posting.key.clone()), ..Stage::reply(&session, "go") };
        stage.signal();
        let (one, two) = tokio::join!(stage.send(again()), stage.send(again()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((&*one.outcome.response, one.outcome.turn), ("waited", two.outcome.turn));
    }
    assert!(stage.store.unanswered().await.unwrap().is_empty());
    assert_eq!(stage.lines(&session).await.iter().filter(|line| *line == "Assistant: waited").count(), 3);
}

#[tokio::test]
async fn the_same_key_of_another_owner_is_another_message() {
    let stage = saying("hi").start().await;
    let of = |user: &str| Incoming {
        key: Some("k".into()),
        owner: Owner { tenant: String::new(), user: user.into() },
        ..Stage::message("go")
    };
    let (ada, bob) = (stage.send(of("ada")).await.unwrap(), stage.send(of("bob")).await.unwrap());
    assert_ne!(ada.session(), bob.session());
}

#[tokio::test]
async fn a_session_of_somebody_else_is_unknown() {
    let stage = saying("hi").start().await;
    let session = stage.say("hello").await.outcome.session.unwrap();
    let owner = Owner { tenant: String::new(), user: "eve".into() };
    let foreign = stage.send(Incoming { owner, ..Stage::reply(&session, "hello") }).await.unwrap_err();
    let missing = stage.send(Stage::reply("nowhere", "hello")).await.unwrap_err();
    assert!(matches!(foreign, SendError::NoSession(_)) && matches!(missing, SendError::NoSession(_)));
}

#[tokio::test]
async fn a_closed_session_takes_no_more() {
    let stage = saying("hi").start().await;
    let session = stage.say("hello").await.outcome.session.unwrap();
    let closed = stage.send(Stage::reply(&session, "/new")).await.unwrap();
    Stage::completed(&closed);
    assert_eq!(stage.log.at("session.end")[0]["session"], *session);
    let refused = stage.send(Stage::reply(&session, "hello")).await.unwrap_err();
    assert!(matches!(refused, SendError::Closed(_)), "{refused}");
}

#[tokio::test]
async fn the_agent_is_the_one_asked_for_the_sessions_or_the_channels() {
    let config = "[agents.default]\n[agents.clerk]\n[routes]\nmail = \"clerk\"";
    let stage = saying("hi").config(config).start().await;
    let agent_of = |incoming: Incoming| async {
        let session = stage.send(incoming).await?.session().to_owned();
        Ok::<_, SendError>(stage.store.session(&session).await?.unwrap().agent)
    };
    let asked = |agent: &str| Incoming { agent: Some(agent.into()), ..Stage::message("hello") };
    let mail = Incoming { channel: "mail".into(), ..Stage::message("hello") };
    assert_eq!(agent_of(Stage::message("hello")).await.unwrap(), "default");
    assert_eq!(agent_of(asked("clerk")).await.unwrap(), "clerk");
    assert_eq!(agent_of(mail).await.unwrap(), "clerk");
    let unknown = agent_of(asked("clark")).await.unwrap_err();
    assert_eq!(unknown.to_string(), "there is no agent `clark`; did you mean `clerk`?");
    let session = stage.send(asked("clerk")).await.unwrap().session().to_owned();
    assert_eq!(agent_of(Stage::reply(&session, "again")).await.unwrap(), "clerk");
    let other = Incoming { agent: Some("default".into()), ..Stage::reply(&session, "again") };
    assert!(matches!(agent_of(other).await.unwrap_err(), SendError::OtherAgent { .. }));
}

#[tokio::test]
async fn what_is_empty_too_long_or_too_much_is_refused() {
    let limits = "[limits]\nmessage_bytes = 10\nturns = 1\nwaiting = 1";
    let stage = calling(WAIT).config(limits).start().await;
    let refusal = |text: &str| stage.send(Stage::message(text));
    assert!(matches!(refusal(" \n").await.unwrap_err(), SendError::Empty));
    assert!(matches!(
        refusal("much too long").await.unwrap_err(),
        SendError::TooLong { bytes: 13, most: 10 }
    ));
    let first = stage.agent().send(Stage::message("one")).await.unwrap();
    let second = stage.agent().send(Stage::message("two")).await.unwrap();
    assert!(matches!(refusal("three").await.unwrap_err(), SendError::Busy));
    for sent in [first, second] {
        stage.signal();
        Stage::completed(&stage.listen(sent, true).await);
    }
    assert!(stage.agent().finish(std::time::Duration::from_secs(10)).await);
    assert!(matches!(refusal("four").await.unwrap_err(), SendError::Stopping));
}

#[tokio::test]
async fn any_text_comes_back_as_it_went_in() {
    let stage = saying("{message}").start().await;
    for text in ["Grüße 👩‍👩‍👧‍👦 \u{202e}rtl", "a\u{301}\r\n\t'\"\\{}", "\u{feff}\u{10ffff}"]
    {
        let heard = stage.say(text).await;
        assert_eq!((&*heard.outcome.response, heard.shown()), (text, text.to_owned()));
        assert_eq!(stage.transcript(heard.session()).await[0].text, text);
    }
}

#[tokio::test]
async fn a_slash_that_begins_no_command_is_a_message() {
    let stage = saying("{message}").start().await;
    assert_eq!(stage.say("/etc/passwd is a file").await.outcome.response, "/etc/passwd is a file");
    let unknown = stage.say("/bing").await.outcome;
    assert_eq!(
        (unknown.end, unknown.error.as_deref()),
        (End::Failed, Some("there is no command /bing; did you mean /bang?"))
    );
    assert_eq!(stage.say("/bang two").await.outcome.response, "bang two");
    let loud = stage.say("/bang loud").await.outcome;
    assert_eq!((loud.end, loud.error.as_deref()), (End::Failed, Some("/bang of `tools` panicked: bang")));
    assert_eq!(stage.log.count("request.start"), stage.log.count("request.end"));
}

#[tokio::test]
async fn an_answer_of_nothing_is_one_only_when_something_was_done() {
    let retry = "[agents.default.retry]\nattempts = 2\nfirst = \"1ms\"";
    let stage = saying("").config(retry).start().await;
    let heard = stage.say("hello").await;
    assert_eq!((heard.outcome.end, stage.log.count("model.retry")), (End::Failed, 1));
    assert!(heard.outcome.error.as_deref().unwrap().contains("it is empty"), "{:?}", heard.outcome);

    let call = r#"{ tool = "echo", args = { text = "hi" } }"#;
    let script = format!("[[scenes]]\non = \"\"\nsteps = [{{ calls = [{call}] }}, {{ text = \"\" }}]");
    let stage = Setup::new(&script).start().await;
    let heard = stage.say("hello").await;
    Stage::completed(&heard);
    assert_eq!((heard.shown(), stage.log.count("message.sent")), (String::new(), 0));
}

#[tokio::test]
async fn what_comes_with_a_message_is_described_to_the_model() {
    let setup = saying("hi")
        .collect::<AttachmentDescribe>(|files, _| vec![format!("a picture of {}", files.files[0].name)]);
    let stage = setup.start().await;
    let mut file = Attachment::new("cat.png", "image/png", "/tmp/cat.png");
    file.bytes = 12;
    let incoming = Incoming { attachments: vec![file], ..Stage::message("") };
    Stage::completed(&stage.send(incoming).await.unwrap());
    for point in ["inbound.received", "request.intercept", "request.start", "message.received"] {
        assert_eq!(stage.log.at(point)[0]["attachments"][0]["name"], "cat.png", "{point}");
    }
    let messages = stage.log.at("model.before")[0]["messages"].clone();
    let told = messages[0]["text"].as_str().unwrap();
    assert!(
        told.contains("cat.png (image/png, 12 bytes)") && told.contains("a picture of cat.png"),
        "{told}"
    );
    assert_eq!(messages[1]["role"], "user");
}

#[tokio::test]
async fn the_older_part_of_a_long_session_is_summarised() {
    let script = r#"[[scenes]]
        on = "summarise the conversation"
        steps = [{ text = "They like tea." }]
        [[scenes]]
        on = ""
        steps = [{ text = "hi" }]"#;
    let stage = Setup::new(script).config("[sessions]\nsummarise_above = 4\nkeep = 2").start().await;
    let session = stage.say("one").await.outcome.session.unwrap();
    for text in ["two", "three"] {
        Stage::completed(&stage.send(Stage::reply(&session, text)).await.unwrap());
    }
    stage.log.until("summary.updated", 1).await;
    let updated = &stage.log.at("summary.updated")[0];
    assert_eq!((&updated["summary"], &updated["session"]), (&"They like tea.".into(), &(*session).into()));
    assert_eq!(updated["messages"], 4);
    let before = stage.log.count("model.before");
    stage.send(Stage::reply(&session, "four")).await.unwrap();
    let messages = stage.log.at("model.before")[before]["messages"].clone();
    let texts: Vec<_> = messages.as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["What was said before, in short: They like tea.", "three", "hi", "four"]);
    // Nothing is lost: the transcript has it all.
    assert_eq!(stage.transcript(&session).await.len(), 8);
}
