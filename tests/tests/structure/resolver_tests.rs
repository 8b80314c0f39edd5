//! The guard itself, on small trees.

use crate::arrows::against_floors;
use crate::edges::{Edge, between_files};
use crate::graph::cycles;
use crate::tree::CrateTree;
use std::path::{Path, PathBuf};

fn tree(files: &[(&str, &str)]) -> CrateTree {
    let files: Vec<(PathBuf, &str)> = files.iter().map(|(name, text)| (PathBuf::from(name), *text)).collect();
    CrateTree::read("small", Path::new("src/lib.rs"), &|wanted| {
        files.iter().find(|(name, _)| name == wanted).map(|(_, text)| (*text).to_owned())
    })
}

fn arrows(files: &[(&str, &str)]) -> Vec<String> {
    let show = |edge: &Edge| format!("{} -> {} ({})", edge.from.join("::"), edge.to.join("::"), edge.line);
    between_files(&tree(files)).iter().map(show).collect()
}

fn knots(files: &[(&str, &str)]) -> Vec<String> {
    let tree = tree(files);
    cycles(&between_files(&tree)).iter().map(|cycle| cycle.knot.join(" ")).collect()
}

#[test]
fn tables_of_contents_are_no_imports() {
    let files = [
        ("src/lib.rs", "mod a;\npub use a::Foo;\n"),
        ("src/a/mod.rs", "mod foo;\npub use foo::Foo;\nuse foo::Hidden;\n"),
        ("src/a/foo.rs", "pub(crate) struct Foo;\npub struct Hidden;"),
    ];
    assert!(arrows(&files).is_empty());
}

#[test]
fn a_cycle_through_a_re_export_is_found() {
    let files = [
        ("src/lib.rs", "mod a;"),
        ("src/a/mod.rs", "mod foo;\nmod bar;\npub use foo::Foo;\npub use bar::Bar;\n"),
        ("src/a/foo.rs", "use super::Bar;\npub struct Foo(Bar);"),
        ("src/a/bar.rs", "use crate::a::Foo;\npub struct Bar(Foo);"),
    ];
    assert_eq!(arrows(&files), ["a::bar -> a::foo (1)", "a::foo -> a::bar (1)"]);
    assert_eq!(knots(&files), ["bar foo"]);
    let tree = tree(&files);
    let text = cycles(&between_files(&tree))[0].explain("small", &tree);
    assert!(text.contains("src/a/foo.rs:1: `super::Bar`: a::foo -> a::bar"), "{text}");
    assert!(text.contains("src/a/bar.rs:1: `crate::a::Foo`: a::bar -> a::foo"), "{text}");
}

#[test]
fn a_cycle_between_folders_needs_no_cycle_between_files() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;"),
        ("src/a/mod.rs", "mod one;\nmod two;\npub use two::Two;"),
        ("src/a/one.rs", "fn one() { crate::b::three() }"),
        ("src/a/two.rs", "pub(crate) struct Two;"),
        ("src/b.rs", "use crate::a::Two;\npub fn three() {}\nfn four(_: Two) {}"),
    ];
    assert_eq!(knots(&files), ["a b"]);
}

#[test]
fn a_folder_file_with_logic_is_a_part_of_its_own() {
    let logic = [
        ("src/lib.rs", "mod a;"),
        ("src/a/mod.rs", "mod foo;\nuse foo::Foo;\npub struct Whole { foo: Foo }"),
        ("src/a/foo.rs", "pub(crate) struct Foo;\nimpl Foo { fn of(_: &super::Whole) {} }"),
    ];
    assert_eq!(knots(&logic), [" foo"]);
    // A public re-export counts as soon as code beside it uses the name.
    let public =
        [logic[0], ("src/a/mod.rs", "mod foo;\npub use foo::Foo;\npub struct Whole { foo: Foo }"), logic[2]];
    assert_eq!(knots(&public), [" foo"]);
}

