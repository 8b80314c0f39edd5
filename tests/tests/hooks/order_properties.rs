//! What holds of the order of hooks whatever plugins there are.

use hookwire::plugin::{HookDecl, Manifest, Plugin};
use hookwire::point::HookPolicyOverride;
use hookwire::points::MessageReceived;
use hookwire::registry::Order;
use hookwire::{Registry, plugin};
use proptest::collection::vec;
use proptest::prelude::*;
use std::cmp::Reverse;

/// Lends its handler to the plugins that are made up here.
#[derive(Default)]
struct Model;

#[plugin(id = "model")]
impl Model {
    #[hook("message.received")]
    fn see(&self, _: &MessageReceived) {}
}

/// The ids, not in the order of the alphabet.
const IDS: [&str; 6] = ["mike", "alpha", "zulu", "echo", "bravo", "yankee"];

/// A hook at `message.received`, and the numbers of the plugins that it names.
#[derive(Debug, Clone)]
struct Hook {
    priority: i32,
    before: Vec<usize>,
    after: Vec<usize>,
}

/// The hooks of each plugin.
type Plugins = Vec<Vec<Hook>>;

fn hook(constraints: usize) -> impl Strategy<Value = Hook> {
    let ids = || vec(0..IDS.len(), 0..=constraints);
    (-2..=2, ids(), ids()).prop_map(|(priority, before, after)| Hook { priority, before, after })
}

/// Plugins with at most so many constraints on either side of a hook; none is on its own plugin or on one that is not there.
fn plugins(constraints: usize) -> impl Strategy<Value = Plugins> {
    let plugins = vec(vec(hook(constraints), 1..=2), 1..=IDS.len());
    plugins.prop_map(|mut plugins: Plugins| {
        let count = plugins.len();
        for (own, hooks) in plugins.iter_mut().enumerate() {
            for hook in hooks {
                hook.before.retain(|other| *other < count && *other != own);
                hook.after.retain(|other| *other < count && *other != own);
            }
        }
        plugins
    })
}

/// Pairs of different plugins of which the operator says that the first runs first.
fn moves(count: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    let pairs = vec((0..count, 0..count), 0..4);
    pairs.prop_map(|pairs| pairs.into_iter().filter(|(first, second)| first != second).collect())
}

fn leak<T>(items: Vec<T>) -> &'static [T] {
    Vec::leak(items)
}

fn manifest(own: usize, hooks: &[Hook]) -> &'static Manifest {
    let ids = |numbers: &[usize]| leak(numbers.iter().map(|number| IDS[*number]).collect());
    let model = &Model::MANIFEST.hooks[0];
    let hooks = hooks.iter().enumerate().map(|(at, hook)| HookDecl {
        point: model.point,
        method: ["first", "second"][at],
        line: model.line,
        priority: hook.priority,
        before: ids(&hook.before),
        after: ids(&hook.after),
        policy: HookPolicyOverride::default(),
        handler: model.handler,
    });
    Box::leak(Box::new(Manifest { id: IDS[own], hooks: leak(hooks.collect()), ..*Model::MANIFEST }))
}

fn manifests(plugins: &Plugins) -> Vec<&'static Manifest> {
    plugins.iter().enumerate().map(|(own, hooks)| manifest(own, hooks)).collect()
}

/// Returns the hooks in order, as plugin and method.
fn order(registry: &Registry) -> Vec<(&'static str, &'static str)> {
    let order = registry.orders().iter().find(|order| order.point.name == "message.received").unwrap();
    order.hooks.iter().map(|it| (it.plugin.id, it.hook.method)).collect()
}

