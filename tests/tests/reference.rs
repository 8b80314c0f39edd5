//! `docs/hook-points.md`: what `hooks --markdown` prints of the built-in points.
//!
//! `HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test reference` writes the page again.

use hookwire::point::{PointInfo, TypeInfo, catalogue};
use hookwire_host::terminal::points_markdown;
use std::path::Path;
use std::{env, fs};

/// The labels that the documentation of each point has, in this order.
const LABELS: [&str; 6] = ["Point", "Event", "When", "A hook may", "`Err`", "Neighbours"];

#[test]
fn every_point_is_documented_in_the_same_form() {
    let mut wrong = Vec::new();
    for point in built_in() {
        let labels: Vec<_> = labelled(point).map(|(label, _)| label).collect();
        if labels != LABELS {
            wrong.push(format!("{}: its documentation has {labels:?}, not {LABELS:?}", point.name));
        }
        let about = |wanted: &str| labelled(point).find(|(label, _)| *label == wanted).map_or("", |it| it.1);
        let kind = format!(": `{}`, an? [{}]", point.name, point.kind);
        let is_named = |article: &str| about("Point").starts_with(&kind.replace("an?", article));
        if !is_named("a") && !is_named("an") {
            wrong.push(format!("{}: `**Point**` does not say name and kind: {}", point.name, about("Point")));
        }
        let event = if point.event == point.type_name { "this type" } else { point.event };
        if !about("Event").contains(event) {
            wrong.push(format!("{}: `**Event**` does not name {event}: {}", point.name, about("Event")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert_eq!(built_in().len(), 41);
}

#[test]
fn the_fields_of_every_built_in_event_are_known_and_documented() {
    for point in built_in() {
        let event = point.event_info.unwrap_or_else(|| panic!("{} is not described", point.event));
        for info in event.with_parts().into_iter().chain(point.outcome_info) {
            assert!(!info.doc.is_empty(), "{} has no documentation", info.name);
            assert!(has_members(info), "{} has neither fields nor variants", info.name);
            let fields = info.fields.iter().map(|field| (field.name, field.doc));
            let variants = info.variants.iter().map(|variant| (variant.name, variant.doc));
            let bare: Vec<_> = fields.chain(variants).filter(|(_, doc)| doc.is_empty()).collect();
            assert!(bare.is_empty(), "{}: {bare:?}", info.name);
        }
    }
}

#[test]
fn the_page_of_hook_points_is_current() {
    let page = points_markdown(&built_in());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hook-points.md");
    if env::var_os("HOOKWIRE_WRITE").is_some() {
        fs::write(&file, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == page,
        "docs/hook-points.md is not what `hooks --markdown` says; write it again: \
         HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test reference"
    );
    let missing: Vec<_> =
        built_in().into_iter().filter(|it| !page.contains(&format!("\n### `{}`\n", it.name))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = points_markdown(&catalogue());
    let headings = page.lines().filter_map(|line| Some(line.split_once("# ")?.1));
    let anchors: Vec<_> =
        headings.map(|it| it.replace(['`', '.'], "").replace(' ', "-").to_lowercase()).collect();
    let targets: Vec<_> = page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(targets.len() > 41);
    let lost: Vec<_> = targets.iter().filter(|target| !anchors.iter().any(|it| it == *target)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

fn has_members(info: &TypeInfo) -> bool {
    !info.fields.is_empty() || !info.variants.is_empty()
}

fn built_in() -> Vec<&'static PointInfo> {
    catalogue().into_iter().filter(|point| point.package == "hookwire").collect()
}

/// Returns the labelled items of a point's documentation: `* **When**: ..`.
fn labelled(point: &PointInfo) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let items = point.documentation.split("\n\n").flat_map(|block| block.split("* **").skip(1));
    items.filter_map(|item| item.split_once("**"))
}
