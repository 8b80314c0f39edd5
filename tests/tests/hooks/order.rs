//! The order of hooks, and the reason for each place.

use hookwire::plugin::{Manifest, Plugin};
use hookwire::points::{MessageReceived, MessageSent, ToolBefore, ToolCall, TurnPersisted};
use hookwire::registry::{Placed, Reason};
use hookwire::test::Kit;
use hookwire::{Cx, HookPoint, Registry, plugin};
use serde_json::json;

#[derive(Default)]
struct Alpha;

#[plugin(id = "alpha")]
impl Alpha {
    #[hook("message.received")]
    fn second_by_name(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("alpha 1");
    }

    #[hook("message.received")]
    fn first_by_name(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("alpha 2");
    }

    #[hook("message.sent", after = "zulu")]
    fn sent(&self, _: &MessageSent) {}

    #[hook("tool.before")]
    fn before(&self, _: &mut ToolCall) {}

    #[hook("turn.persisted")]
    fn persisted(&self, _: &TurnPersisted) {}
}

#[derive(Default)]
struct Bravo;

#[plugin(id = "bravo")]
impl Bravo {
    #[hook("message.received", priority = 50)]
    async fn received(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("bravo");
    }

    #[hook("message.sent")]
    fn sent(&self, _: &MessageSent) {}

    #[hook("tool.before")]
    fn before(&self, _: &mut ToolCall) {}
}

#[derive(Default)]
struct Charlie;

#[plugin(id = "charlie")]
impl Charlie {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("charlie");
    }

    #[hook("message.sent", priority = 10)]
    fn sent(&self, _: &MessageSent) {}

    #[hook("tool.before", before = ["alpha", "zulu"])]
    fn before(&self, _: &mut ToolCall) {}

    #[hook("turn.persisted", priority = -3)]
    fn persisted(&self, _: &TurnPersisted) {}
}

#[derive(Default)]
struct Zulu;

#[plugin(id = "zulu")]
impl Zulu {
    #[hook("message.received", priority = 50)]
    fn received(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("zulu");
    }

    #[hook("message.sent", priority = -1)]
    fn sent(&self, _: &MessageSent) {}

    #[hook("tool.before", priority = 7)]
    fn before(&self, _: &mut ToolCall) {}
}

const ALL: [&Manifest; 4] = [Alpha::MANIFEST, Bravo::MANIFEST, Charlie::MANIFEST, Zulu::MANIFEST];