/// Returns the order by the rules, found as slowly as can be: of the hooks that wait for none that is left, the one with
/// the highest priority comes next, then the lower id, then the source. `None` if all wait for each other.
fn expected(plugins: &Plugins, moves: &[(usize, usize)]) -> Option<Vec<(&'static str, &'static str)>> {
    let mut left: Vec<_> = plugins
        .iter()
        .enumerate()
        .flat_map(|(own, hooks)| hooks.iter().enumerate().map(move |(at, hook)| (own, at, hook)))
        .collect();
    left.sort_by_key(|(own, at, hook)| (Reverse(hook.priority), IDS[*own], *at));
    let is_before = |first: &(usize, usize, &Hook), second: &(usize, usize, &Hook)| {
        let is_moved = first.0 != second.0 && moves.contains(&(first.0, second.0));
        is_moved || first.2.before.contains(&second.0) || second.2.after.contains(&first.0)
    };
    let mut found = Vec::new();
    while !left.is_empty() {
        let next = left.iter().position(|own| !left.iter().any(|other| is_before(other, own)))?;
        let (own, at, _) = left.remove(next);
        found.push((IDS[own], ["first", "second"][at]));
    }
    Some(found)
}

/// Returns whether a text tells of a circle, with the place of each hook in it.
fn tells_of_a_circle(text: &str) -> bool {
    text.contains("the hooks at `message.received` wait for each other") && text.matches(file!()).count() >= 2
}

/// Returns all that an order says, but for what comes about while the process runs.
fn described(order: &Order) -> String {
    let hooks =
        order.hooks.iter().map(|placed| (placed.plugin.id, placed.hook.method, placed.reason.to_string()));
    format!("{}: {:?} {:?}\n", order.point.name, hooks.collect::<Vec<_>>(), order.ambiguous)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn hooks_run_by_their_constraints_and_a_circle_is_told(plugins in plugins(1)) {
        match (Registry::of(&manifests(&plugins)), expected(&plugins, &[])) {
            (Ok(registry), Some(expected)) => prop_assert_eq!(order(&registry), expected),
            (Err(conflicts), None) => prop_assert!(tells_of_a_circle(&conflicts.to_string()), "{conflicts}"),
            (Ok(registry), None) => prop_assert!(false, "there is no such order: {:?}", order(&registry)),
            (Err(conflicts), Some(expected)) => prop_assert!(false, "{expected:?} is one: {conflicts}"),
        }
    }

    #[test]
    fn however_plugins_are_listed_the_order_and_its_reasons_are_the_same(
        (plugins, listed) in plugins(1).prop_flat_map(|plugins| {
            let numbers: Vec<_> = (0..plugins.len()).collect();
            (Just(plugins), Just(numbers).prop_shuffle())
        }),
    ) {
        let all = manifests(&plugins);
        let shuffled: Vec<_> = listed.iter().map(|number| all[*number]).collect();
        let shown = |listed: &[&'static Manifest]| match Registry::of(listed) {
            Ok(registry) => registry.orders().iter().map(described).collect(),
            Err(conflicts) => conflicts.to_string(),
        };
        prop_assert_eq!(shown(&all), shown(&shuffled));
    }

    #[test]
    fn what_the_operator_moves_keeps_to_the_constraints_of_the_authors(
        (plugins, moves) in plugins(1).prop_flat_map(|plugins| {
            let moves = moves(plugins.len());
            (Just(plugins), moves)
        }),
    ) {
        let Ok(registry) = Registry::of(&manifests(&plugins)) else { return Ok(()) };
        let ids: Vec<_> = moves.iter().map(|(first, second)| (IDS[*first], IDS[*second])).collect();
        match (registry.reordered(&ids), expected(&plugins, &moves)) {
            (Ok(moved), Some(expected)) => {
                prop_assert_eq!(order(&moved), expected);
                prop_assert_eq!(order(&moved.reordered(&[]).unwrap()), order(&registry), "nothing moved, nothing is");
            }
            (Err(conflicts), None) => prop_assert!(tells_of_a_circle(&conflicts.to_string()), "{conflicts}"),
            (moved, expected) => prop_assert!(false, "{expected:?}, and not {moved:?}"),
        }
    }
}
