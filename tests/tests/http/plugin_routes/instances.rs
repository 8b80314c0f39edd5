//! The instance that answers a request.

use crate::server::{host_with, serving};
use crate::wire::get;
use hookwire::plugin;
use hookwire::plugin::Plugin;
use hookwire::routes::Router;
use hookwire::routes::axum::routing::get as on_get;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Notify;

/// Answers with its number, once it is allowed to.
#[derive(Default)]
struct Patient(u32);

static MADE: AtomicU32 = AtomicU32::new(0);
static STOPPED: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static WAITS: Notify = Notify::const_new();
static GO: Notify = Notify::const_new();

#[plugin(id = "patient", capabilities = [routes])]
impl Patient {
    #[init]
    fn new() -> Self {
        Self(MADE.fetch_add(1, Ordering::Relaxed) + 1)
    }

    #[stop]
    fn stop(&self) {
        STOPPED.lock().unwrap().push(self.0);
    }

    #[routes]
    fn routes(&self) -> Router {
        let number = self.0;
        let slow = move || async move {
            WAITS.notify_one();
            GO.notified().await;
            number.to_string()
        };
        Router::new()
            .route("/slow", on_get(slow))
            .route("/", on_get(move || async move { number.to_string() }))
    }
}

#[tokio::test]
async fn a_request_runs_on_the_instance_that_it_began_with() {
    let server = serving(host_with(&[Patient::MANIFEST], &[]).await).await;
    let at = server.at;
    let slow = tokio::spawn(async move { get("/plugins/patient/slow").send(at).await.text() });
    WAITS.notified().await;
    server.agent.plugins().reload("patient").await.unwrap();
    assert_eq!(server.send(&get("/plugins/patient/")).await.text(), "2", "a new request has the new one");
    assert!(STOPPED.lock().unwrap().is_empty(), "the old one is not stopped under its request");
    GO.notify_one();
    assert_eq!(slow.await.unwrap(), "1");
}
