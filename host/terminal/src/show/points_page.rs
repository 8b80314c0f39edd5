//! The page about hook points, in Markdown.

use super::markdown::{block, plain};
use super::point_doc::PointDoc;
use super::type_titles::TypeTitles;
use hookwire::point::{PointInfo, TypeInfo};
use std::fmt::Write;

/// The files of the built-in points, in the order in which a reader meets them.
const GROUPS: [(&str, &str); 10] = [
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

const HEAD: &str = "# Hook points

This page is written by `hooks --markdown`, which prints it for any agent, with the points of its plugins; `hooks` shows which hooks \
are at each.

An `Err`, a panic and a time-out of a hook are the same: a fault. What is said of `Err` is what a fault of a closed hook does \
(of an open one it is only reported). A hook is closed or open, and has the time-out, as its point says, unless its author or the \
operator says otherwise.
";

/// Returns a page about hook points in Markdown: a table of all, a section for each, and the types of their events.
pub fn points_markdown(points: &[&PointInfo]) -> String {
    let groups = groups(points);
    let titles = TypeTitles::of(points);
    let mut page = String::from(HEAD);
    page.push_str(
        "\n| point | kind | event | hooks make | on failure | time-out |\n|---|---|---|---|---|---|\n",
    );
    for point in groups.iter().flat_map(|(_, points)| points) {
        let (name, event, anchor) = (point.name, event(point, &titles), anchor(point.name));
        let policy = point.policy;
        // Writing to a text cannot fail.
        let _ = writeln!(
            page,
            "| [`{name}`](#{anchor}) | {} | {event} | {} | {} | {:?} |",
            point.kind,
            outcome(point, &titles),
            policy.on_failure,
            policy.timeout
        );
    }
    for (title, points) in &groups {
        let _ = write!(page, "\n## {title}\n");
        for point in points {
            section(point, &titles, &mut page);
        }
    }
    types(&titles, &mut page);
    page
}

/// Parts the points: the built-in ones by subject, those of others by package.
fn groups<'p>(points: &[&'p PointInfo]) -> Vec<(String, Vec<&'p PointInfo>)> {
    let mut sorted: Vec<_> = points.iter().map(|point| (place(point), *point)).collect();
    sorted.sort_by_key(|(place, point)| (*place, point.package, point.file, point.line));
    let mut groups: Vec<(String, Vec<_>)> = Vec::new();
    for (place, point) in sorted {
        let title = match GROUPS.get(place) {
            Some((_, title)) => (*title).to_owned(),
            None => format!("Of `{}`", point.package),
        };
        match groups.last_mut().filter(|(last, _)| *last == title) {
            Some((_, points)) => points.push(point),
            None => groups.push((title, vec![point])),
        }
    }
    groups
}

fn place(point: &PointInfo) -> usize {
    let file = |(file, _): &(&str, &str)| {
        point.package == "hookwire" && point.file.replace('\\', "/").ends_with(&format!("points/{file}.rs"))
    };
    GROUPS.iter().position(file).unwrap_or(GROUPS.len())
}

fn section(point: &PointInfo, titles: &TypeTitles, page: &mut String) {
    let doc = PointDoc::of(point);
    let _ = write!(page, "\n### `{}`\n\n{}\n\n", point.name, plain(point.doc));
    for text in &doc.blocks {
        let _ = write!(page, "{}\n\n", block(text));
    }
    let mut row = |name: &str, text: &str| {
        let _ = writeln!(page, "| {name} | {} |", text.replace('|', "\\|"));
    };
    row("type", &format!("`{}`", point.type_name));
    row("---", "---");
    row("kind", &format!("{}{}", point.kind, if point.sync { ", for plain functions only" } else { "" }));
    row("on failure", &point.policy.on_failure.to_string());
    row("time-out", &format!("{:?}", point.policy.timeout));
    row("event", &event(point, titles));
    if point.outcome != "()" {
        row("hooks make", &outcome(point, titles));
    }
    for (label, text) in &doc.labels {
        row(&in_a_row(label), text);
    }
}

/// Writes a label as the other rows are called: `When` is `when`.
fn in_a_row(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

fn event(point: &PointInfo, titles: &TypeTitles) -> String {
    linked(point.event, point.event_info, titles)
}

fn outcome(point: &PointInfo, titles: &TypeTitles) -> String {
    if point.outcome == "()" { String::new() } else { linked(point.outcome, point.outcome_info, titles) }
}

/// Returns the name of a type, which leads to its fields if they are known.
fn linked(name: &str, info: Option<&TypeInfo>, titles: &TypeTitles) -> String {
    let code = format!("`{}`", name.replace('|', "\\|"));
    let title = info.and_then(|info| titles.title(info));
    title.map_or(code.clone(), |title| format!("[{code}](#{})", anchor(title)))
}

/// Returns what a heading is called in links.
fn anchor(heading: &str) -> String {
    let letter = |c: char| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c.to_ascii_lowercase()),
        _ => None,
    };
    heading.chars().filter_map(letter).collect()
}

fn types(titles: &TypeTitles, page: &mut String) {
    if titles.iter().next().is_none() {
        return;
    }
    page.push_str(
        "\n## Types\n\nThe fields of the events, of what hooks make, and of the types inside of them.\n",
    );
    for (info, title) in titles.iter() {
        let _ = write!(page, "\n### {title}\n\n{}\n", plain(info.doc));
        if !info.fields.is_empty() {
            page.push_str("\n| field | type | |\n|---|---|---|\n");
        }
        for field in info.fields {
            let ty = linked(field.type_name, (field.type_info)(), titles);
            let _ = writeln!(page, "| `{}` | {ty} | {} |", field.name, cell(field.doc));
        }
        if !info.variants.is_empty() {
            page.push_str("\n| variant | |\n|---|---|\n");
        }
        for variant in info.variants {
            let _ = writeln!(page, "| `{}` | {} |", variant.name, cell(variant.doc));
        }
    }
}

fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}
