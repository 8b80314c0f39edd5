//! Messages, sessions, owners, and what goes in with a message.

use crate::{calling, saying};
use hookwire::points::{Attachment, AttachmentDescribe, End, InboundReceived, Message, MessageRole};
use hookwire_host::engine::store::{InboxMessage, Owner};
use hookwire_host::engine::{Incoming, SendError};
use hookwire_tests::test_host::{Setup, TestHost};
use std::sync::atomic::{AtomicUsize, Ordering};

const WAIT: &str = r#"{ tool = "wait", args = {} }"#;

#[tokio::test]
async fn messages_of_a_session_are_answered_one_by_one_in_their_order() {
    let host = calling(WAIT).start().await;
    let first = host.agent().send(TestHost::message("one")).await.unwrap();
    let session = first.session.clone().unwrap();
    let second = host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    let third = host.agent().send(TestHost::reply(&session, "three")).await.unwrap();
    for (sent, times) in [(first, 1), (second, 2), (third, 3)] {
        host.log.until("wait", times).await;
        assert_eq!(host.log.count("request.end"), times - 1);
        host.signal();
        TestHost::completed(&host.listen(sent, true).await);
    }
    let said: Vec<_> =
        host.lines(&session).await.into_iter().filter(|line| line.starts_with("User")).collect();
    assert_eq!(said, ["User: one", "User: two", "User: three"]);
}

#[tokio::test]
async fn a_message_that_is_sent_again_is_one_message() {
    let host = calling(WAIT).start().await;
    let keyed =
        |session: Option<String>| Incoming { key: Some("k".into()), session, ..TestHost::message("go") };
    let first = host.agent().send(keyed(None)).await.unwrap();
    let session = first.session.clone();
    host.log.until("wait", 1).await;
    // While it is answered, with and without the session, which the sender may never have heard of.
    let again = host.agent().send(keyed(session.clone())).await.unwrap();
    let lost = host.agent().send(keyed(None)).await.unwrap();
    assert_eq!(lost.session, session);
    host.signal();
    let answers =
        [host.listen(first, true).await, host.listen(again, true).await, host.listen(lost, true).await];
    // And when it has been.
    let later = host.send(keyed(session.clone())).await.unwrap();
    for heard in answers.iter().chain([&later]) {
        assert_eq!((&heard.outcome.session, heard.outcome.turn), (&session, Some(1)));
        assert_eq!((heard.outcome.end, &*heard.outcome.response), (End::Completed, "waited"));
    }
    assert!(later.shown().ends_with("waited"));
    assert_eq!(host.log.count("wait"), 1);
    assert_eq!(host.transcript(&session.unwrap()).await.len(), 4);
}

#[tokio::test]
async fn a_message_that_is_known_passes_no_hook_again_and_is_answered_in_a_closed_session_too() {
    let host = saying("hi").start().await;
    let keyed =
        |session: Option<String>| Incoming { key: Some("k".into()), session, ..TestHost::message("go") };
    let first = host.send(keyed(None)).await.unwrap();
    let session = first.outcome.session.clone();
    let hooks = ["inbound.received", "request.intercept"].map(|point| host.log.count(point));
    host.store.close_session(first.session(), false, 1).await.unwrap();
    for again in [keyed(session.clone()), keyed(None)] {
        let heard = host.send(again).await.unwrap();
        assert_eq!(heard.outcome, first.outcome);
    }
    let other = Incoming { message: "come".into(), ..keyed(session.clone()) };
    assert!(matches!(host.send(other).await.unwrap_err(), SendError::KeyReused(_)));
    assert_eq!(["inbound.received", "request.intercept"].map(|point| host.log.count(point)), hooks);
    let fresh = Incoming { key: Some("another".into()), ..keyed(session) };
    assert!(matches!(host.send(fresh).await.unwrap_err(), SendError::Closed(_)));
}