#[test]
fn paths_in_code_macros_and_attributes_count() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nmod c;"),
        ("src/a.rs", "use crate::b;\nfn f() {\n    b::g();\n    format!(\"{}\", super::c::H);\n}"),
        (
            "src/b.rs",
            "pub(crate) fn g() {}\n#[serde(with = \"crate::c\")]\nstruct S;\nfn h() { small::c::i() }",
        ),
        ("src/c.rs", "pub(crate) const H: u8 = 0;\npub fn i() {}"),
    ];
    assert_eq!(arrows(&files), ["a -> b (3)", "a -> c (4)", "b -> c (4)"]);
}

#[test]
fn names_behind_a_glob_and_an_alias_are_followed() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nmod c;"),
        ("src/a.rs", "use crate::b::*;\nuse crate::c as sea;\nfn f(_: Foo) { sea::g() }"),
        ("src/b/mod.rs", "mod foo;\npub use foo::*;"),
        ("src/b/foo.rs", "pub(crate) struct Foo;"),
        ("src/c.rs", "pub(crate) fn g() {}"),
    ];
    assert_eq!(arrows(&files), ["a -> b::foo (3)", "a -> c (3)"]);
}

#[test]
fn what_only_tests_compile_is_left_out() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;"),
        ("src/a.rs", "use crate::b::B;\npub struct A(B);\n#[cfg(test)]\nmod tests;"),
        (
            "src/b.rs",
            "pub(crate) struct B;\n#[cfg(test)]\nuse crate::a::A;\n#[cfg(all(test, unix))]\nmod tests { use crate::a::A; }",
        ),
        ("src/a/tests.rs", "use crate::b::B;"),
    ];
    assert_eq!(arrows(&files), ["a -> b (1)"]);
    let counted = [
        files[0],
        ("src/a.rs", "pub(crate) struct A;"),
        ("src/b.rs", "#[cfg(feature = \"test\")]\nuse crate::a::A;"),
    ];
    assert_eq!(arrows(&counted), ["b -> a (2)"]);
}

#[test]
fn other_crates_and_visibilities_are_no_imports() {
    let files = [
        ("src/lib.rs", "mod a;\nmod time;"),
        ("src/a.rs", "use tokio::time;\npub(in crate::time) fn f() { time::sleep(); ::time::now(); }"),
        ("src/time.rs", "pub(crate) fn sleep() {}"),
    ];
    assert!(arrows(&files).is_empty());
}

#[test]
fn a_module_file_may_lie_anywhere() {
    let files = [
        ("src/lib.rs", "#[path = \"private/mod.rs\"]\npub mod __private;\nmod b;"),
        ("src/private/mod.rs", "mod c;\npub fn f() {}"),
        ("src/private/c.rs", ""),
        ("src/b.rs", "mod inside { fn g() { super::super::__private::f() } }"),
    ];
    assert_eq!(arrows(&files), ["b -> __private (1)"]);
}

#[test]
fn floors_must_be_whole_and_are_climbed_downwards_only() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nmod c;\nmod d;"),
        ("src/a.rs", "use crate::b::B;\npub struct A(B);"),
        ("src/b.rs", "pub(crate) struct B;"),
        ("src/c.rs", "use crate::a::A;\nuse crate::b::B;"),
        ("src/d.rs", ""),
    ];
    let tree = tree(&files);
    let floors =
        [vec!["a"], vec!["b", "c"], vec!["gone"]].map(|floor| floor.into_iter().map(str::to_owned).collect());
    let wrong = against_floors("small", &floors.to_vec(), &tree, &between_files(&tree)).join("\n");
    assert!(wrong.contains("src/a.rs:1: `crate::b::B`: `a` uses `b`, which stands above it"), "{wrong}");
    assert!(wrong.contains("src/c.rs:2: `crate::b::B`: `c` uses `b`, which stands beside it"), "{wrong}");
    assert!(wrong.contains("add the module `d`") && wrong.contains("lists the module `gone`"), "{wrong}");
    assert_eq!(wrong.lines().count(), 4, "{wrong}");
}
