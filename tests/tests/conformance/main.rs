//! Every hook point fires on every path that can reach it: once, and in its place.
//!
//! The probe hooks the whole catalogue; each test drives one path and compares everything the probe saw with a list.
//! What a path cannot fire, another one does: the last test adds them all up.

mod cli;
mod golden;
mod http;
mod paths;

use hookwire::plugin::Plugin;
use hookwire::point::catalogue;
use hookwire_tests::test_host::Probe;
use std::collections::BTreeSet;

#[test]
fn the_probe_hooks_every_built_in_point_once() {
    let built_in = catalogue().into_iter().filter(|point| point.package == "hookwire");
    let points: Vec<_> = built_in.map(|point| point.name).collect();
    let mut hooked: Vec<_> = Probe::MANIFEST.hooks.iter().map(|hook| hook.point.name).collect();
    hooked.sort_unstable();
    assert_eq!(hooked, points, "add a point that is new to the probe and to a path of this test");
}

#[test]
fn every_built_in_point_is_fired_by_a_path() {
    let lists = golden::ALL.iter().flat_map(|list| golden::points(list));
    let fired: BTreeSet<_> = lists.collect();
    let built_in = catalogue().into_iter().filter(|point| point.package == "hookwire");
    let points: BTreeSet<_> = built_in.map(|point| point.name).collect();
    assert_eq!(fired, points, "a point without a call site, or a list with a point that is none");
}