#[tokio::test]
async fn a_key_of_another_message_is_refused() {
    let host = saying("hi").config("[agents.default]\n[agents.clerk]").start().await;
    let keyed = |text: &str| Incoming { key: Some("k".into()), ..TestHost::message(text) };
    let first = host.send(keyed("transfer 10")).await.unwrap();
    let other = host.send(keyed("transfer 9000")).await.unwrap_err();
    assert!(matches!(&other, SendError::KeyReused(key) if key == "k"), "{other}");
    let mut with_file = keyed("transfer 10");
    with_file.attachments.push(Attachment::new("a.txt", "text/plain", "/nowhere"));
    assert!(matches!(host.send(with_file).await.unwrap_err(), SendError::KeyReused(_)));
    let agent = Some("clerk".into());
    let of_another = host.send(Incoming { agent, ..keyed("transfer 10") }).await.unwrap_err();
    assert!(matches!(of_another, SendError::KeyReused(_)));
    assert_eq!(host.send(keyed("transfer 10")).await.unwrap().session(), first.session());
}

#[tokio::test]
async fn a_key_with_a_file_of_another_size_is_refused() {
    let host = saying("hi").start().await;
    let with_file = |bytes: u64| {
        let mut file = Attachment::new("a.txt", "text/plain", "/nowhere");
        file.bytes = bytes;
        Incoming { key: Some("k".into()), attachments: vec![file], ..TestHost::message("keep it") }
    };
    host.send(with_file(10)).await.unwrap();
    assert!(matches!(host.send(with_file(11)).await.unwrap_err(), SendError::KeyReused(_)));
    host.send(with_file(10)).await.unwrap();
}

#[tokio::test]
async fn a_key_with_another_conversation_before_is_refused_and_changes_nothing() {
    let host = saying("hi").start().await;
    let said = |before: &str| Incoming {
        key: Some("k".into()),
        seed: vec![Message::new(MessageRole::User, before)],
        ..TestHost::message("yes")
    };
    let first = host.send(said("of rabbits")).await.unwrap();
    assert!(matches!(host.send(said("of bombs")).await.unwrap_err(), SendError::KeyReused(_)));
    assert_eq!(host.send(said("of rabbits")).await.unwrap().outcome.turn, Some(1));
    let asked = host.log.at("model.before");
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
    let host = setup.start().await;
    let keyed = || Incoming { key: Some("k".into()), ..TestHost::message("go") };
    let first = host.send(keyed()).await.unwrap();
    assert_eq!(host.send(keyed()).await.unwrap().outcome.turn, first.outcome.turn);
}

