//! Methods with `#[every]` and `#[cron]`.

use super::clock::{Clock, HOUR, MINUTE, at, fire, only, told, wanted};
use crate::saying;
use hookwire::cx::{Missed, ScheduleEvent};
use hookwire::plugin::Plugin;
use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::store::{Memory, Store};
use hookwire_tests::test_host::TestHost;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Counts its runs.
#[derive(Debug, Default)]
struct Tidy(Mutex<Vec<ScheduleEvent>>);

#[plugin(id = "tidy")]
impl Tidy {
    /// Tidies up.
    #[every("1h", jitter = "10m", missed = "skip")]
    async fn tidy(&self, event: &ScheduleEvent, cx: &Cx) -> Result<()> {
        cx.kv().set("tidied", &event.run).await?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
        Ok(())
    }
}

/// What the plugin is in its next version.
#[derive(Debug, Default)]
struct TidyMore;

#[plugin(id = "tidy")]
impl TidyMore {
    #[every("2h")]
    fn tidy(&self) {}

    #[cron("0 9 * * *", zone = "Europe/Berlinn")]
    fn nowhere(&self) {}
}

async fn resumed<P: Plugin>(store: &Arc<dyn Store>) -> TestHost {
    let host = saying("hi").plugin::<P>().store(store).start().await;
    host.agent().resume().await.unwrap();
    host
}

#[tokio::test]
async fn a_method_with_an_attribute_runs_by_the_clock_on_this_host_and_the_next() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = resumed::<Tidy>(&store).await;
    let first = only(&store, "tidy").await;
    assert!(wanted(&first).declared && first.name == "tidy");
    let put_off = first.next_at - wanted(&first).due_at;
    assert!((0..=10 * MINUTE).contains(&put_off), "the jitter is {put_off} ms");
    // The second host makes no second one, and begins no interval anew.
    let other = resumed::<Tidy>(&store).await;
    assert_eq!(only(&store, "tidy").await, first);
    assert_eq!(fire(&other, first.next_at).await, 1);
    assert_eq!(fire(&host, first.next_at).await, 0);
    let run = |tidy: &Tidy| tidy.0.lock().unwrap().pop();
    let run = other.agent().plugins().with_plugin::<Tidy, _>(run).unwrap().unwrap();
    assert_eq!((run.run, run.due), (1, at(wanted(&first).due_at)));
    assert_eq!(run.late, Duration::from_millis(put_off.try_into().unwrap()));
    assert_eq!(wanted(&only(&store, "tidy").await).due_at, wanted(&first).due_at + HOUR);
}

#[tokio::test]
async fn a_schedule_of_an_attribute_is_what_the_attribute_says_now() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    drop(resumed::<Tidy>(&store).await);
    let first = only(&store, "tidy").await;
    // The method in a zone that does not exist has no schedule, and disturbs no other.
    drop(resumed::<TidyMore>(&store).await);
    let second = only(&store, "tidy").await;
    assert_ne!(second.id, first.id);
    assert_eq!((wanted(&second).missed, wanted(&second).jitter), (Missed::RunOnce, Duration::ZERO));
    drop(resumed::<Clock>(&store).await);
    assert_eq!(store.plugin_schedules("tidy").await.unwrap(), []);
}

#[tokio::test]
async fn a_schedule_of_an_attribute_cannot_be_called_off() {
    let host = saying("hi").plugin::<Bell>().start().await;
    host.agent().resume().await.unwrap();
    let error = told(&host, "/quiet").await;
    assert!(error.contains("the schedule `ring` is made by an attribute of the method"), "{error}");
    assert_eq!(host.store.plugin_schedules("bell").await.unwrap().len(), 1);
}

/// Would like to be quiet.
#[derive(Debug, Default)]
struct Bell;

#[plugin(id = "bell", capabilities = [schedule])]
impl Bell {
    #[every("1h")]
    fn ring(&self) {}

    #[command("/quiet")]
    async fn quiet(&self, cx: &Cx) -> Result<String> {
        Ok(cx.schedule().cancel("ring").await?.to_string())
    }
}
