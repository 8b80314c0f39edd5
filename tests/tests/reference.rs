//! What people look up: `docs/hook-points.md`, which is what `hooks --markdown` prints of the built-in points, and the pages of
//! the macros.
//!
//! `HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test reference` writes the page again.

use hookwire::point::{PointInfo, TypeInfo, catalogue};
use hookwire_host::terminal::points_markdown;
use std::path::{Path, PathBuf};
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
    let file = root().join("docs/hook-points.md");
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

/// Two points whose types have one name.
mod apart {
    pub(crate) mod shop {
        use serde::{Deserialize, Serialize};

        /// Something is sold.
        ///
        /// A hook may round:
        ///
        /// ```toml
        /// cents = [5, 10]
        ///
        /// up = true
        /// ```
        ///
        /// - up, as `steps[0]` says
        /// - down [1, 2], like [another sale](Sale)
        #[hookwire::hook_point("shop.sale", kind = edit)]
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub(crate) struct Sale {
            price: u32,
        }
    }

    pub(crate) mod harbour {
        use serde::{Deserialize, Serialize};

        /// A ship goes out.
        #[hookwire::hook_point("harbour.sale", kind = observe)]
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub(crate) struct Sale {
            sails: u32,
        }
    }
}

#[test]
fn two_types_of_one_name_have_a_place_each() {
    let sales: Vec<_> = catalogue().into_iter().filter(|point| point.type_name == "Sale").collect();
    assert_eq!(sales.len(), 2);
    let page = points_markdown(&sales);
    for (point, anchor) in [(sales[0], "type-sale"), (sales[1], "type-sale-2")] {
        let row = page.lines().find(|line| line.starts_with(&format!("| [`{}`]", point.name)));
        assert!(row.is_some_and(|row| row.contains(&format!("[`Sale`](#{anchor})"))), "{page}");
    }
    let fields = |title: &str| page.split_once(&format!("\n### {title}\n")).map(|(_, rest)| rest.to_owned());
    let [first, second] = ["Type `Sale`", "Type `Sale` (2)"].map(|title| fields(title).expect(title));
    let field = |point: &PointInfo| {
        point.event_info.map(|info| format!("| `{}` |", info.fields[0].name)).expect("a field")
    };
    let behind = |text: &str| text.split("\n### ").next().unwrap_or_default().to_owned();
    assert!(behind(&first).contains(&field(sales[0])), "{page}");
    assert!(behind(&second).contains(&field(sales[1])), "{page}");
}

#[test]
fn the_page_keeps_the_code_and_the_lists_of_a_point() {
    let page = points_markdown(&catalogue());
    let documentation = "Something is sold.\n\nA hook may round:\n\n```toml\ncents = [5, 10]\n\nup = true\n```\n\n\
        - up, as `steps[0]` says\n- down [1, 2], like another sale\n";
    assert!(page.contains(documentation), "{page}");
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = points_markdown(&catalogue());
    let headings = page.lines().filter_map(|line| Some(line.split_once("# ")?.1));
    let anchors: Vec<_> =
        headings.map(|it| it.replace(['`', '.', '(', ')'], "").replace(' ', "-").to_lowercase()).collect();
    let targets: Vec<_> = page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(targets.len() > 41);
    let lost: Vec<_> = targets.iter().filter(|target| !anchors.iter().any(|it| it == *target)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn every_macro_has_arguments_an_example_and_a_mistake_on_its_page() {
    let pages = pages_of_macros();
    assert_eq!(pages.len(), 17, "{pages:#?}");
    for page in pages {
        let has_arguments = page.contains("\n| argument |") || page.contains("It takes no arguments");
        let has_example = page.contains("\n```\nuse hookwire::");
        let is_list = page.starts_with("Lists the plugins") && page.contains("\n```ignore\n");
        assert!(has_arguments && has_example || is_list, "{page}");
        assert!(page.contains("\n```text\nerror"), "{page}");
    }
}

#[test]
fn every_error_that_a_page_quotes_is_what_the_compiler_says() {
    let mut answers = Vec::new();
    read_answers(&root().join("tests/ui/tests/ui"), &mut answers);
    let pages = pages_of_macros();
    let quotes = pages.iter().flat_map(|page| page.split("```text\nerror").skip(1));
    let quotes: Vec<_> =
        quotes.map(|rest| format!("error{}", rest.split("```").next().unwrap_or_default())).collect();
    assert!(quotes.len() >= 12);
    let wrong: Vec<_> =
        quotes.iter().filter(|quote| !answers.iter().any(|answer| is_quote(quote, answer))).collect();
    assert!(wrong.is_empty(), "no case of tests/ui gives these: {wrong:#?}");
}

/// Returns whether a text stands in an answer of the compiler, line by line; `..` at the end of a line, or as one, stands for
/// what was left out, and places are never quoted.
fn is_quote(quote: &str, answer: &str) -> bool {
    let shown =
        |line: &str| line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').trim_end().to_owned();
    let mut answer = answer.lines().map(shown).filter(|line| !line.starts_with("-->"));
    let mut is_gap = false;
    quote.lines().map(shown).all(|line| {
        if line == ".." {
            is_gap = true;
            return true;
        }
        let fits = |answer: &String| match line.strip_suffix("..") {
            Some(begin) => answer.starts_with(begin),
            None => *answer == line,
        };
        if std::mem::take(&mut is_gap) {
            answer.any(|it| fits(&it))
        } else {
            answer.next().is_some_and(|it| fits(&it))
        }
    })
}

fn read_answers(folder: &Path, answers: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_answers(&path, answers);
        } else if path.extension().is_some_and(|it| it == "stderr") {
            answers.push(fs::read_to_string(&path).expect("an answer"));
        }
    }
}

/// Returns the documentation of the macros: the longer comments in the file that declares them.
fn pages_of_macros() -> Vec<String> {
    let source = fs::read_to_string(root().join("macros/src/lib.rs")).expect("the macros");
    let mut pages = vec![String::new()];
    for line in source.lines() {
        match line.trim_start().strip_prefix("///") {
            Some(text) => {
                let page = pages.last_mut().expect("one at least");
                page.push_str(text.strip_prefix(' ').unwrap_or(text));
                page.push('\n');
            }
            None => pages.push(String::new()),
        }
    }
    pages.retain(|page| page.contains("\n\n"));
    pages
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
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
