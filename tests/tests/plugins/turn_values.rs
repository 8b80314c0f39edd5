//! `cx.turn()`: values that hooks share for one turn.

use hookwire::cx::{Cancel, Identity};
use hookwire::points::{MessageReceived, MessageSent};
use hookwire::test::Kit;
use hookwire::{Cx, plugin};
use std::sync::Arc;

/// How many messages a turn has received.
#[derive(Debug, Clone, Default, PartialEq)]
struct Received(Vec<String>);

#[derive(Default)]
struct Writer;

#[plugin(id = "writer")]
impl Writer {
    #[hook("message.received")]
    fn received(&self, message: &MessageReceived, cx: &Cx) {
        cx.turn().update(|Received(texts)| texts.push(message.text.clone()));
    }
}

#[derive(Default)]
struct Reader;

#[plugin(id = "reader")]
impl Reader {
    #[hook("message.sent")]
    fn sent(&self, _: &MessageSent, cx: &Cx) {
        let Received(texts) = cx.turn().get().unwrap_or_default();
        cx.info(texts.join(" "));
    }
}

async fn turn(kit: &Kit, cx: &Cx, text: &str) {
    cx.fire::<MessageReceived>(&MessageReceived::new(text)).await.unwrap();
    cx.fire::<MessageSent>(&MessageSent::new("http", "bye")).await.unwrap();
    let _ = kit;
}

#[tokio::test]
async fn hooks_of_a_turn_share_values_also_with_contexts_inside_it_and_with_no_other_turn() {
    let kit = Kit::of::<Writer>().and::<Reader>().start().await;
    let request = || kit.plugins().cx(Identity::default(), Cancel::default(), None);
    let first = request();
    turn(&kit, &first, "one").await;
    let member =
        first.child(Identity::default(), kit.plugins().wiring("", hookwire::Role::default())).unwrap();
    turn(&kit, &member, "two").await;
    turn(&kit, &request(), "three").await;
    let lines: Vec<_> = kit.logs().into_iter().map(|line| line.message).collect();
    assert_eq!(lines, ["one", "one two", "three"]);
}

#[tokio::test]
async fn values_are_told_apart_by_type_and_are_gone_with_the_turn() {
    struct Bomb(#[expect(dead_code, reason = "it is held")] Arc<()>);
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("a value of a plugin");
        }
    }
    let kit = Kit::of::<Writer>().start().await;
    let cx = kit.plugins().cx(Identity::default(), Cancel::default(), None);
    assert_eq!(cx.turn().insert(7_u32), None);
    assert_eq!(cx.turn().insert(8_u32), Some(7));
    assert_eq!((cx.turn().get::<u32>(), cx.turn().get::<i32>()), (Some(8), None));
    assert_eq!((cx.turn().remove::<u32>(), cx.turn().get::<u32>()), (Some(8), None));
    let alive = Arc::new(());
    cx.turn().insert(Bomb(Arc::clone(&alive)));
    let later = cx.clone();
    drop(cx);
    assert_eq!(Arc::strong_count(&alive), 2);
    // The panic of a value stays with the turn.
    drop(later);
    assert_eq!(Arc::strong_count(&alive), 1);
}
