//! `docs/hook-points.md`: made of the catalogue and of what the source says about each point.
//!
//! `HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test reference` writes the page again.

use hookwire::point::{PointInfo, catalogue};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use syn::{Attribute, Expr, Item, ItemStruct, Lit, Meta};

/// The labels that the documentation of each point has, in this order.
const LABELS: [&str; 6] = ["Point", "Event", "When", "A hook may", "`Err`", "Neighbours"];

/// The files of the points, in the order in which a reader meets them.
const FILES: [(&str, &str); 10] = [
    ("request", "Requests"),
    ("session", "Sessions"),
    ("message", "Messages and context"),
    ("agent", "Agents and answers"),
    ("model", "Models"),
    ("tool", "Tools"),
    ("approval", "Approvals"),
    ("turn", "Turns"),
    ("schedule", "Schedules"),
    ("host", "The host"),
];

/// What the source says about one point.
struct Documented {
    type_name: String,
    text: String,
}

#[test]
fn every_point_is_documented_in_the_same_form() {
    let documented = documented();
    let mut wrong = Vec::new();
    for point in built_in() {
        let Some(found) = documented.get(point.name) else {
            wrong.push(format!("{}: no type of core/src/points is marked with this name", point.name));
            continue;
        };
        let labels: Vec<_> = labels(&found.text).into_iter().map(|(label, _)| label).collect();
        if labels != LABELS {
            wrong.push(format!("{}: its documentation has {labels:?}, not {LABELS:?}", point.name));
        }
        let about = label(&found.text, "Point");
        let kind = format!("[{}]", point.kind);
        if !about.contains(&format!("`{}`", point.name)) {
            wrong.push(format!("{}: `**Point**` has another name: {about}", point.name));
        }
        if !about.contains(&kind) {
            wrong.push(format!("{}: `**Point**` does not say that it is {kind}: {about}", point.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert_eq!(built_in().count(), documented.len());
}

#[test]
fn the_page_of_hook_points_is_current() {
    let page = page();
    let file = root().join("docs/hook-points.md");
    if env::var_os("HOOKWIRE_WRITE").is_some() {
        fs::write(&file, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == page,
        "docs/hook-points.md is not what the catalogue says; write it again: \
         HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test reference"
    );
}

fn page() -> String {
    let documented = documented();
    let mut page = String::from(
        "# Hook points\n\nThe built-in hook points. This page is generated from the catalogue; \
         `cargo run -- hooks` shows which hooks a binary has at each.\n\nAn `Err`, a panic and a time-out of a hook are \
         the same: a fault. The column `Err` says what a fault of a closed hook does (of an open one it is only \
         reported); \"closed\" or \"open\" is what the hook is unless its author or the operator says otherwise. The \
         kinds are told in [core/README.md](../core/README.md).\n",
    );
    page.push_str("\n| point | kind | event | hooks make | unless told otherwise |\n|---|---|---|---|---|\n");
    for point in FILES.into_iter().flat_map(|(file, _)| of_file(file)) {
        let outcome = if point.outcome == "()" { String::new() } else { format!("`{}`", point.outcome) };
        let anchor = point.name.replace('.', "");
        let _ = writeln!(
            page,
            "| [`{}`](#{anchor}) | {} | `{}` | {outcome} | {} |",
            point.name, point.kind, point.event, point.policy.on_failure
        );
    }
    for (file, title) in FILES {
        let _ = write!(page, "\n## {title}\n");
        for point in of_file(file) {
            section(point, &documented[point.name], &mut page);
        }
    }
    page
}

fn section(point: &PointInfo, documented: &Documented, page: &mut String) {
    let plain = |label_name| plain(label(&documented.text, label_name));
    let _ = write!(page, "\n### `{}`\n\n{}\n\n", point.name, point.doc);
    let mut row = |name: &str, text: &str| {
        let _ = writeln!(page, "| {name} | {} |", text.replace('|', "\\|"));
    };
    row("type", &format!("`{}`", documented.type_name));
    row("---", "---");
    let sync = if point.sync { ", for plain functions only" } else { "" };
    row("kind", &format!("{}{sync}; {}, {:?}", point.kind, point.policy.on_failure, point.policy.timeout));
    row("event", &format!("`{}`", point.event));
    if point.outcome != "()" {
        row("hooks make", &format!("`{}`", point.outcome));
    }
    row("when", &plain("When"));
    row("a hook may", &plain("A hook may"));
    row("`Err`", &plain("`Err`"));
    row("neighbours", &plain("Neighbours"));
}

fn built_in() -> impl Iterator<Item = &'static PointInfo> {
    catalogue().into_iter().filter(|point| point.package == "hookwire")
}

/// Returns the points of a file, in the order of the source.
fn of_file(file: &str) -> Vec<&'static PointInfo> {
    let end = format!("points/{file}.rs");
    let mut points: Vec<_> = built_in().filter(|point| point.file.ends_with(&end)).collect();
    points.sort_by_key(|point| point.line);
    points
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

// ===== The source =====

fn documented() -> BTreeMap<String, Documented> {
    let read = |(file, _): (&str, &str)| {
        let path = root().join(format!("core/src/points/{file}.rs"));
        let text = fs::read_to_string(&path).expect("the points can be read");
        syn::parse_file(&text).expect("the points are Rust").items
    };
    let structs = FILES.into_iter().flat_map(read).filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    structs.filter_map(|item| Some((point_name(&item)?, documentation(&item)))).collect()
}

fn point_name(item: &ItemStruct) -> Option<String> {
    let attr = item.attrs.iter().find(|attr| attr.path().is_ident("hook_point"))?;
    let Meta::List(list) = &attr.meta else { return None };
    let name = list.tokens.to_string();
    Some(name.split('"').nth(1)?.to_owned())
}

fn documentation(item: &ItemStruct) -> Documented {
    let lines: Vec<_> = item.attrs.iter().filter_map(doc_line).collect();
    Documented { type_name: item.ident.to_string(), text: lines.join("\n") }
}

fn doc_line(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Returns the labelled items of a point's documentation: `* **When**: ..`.
fn labels(text: &str) -> Vec<(&str, &str)> {
    let items = text.split("\n* **").skip(1);
    items.filter_map(|item| item.split("\n\n").next()?.split_once("**")).collect()
}

fn label<'a>(text: &'a str, wanted: &str) -> &'a str {
    let found = labels(text).into_iter().find(|(label, _)| *label == wanted);
    found.map_or("", |(_, text)| text.trim_start_matches(':').trim())
}

/// Puts a text into one line, without the targets of its links.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((name, behind)) = link.split_once(']') else { break };
        plain.push_str(before);
        plain.push_str(name);
        rest = match behind.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, behind)) => behind,
            None => behind,
        };
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
