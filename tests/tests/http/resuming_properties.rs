//! A client that loses its connection again and again gets everything once, also from a host that has forgotten the feed.

use crate::server::{TestServer, host_on, serving};
use crate::wire::{Call, Event, get, post, text};
use hookwire_host::engine::store::{Memory, Store};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;
use tokio::runtime::Builder;

/// What happens after so many more events.
#[derive(Debug, Clone, Copy)]
enum Loss {
    /// The connection is lost, and the message is sent again.
    SendAgain,
    /// The connection is lost, and the session is followed.
    Follow,
    /// The host ends, and the message is sent again to another one on the same store.
    OtherHost,
}

/// A client that remembers what it has seen, as a browser does.
struct Client {
    said: String,
    session: Option<String>,
    seen: Vec<Event>,
    resets: usize,
}

impl Client {
    /// Opens a stream at the event behind the last one, and reads at most so many; returns whether that was all.
    async fn read(&mut self, server: &TestServer, follow: bool, most: usize) -> bool {
        let call = match &self.session {
            Some(session) if follow => get(&format!("/v1/stream/{session}")),
            _ => post("/v1/stream", &json!({ "message": self.said })).header("idempotency-key", "k"),
        };
        let last = self.seen.last().map(|event| event.id.clone());
        let call = last.into_iter().fold(call, |call: Call, last| call.header("last-event-id", &last));
        let mut stream = call.open(server.at).await;
        if stream.status == 204 {
            return true;
        }
        for _ in 0..most {
            match stream.event().await {
                None => return true,
                Some(event) if event.name == "reset" => {
                    self.seen.clear();
                    self.resets += 1;
                }
                Some(event) => {
                    if event.name == "accepted" {
                        self.session = event.data["session"].as_str().map(str::to_owned);
                    }
                    self.seen.push(event);
                }
            }
        }
        false
    }

    fn check(&self) {
        let numbers: Vec<usize> =
            self.seen.iter().map(|event| event.id.rsplit_once('-').unwrap().1.parse().unwrap()).collect();
        assert_eq!(numbers, (1..=self.seen.len()).collect::<Vec<_>>(), "an event is lost or doubled");
        assert_eq!(text(&self.seen), self.said);
        assert_eq!(self.seen.iter().filter(|event| event.name == "end").count(), 1);
        assert_eq!(self.seen.last().unwrap().data["response"], self.said);
    }
}

async fn play(words: usize, losses: &[(usize, Loss)]) {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let mut server = serving(host_on(Arc::clone(&store), &[]).await).await;
    let said = (0..words).fold("slow".to_owned(), |said, word| format!("{said} w{word}"));
    let mut client = Client { said, session: None, seen: Vec::new(), resets: 0 };
    let (mut follow, mut others) = (false, 0);
    for (most, loss) in losses {
        client.read(&server, follow, *most).await;
        follow = matches!(loss, Loss::Follow);
        if matches!(loss, Loss::OtherHost) {
            let (end, host) = server.stop();
            end.await.unwrap().unwrap();
            host.stop("the test goes on with another one").await;
            server = serving(host_on(Arc::clone(&store), &[]).await).await;
            others += 1;
        }
    }
    assert!(client.read(&server, follow, usize::MAX).await);
    client.check();
    assert!(client.resets <= others, "a host that has everything began again");
}

fn loss() -> impl Strategy<Value = (usize, Loss)> {
    let loss = prop_oneof![3 => Just(Loss::SendAgain), 3 => Just(Loss::Follow), 1 => Just(Loss::OtherHost)];
    (0_usize..8, loss)
}

proptest! {
    // Each takes some tenths of a second, as words come one by one.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_client_that_loses_its_connection_gets_everything_once(words in 1_usize..9, losses in vec(loss(), 0..5)) {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(play(words, &losses));
    }
}
