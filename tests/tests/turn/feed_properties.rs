//! What holds of reading a feed, wherever one begins and however often one leaves and comes back.

use hookwire_host::engine::{Event, Feed};
use hookwire_tests::test_host::{Setup, TestHost};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write;
use tokio::runtime::{Builder, Runtime};

/// A step of the scripted model: how many words it says, and how many tools it calls.
type Step = (usize, usize);

fn script(steps: &[Step]) -> String {
    let mut script = "[[scenes]]\non = \"\"\n".to_owned();
    for (words, calls) in steps {
        let text: Vec<_> = (0..*words).map(|word| format!("w{word}")).collect();
        let calls: Vec<_> = (0..*calls)
            .map(|call| format!("{{ tool = \"echo\", args = {{ text = \"{call}\" }} }}"))
            .collect();
        let (text, calls) = (text.join(" "), calls.join(", "));
        let _ = writeln!(script, "[[scenes.steps]]\ntext = \"{text}\"\npace_ms = 5\ncalls = [{calls}]");
    }
    script
}

/// Returns a runtime whose clock waits for nobody.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// Reads a feed, leaves after so many events, and comes back to where it was; the last time it stays to the end.
async fn read(feed: Feed, leaves: Vec<usize>) -> Vec<Event> {
    let (mut read, mut position) = (Vec::new(), 0);
    for stay in leaves.into_iter().chain([usize::MAX]) {
        let mut reader = feed.read(position);
        for _ in 0..stay {
            let Some(event) = reader.next().await else { return read };
            read.push(event);
        }
        position = reader.position();
    }
    read
}

async fn read_from(feed: Feed, position: usize) -> Vec<Event> {
    let (mut reader, mut read) = (feed.watch(position), Vec::new());
    while let Some(event) = reader.next().await {
        read.push(event);
    }
    read
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whoever_leaves_and_comes_back_reads_everything_once(
        steps in vec((0_usize..8, 0_usize..3), 1..4),
        clients in vec(vec(0_usize..9, 0..6), 1..5),
        positions in vec(0_usize..60, 1..5),
    ) {
        runtime().block_on(async {
            let host = Setup::new(&script(&steps)).start().await;
            let sent = host.agent().send(TestHost::message("go")).await.unwrap();
            let feed = sent.events.feed().clone();
            let spawn = |leaves: &Vec<usize>| tokio::spawn(read(feed.clone(), leaves.clone()));
            let running: Vec<_> = clients.iter().map(spawn).collect();
            let watching = |position: &usize| (*position, tokio::spawn(read_from(feed.clone(), *position)));
            let watching: Vec<_> = positions.iter().map(watching).collect();
            let all = host.listen(sent, true).await.events;
            prop_assert_eq!(feed.count(), all.len());
            for read in running {
                prop_assert_eq!(&read.await.unwrap(), &all, "while it was answered");
            }
            for leaves in &clients {
                prop_assert_eq!(&read(feed.clone(), leaves.clone()).await, &all, "behind the end");
            }
            for (position, read) in watching {
                let rest = &all[position.min(all.len())..];
                prop_assert_eq!(&read.await.unwrap()[..], rest, "from {} on, while it was answered", position);
                prop_assert_eq!(&read_from(feed.clone(), position).await[..], rest, "from {} on", position);
            }
            Ok(())
        })?;
    }
}
