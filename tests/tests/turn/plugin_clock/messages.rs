//! Prompts and messages by the clock.

use super::clock::{Clock, HOUR, fire, only, planning};
use crate::saying;
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::{Owner, Page};
use hookwire_tests::test_host::TestHost;

#[tokio::test]
async fn a_prompt_is_asked_in_a_session_of_its_own_each_time() {
    let host = planning("prompt").await;
    let due = only(&host.store, "clock").await.next_at;
    for hours in 0..2 {
        assert_eq!(fire(&host, due + hours * HOUR).await, 1);
    }
    let page = Page { limit: 10, ..Page::default() };
    let sessions = host.store.sessions(Some(&Owner::default()), &page).await.unwrap();
    assert_eq!(sessions.len(), 2);
    for session in sessions {
        assert_eq!(host.lines(&session.id).await, ["User: what is new?", "Assistant: hi"]);
    }
}

#[tokio::test]
async fn a_message_goes_into_the_session_and_goes_with_it() {
    let host = saying("hi").plugin::<Clock>().start().await;
    let ada = Owner { tenant: "acme".into(), user: "ada".into() };
    let first = host.send(Incoming { owner: ada.clone(), ..TestHost::message("hello") }).await.unwrap();
    let session = first.session().to_owned();
    let plan = Incoming { owner: ada.clone(), ..TestHost::reply(&session, "/plan message") };
    assert_eq!(host.send(plan).await.unwrap().outcome.response, "planned");
    let due = only(&host.store, "clock").await.next_at;
    assert_eq!(fire(&host, due).await, 1);
    host.agent().wait_until_session_idle(&session).await;
    let lines = host.lines(&session).await;
    assert_eq!(lines[2..], ["User: remember the milk", "Assistant: hi"], "{lines:?}");
    // It is no schedule of the person's.
    assert_eq!(host.store.schedules(Some(&ada)).await.unwrap(), []);
    host.store.delete_session(&session).await.unwrap();
    assert_eq!(host.store.plugin_schedules("clock").await.unwrap(), []);
}

#[tokio::test]
async fn a_message_that_is_sent_again_after_a_crash_is_one() {
    let host = planning("prompt").await;
    let due = only(&host.store, "clock").await;
    for _ in 0..2 {
        assert_eq!(fire(&host, due.next_at).await, 1);
        // As if the host had died between the message and the schedule's next time.
        let moved = only(&host.store, "clock").await.next_at;
        assert!(host.store.advance_schedule(&due.id, moved, Some(&due)).await.unwrap());
    }
    assert_eq!(host.log.count("message.received"), 1);
}