fn placed<P: HookPoint>(plugins: &[&'static Manifest]) -> Vec<Placed> {
    let registry = Registry::of(plugins).unwrap();
    let order = registry.orders().iter().find(|order| std::ptr::eq(order.point, P::INFO)).unwrap();
    order.hooks.clone()
}

fn order<P: HookPoint>(plugins: &[&'static Manifest]) -> Vec<String> {
    placed::<P>(plugins).iter().map(|it| format!("{}.{}", it.plugin.id, it.hook.method)).collect()
}

fn reasons<P: HookPoint>(plugins: &[&'static Manifest]) -> Vec<String> {
    placed::<P>(plugins).iter().map(|it| format!("{}: {}", it.plugin.id, it.reason)).collect()
}

/// All orders in which four things can be listed.
fn permutations<T: Copy>(items: [T; 4]) -> Vec<[T; 4]> {
    let mut found = Vec::new();
    for (a, b, c) in (0..4).flat_map(|a| (0..4).flat_map(move |b| (0..4).map(move |c| (a, b, c)))) {
        if a != b && b != c && a != c {
            let d = 6 - a - b - c;
            found.push([items[a], items[b], items[c], items[d]]);
        }
    }
    found
}

#[test]
fn higher_priority_runs_first_then_the_lower_plugin_id_then_what_stands_first_in_the_source() {
    let expected = [
        "bravo.received",
        "zulu.received",
        "alpha.second_by_name",
        "alpha.first_by_name",
        "charlie.received",
    ];
    assert_eq!(order::<MessageReceived>(&ALL), expected);
    let reasons = reasons::<MessageReceived>(&ALL);
    assert_eq!(
        reasons,
        [
            "bravo: first",
            "zulu: same priority, by plugin id",
            "alpha: priority 0 < 50",
            "alpha: same plugin, order of the source",
            "charlie: same priority, by plugin id",
        ]
    );
}

#[tokio::test]
async fn hooks_run_in_the_order_that_the_registry_tells() {
    let kit = Kit::of::<Zulu>().and::<Charlie>().and::<Alpha>().and::<Bravo>().start().await;
    kit.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    let ran: Vec<_> = kit.logs().into_iter().map(|record| record.message).collect();
    assert_eq!(ran, ["bravo", "zulu", "alpha 1", "alpha 2", "charlie"]);
    let wiring = kit.plugins().wiring("", hookwire::Role::Agent);
    let chain = wiring.chain::<MessageReceived>().unwrap();
    let ids: Vec<_> = chain.hooks().map(|by| by.plugin).collect();
    assert_eq!(ids, ["bravo", "zulu", "alpha", "alpha", "charlie"]);
}

#[test]
fn a_hook_runs_after_the_plugin_it_names_even_against_priority() {
    assert_eq!(order::<MessageSent>(&ALL), ["charlie.sent", "bravo.sent", "zulu.sent", "alpha.sent"]);
    let placed = placed::<MessageSent>(&ALL);
    let at = Alpha::MANIFEST.hooks.iter().find(|hook| hook.method == "sent").unwrap().line;
    assert_eq!(placed[0].reason, Reason::First);
    assert_eq!(placed[1].reason, Reason::Priority { before: 10, own: 0 });
    assert_eq!(placed[2].reason, Reason::Priority { before: 0, own: -1 });
    let Reason::Constraint { after, at: place } = &placed[3].reason else { panic!("{}", placed[3].reason) };
    assert_eq!((*after, place.line, place.file), ("zulu", at, file!()));
    assert_eq!(placed[3].reason.to_string(), format!("after `zulu`, says {}:{at}", file!()));
}

#[test]
fn a_hook_runs_before_each_plugin_it_names() {
    assert_eq!(order::<ToolBefore>(&ALL), ["bravo.before", "charlie.before", "zulu.before", "alpha.before"]);
    let at = Charlie::MANIFEST.hooks.iter().find(|hook| hook.method == "before").unwrap().line;
    let says = format!("after `charlie`, says {}:{at}", file!());
    assert_eq!(
        reasons::<ToolBefore>(&ALL),
        [
            "bravo: first".to_owned(),
            "charlie: same priority, by plugin id".to_owned(),
            format!("zulu: {says}"),
            "alpha: priority 0 < 7".to_owned(),
        ]
    );
}

#[test]
fn the_order_does_not_depend_on_the_order_of_the_list() {
    let permutations = permutations(ALL);
    assert_eq!(permutations.len(), 24);
    for plugins in permutations {
        assert_eq!(order::<MessageReceived>(&plugins), order::<MessageReceived>(&ALL));
        assert_eq!(order::<MessageSent>(&plugins), order::<MessageSent>(&ALL));
        assert_eq!(order::<ToolBefore>(&plugins), order::<ToolBefore>(&ALL));
        assert_eq!(reasons::<MessageSent>(&plugins), reasons::<MessageSent>(&ALL));
        assert_eq!(reasons::<ToolBefore>(&plugins), reasons::<ToolBefore>(&ALL));
    }
}

#[test]
fn a_constraint_on_a_plugin_that_has_no_hook_at_the_point_changes_nothing() {
    /// Wants to run after `zulu`, which does not hook this point.
    #[derive(Default)]
    struct Follower;

    #[plugin(id = "a-follower")]
    impl Follower {
        #[hook("turn.persisted", after = "zulu")]
        fn persisted(&self, _: &TurnPersisted) {}
    }

    let plugins = [&ALL[..], &[Follower::MANIFEST]].concat();
    assert_eq!(
        order::<TurnPersisted>(&plugins),
        ["a-follower.persisted", "alpha.persisted", "charlie.persisted"]
    );
}

// ===== Replaced plugins =====

/// Stands in for `zulu`.
#[derive(Default)]
struct Yankee;

#[plugin(id = "yankee", replaces = "zulu")]
impl Yankee {
    #[hook("message.sent", priority = -1)]
    fn sent(&self, _: &MessageSent) {}

    #[hook("tool.before", priority = 7)]
    fn before(&self, _: &mut ToolCall) {}
}

/// Stands in for what stands in for `zulu`.
#[derive(Default)]
struct Xray;

#[plugin(id = "xray", replaces = "yankee")]
impl Xray {
    #[hook("message.sent", priority = -1)]
    fn sent(&self, _: &MessageSent) {}

    #[hook("tool.before", priority = 7)]
    fn before(&self, _: &mut ToolCall) {}
}

#[test]
fn constraints_on_a_replaced_plugin_go_to_the_one_that_replaces_it() {
    let plugins = [&ALL[..], &[Yankee::MANIFEST]].concat();
    assert_eq!(order::<MessageSent>(&plugins), ["charlie.sent", "bravo.sent", "yankee.sent", "alpha.sent"]);
    assert_eq!(
        order::<ToolBefore>(&plugins),
        ["bravo.before", "charlie.before", "yankee.before", "alpha.before"]
    );
    let registry = Registry::of(&plugins).unwrap();
    let replaced: Vec<_> = registry.replaced().iter().map(|(old, by)| (old.id, by.id)).collect();
    assert_eq!(replaced, [("zulu", "yankee")]);
    assert!(registry.plugin("zulu").is_none());
}

#[test]
fn constraints_follow_a_plugin_that_is_replaced_by_one_that_is_replaced() {
    let plugins = [&ALL[..], &[Yankee::MANIFEST, Xray::MANIFEST]].concat();
    assert_eq!(order::<MessageSent>(&plugins), ["charlie.sent", "bravo.sent", "xray.sent", "alpha.sent"]);
    assert_eq!(
        order::<ToolBefore>(&plugins),
        ["bravo.before", "charlie.before", "xray.before", "alpha.before"]
    );
}

#[tokio::test]
async fn a_replaced_plugin_does_not_run() {
    let kit = Kit::of::<Zulu>().and::<Yankee>().start().await;
    kit.cx().fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    kit.fire::<ToolBefore>(&mut ToolCall::new("run", json!({}))).await.unwrap();
    assert_eq!(kit.trace().to_string(), "tool.before yankee.before: passed\n");
}

#[test]
fn a_neighbour_whose_feature_is_off_is_no_mistake() {
    #[derive(Default)]
    struct Polite;

    #[plugin(id = "polite")]
    impl Polite {
        #[hook("message.received", before = "acme-quota")]
        fn wait(&self, _: &MessageReceived) {}
    }

    assert!(Registry::of(&[Polite::MANIFEST]).is_err());
    for feature in ["acme-quota", "quota"] {
        assert!(Registry::without(&[Polite::MANIFEST], &[feature]).is_ok(), "{feature}");
    }
    assert!(Registry::without(&[Polite::MANIFEST], &["uota"]).is_err());
}