#[tokio::test]
async fn a_message_that_was_taken_in_and_lost_is_answered_when_it_comes_again() {
    let host = calling(WAIT).start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let session = sent.session.clone().unwrap();
    let like = host.store.unanswered().await.unwrap().remove(0);
    host.signal();
    TestHost::completed(&host.listen(sent, true).await);
    for begun in [false, true] {
        let (id, key) = (format!("lost-{begun}"), format!("key-{begun}"));
        let posting = InboxMessage { id, key, ..like.clone() };
        host.store.accept(&posting).await.unwrap();
        if begun {
            host.store.begin_turn(&posting.id, 1).await.unwrap();
        }
        let again = || Incoming { key: Some(posting.key.clone()), ..TestHost::reply(&session, "go") };
        host.signal();
        let (one, two) = tokio::join!(host.send(again()), host.send(again()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((&*one.outcome.response, one.outcome.turn), ("waited", two.outcome.turn));
    }
    assert!(host.store.unanswered().await.unwrap().is_empty());
    assert_eq!(host.lines(&session).await.iter().filter(|line| *line == "Assistant: waited").count(), 3);
}

#[tokio::test]
async fn the_same_key_of_another_owner_is_another_message() {
    let host = saying("hi").start().await;
    let of = |user: &str| Incoming {
        key: Some("k".into()),
        owner: Owner { tenant: String::new(), user: user.into() },
        ..TestHost::message("go")
    };
    let (ada, bob) = (host.send(of("ada")).await.unwrap(), host.send(of("bob")).await.unwrap());
    assert_ne!(ada.session(), bob.session());
}

#[tokio::test]
async fn a_session_of_somebody_else_is_unknown() {
    let host = saying("hi").start().await;
    let session = host.say("hello").await.outcome.session.unwrap();
    let owner = Owner { tenant: String::new(), user: "eve".into() };
    let foreign = host.send(Incoming { owner, ..TestHost::reply(&session, "hello") }).await.unwrap_err();
    let missing = host.send(TestHost::reply("nowhere", "hello")).await.unwrap_err();
    assert!(matches!(foreign, SendError::NoSession(_)) && matches!(missing, SendError::NoSession(_)));
}

#[tokio::test]
async fn a_closed_session_takes_no_more() {
    let host = saying("hi").start().await;
    let session = host.say("hello").await.outcome.session.unwrap();
    let closed = host.send(TestHost::reply(&session, "/new")).await.unwrap();
    TestHost::completed(&closed);
    assert_eq!(host.log.at("session.end")[0]["session"], *session);
    let refused = host.send(TestHost::reply(&session, "hello")).await.unwrap_err();
    assert!(matches!(refused, SendError::Closed(_)), "{refused}");
}

#[tokio::test]
async fn the_agent_is_the_one_asked_for_the_sessions_or_the_channels() {
    let config = "[agents.default]\n[agents.clerk]\n[routes]\nmail = \"clerk\"";
    let host = saying("hi").config(config).start().await;
    let agent_of = |incoming: Incoming| async {
        let session = host.send(incoming).await?.session().to_owned();
        Ok::<_, SendError>(host.store.session(&session).await?.unwrap().agent)
    };
    let asked = |agent: &str| Incoming { agent: Some(agent.into()), ..TestHost::message("hello") };
    let mail = Incoming { channel: "mail".into(), ..TestHost::message("hello") };
    assert_eq!(agent_of(TestHost::message("hello")).await.unwrap(), "default");
    assert_eq!(agent_of(asked("clerk")).await.unwrap(), "clerk");
    assert_eq!(agent_of(mail).await.unwrap(), "clerk");
    let unknown = agent_of(asked("clark")).await.unwrap_err();
    assert_eq!(unknown.to_string(), "there is no agent `clark`; did you mean `clerk`?");
    let session = host.send(asked("clerk")).await.unwrap().session().to_owned();
    assert_eq!(agent_of(TestHost::reply(&session, "again")).await.unwrap(), "clerk");
    let other = Incoming { agent: Some("default".into()), ..TestHost::reply(&session, "again") };
    assert!(matches!(agent_of(other).await.unwrap_err(), SendError::OtherAgent { .. }));
}

#[tokio::test]
async fn what_is_empty_too_long_or_too_much_is_refused() {
    let limits = "[limits]\nmessage_bytes = 10\nturns = 1\nwaiting = 1";
    let host = calling(WAIT).config(limits).start().await;
    let refusal = |text: &str| host.send(TestHost::message(text));
    assert!(matches!(refusal(" \n").await.unwrap_err(), SendError::Empty));
    assert!(matches!(
        refusal("much too long").await.unwrap_err(),
        SendError::TooLong { bytes: 13, most: 10 }
    ));
    let first = host.agent().send(TestHost::message("one")).await.unwrap();
    let second = host.agent().send(TestHost::message("two")).await.unwrap();
    assert!(matches!(refusal("three").await.unwrap_err(), SendError::Busy));
    for sent in [first, second] {
        host.signal();
        TestHost::completed(&host.listen(sent, true).await);
    }
    assert!(host.agent().finish(std::time::Duration::from_secs(10)).await);
    assert!(matches!(refusal("four").await.unwrap_err(), SendError::Stopping));
}

#[tokio::test]
async fn any_text_comes_back_as_it_went_in() {
    let host = saying("{message}").start().await;
    for text in ["Grüße 👩‍👩‍👧‍👦 \u{202e}rtl", "a\u{301}\r\n\t'\"\\{}", "\u{feff}\u{10ffff}"]
    {
        let heard = host.say(text).await;
        assert_eq!((&*heard.outcome.response, heard.shown()), (text, text.to_owned()));
        assert_eq!(host.transcript(heard.session()).await[0].text, text);
    }
}

#[tokio::test]
async fn a_slash_that_begins_no_command_is_a_message() {
    let host = saying("{message}").start().await;
    assert_eq!(host.say("/etc/passwd is a file").await.outcome.response, "/etc/passwd is a file");
    let unknown = host.say("/bing").await.outcome;
    assert_eq!(
        (unknown.end, unknown.error.as_deref()),
        (End::Failed, Some("there is no command /bing; did you mean /bang?"))
    );
    assert_eq!(host.say("/bang two").await.outcome.response, "bang two");
    let loud = host.say("/bang loud").await.outcome;
    assert_eq!((loud.end, loud.error.as_deref()), (End::Failed, Some("/bang of `tools` panicked: bang")));
    assert_eq!(host.log.count("request.start"), host.log.count("request.end"));
}

#[tokio::test]
async fn an_answer_of_nothing_is_one_only_when_something_was_done() {
    let retry = "[agents.default.retry]\nattempts = 2\nfirst = \"1ms\"";
    let host = saying("").config(retry).start().await;
    let heard = host.say("hello").await;
    assert_eq!((heard.outcome.end, host.log.count("model.retry")), (End::Failed, 1));
    assert!(heard.outcome.error.as_deref().unwrap().contains("it is empty"), "{:?}", heard.outcome);

    let call = r#"{ tool = "echo", args = { text = "hi" } }"#;
    let script = format!("[[scenes]]\non = \"\"\nsteps = [{{ calls = [{call}] }}, {{ text = \"\" }}]");
    let host = Setup::new(&script).start().await;
    let heard = host.say("hello").await;
    TestHost::completed(&heard);
    assert_eq!((heard.shown(), host.log.count("message.sent")), (String::new(), 0));
}

#[tokio::test]
async fn what_comes_with_a_message_is_described_to_the_model() {
    let setup = saying("hi")
        .collect::<AttachmentDescribe>(|files, _| vec![format!("a picture of {}", files.files[0].name)]);
    let host = setup.start().await;
    let mut file = Attachment::new("cat.png", "image/png", "/tmp/cat.png");
    file.bytes = 12;
    let incoming = Incoming { attachments: vec![file], ..TestHost::message("") };
    TestHost::completed(&host.send(incoming).await.unwrap());
    for point in ["inbound.received", "request.intercept", "request.start", "message.received"] {
        assert_eq!(host.log.at(point)[0]["attachments"][0]["name"], "cat.png", "{point}");
    }
    let messages = host.log.at("model.before")[0]["messages"].clone();
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
    let host = Setup::new(script).config("[sessions]\nsummarise_above = 4\nkeep = 2").start().await;
    let session = host.say("one").await.outcome.session.unwrap();
    for text in ["two", "three"] {
        TestHost::completed(&host.send(TestHost::reply(&session, text)).await.unwrap());
    }
    host.log.until("summary.updated", 1).await;
    let updated = &host.log.at("summary.updated")[0];
    assert_eq!((&updated["summary"], &updated["session"]), (&"They like tea.".into(), &(*session).into()));
    assert_eq!(updated["messages"], 4);
    let tail = updated["tail"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap());
    assert_eq!(tail.collect::<Vec<_>>(), ["three", "hi"]);
    let before = host.log.count("model.before");
    host.send(TestHost::reply(&session, "four")).await.unwrap();
    let messages = host.log.at("model.before")[before]["messages"].clone();
    let texts: Vec<_> = messages.as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["What was said before, in short: They like tea.", "three", "hi", "four"]);
    // Nothing is lost: the transcript has it all.
    assert_eq!(host.transcript(&session).await.len(), 8);
}
