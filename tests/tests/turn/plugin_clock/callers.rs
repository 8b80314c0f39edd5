//! In whose name methods run by the clock.

use super::clock::{HOUR, fire, told};
use crate::saying;
use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::Owner;
use hookwire_tests::test_host::TestHost;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Notes in whose name it runs, and whether it sees sessions.
#[derive(Debug, Default)]
struct Curious(Mutex<Vec<String>>);

#[plugin(id = "curious", capabilities = [schedule, sessions])]
impl Curious {
    #[every("1h")]
    async fn look(&self, cx: &Cx) -> Result<()> {
        self.note(cx).await
    }

    #[scheduled]
    async fn look_again(&self, cx: &Cx) -> Result<()> {
        self.note(cx).await
    }

    #[command("/look")]
    async fn plan(&self, cx: &Cx) -> Result<String> {
        cx.schedule().after("again", Duration::from_mins(1)).event("look_again", "x").await?;
        Ok("planned".into())
    }
}

impl Curious {
    async fn note(&self, cx: &Cx) -> Result<()> {
        let sees_sessions = !cx.sessions().list(None, 10).await?.is_empty();
        let identity = cx.identity();
        let is_ada = identity.user.as_deref() == Some("ada");
        let note = format!("{:?} {is_ada} {} {sees_sessions}", identity.kind, identity.admin);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(note);
        Ok(())
    }
}

/// Returns the notes since the last look, sorted.
fn noted(host: &TestHost) -> Vec<String> {
    let take = |it: &Curious| std::mem::take(&mut *it.0.lock().unwrap_or_else(PoisonError::into_inner));
    let mut notes = host.agent().plugins().with_plugin::<Curious, _>(take).expect("it is live");
    notes.sort();
    notes
}

/// Fires all that the plugin wants by the clock; returns how much there was.
async fn fire_all(host: &TestHost) -> usize {
    let all = host.store.plugin_schedules("curious").await.unwrap();
    let last = all.iter().map(|schedule| schedule.next_at).max().unwrap();
    fire(host, last + HOUR).await
}

#[tokio::test]
async fn a_run_is_in_the_name_of_its_user_and_else_in_nobodys() {
    let host = saying("hi").plugin::<Curious>().start().await;
    TestHost::completed(&host.say("hello").await);
    host.agent().resume().await.unwrap();
    assert_eq!(told(&host, "/look").await, "planned");
    assert_eq!(fire_all(&host).await, 2);
    assert_eq!(noted(&host), ["Internal false false false", "Schedule false true true"]);
    let ada = Owner { tenant: "acme".into(), user: "ada".into() };
    for text in ["hello", "/look"] {
        host.send(Incoming { owner: ada.clone(), ..TestHost::message(text) }).await.unwrap();
    }
    assert_eq!(fire_all(&host).await, 2);
    assert_eq!(noted(&host), ["Internal false false false", "Schedule true false true"]);
}
