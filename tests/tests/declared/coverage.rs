//! `docs/coverage.md`: every line that it has to have, places and tests that there are, and sums that are right.

use crate::coverage_page::{NamedTest, Row, State, cells, rows, section};
use crate::root;
use crate::test_names::test_names;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// How many lines may be still to come; it only gets smaller.
const MOST_TO_COME: usize = 12;

/// The headings of the systems, with the numbers that the table of each has.
const SYSTEMS: [(&str, &[&str]); 6] = [
    ("Evonic", &["S0.1-8", "0.1-76"]),
    ("openagentd", &["S1.1-3", "1.1-38"]),
    ("AgentRail", &["S2.1-5", "2.1-33"]),
    ("Flowly", &["S3.1-4", "3.1-42"]),
    ("A course", &["4.1-6", "4.7a", "4.7b", "4.7c", "4.8-9"]),
    ("All of them, and none of them", &["U1-9", "G1-22"]),
];

fn page() -> String {
    fs::read_to_string(root().join("docs/coverage.md")).expect("the page")
}

fn tables() -> Vec<(&'static str, Vec<Row>)> {
    let page = page();
    SYSTEMS.iter().map(|(system, _)| (*system, rows(section(&page, system)))).collect()
}

/// Writes a range out: `S0.1-3` is `S0.1`, `S0.2` and `S0.3`.
fn numbers(range: &str) -> Vec<String> {
    let Some((first, last)) = range.split_once('-') else { return vec![range.to_owned()] };
    let digits = first.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (prefix, first) = first.split_at(digits);
    let number = |text: &str| text.parse::<u32>().expect("a number");
    (number(first)..=number(last)).map(|number| format!("{prefix}{number}")).collect()
}

#[test]
fn the_page_has_each_line_once() {
    let mut lines = 0;
    for ((system, wanted), (_, rows)) in SYSTEMS.iter().zip(tables()) {
        let wanted: Vec<_> = wanted.iter().flat_map(|range| numbers(range)).collect();
        let found: Vec<_> = rows.iter().map(|row| row.number.clone()).collect();
        assert_eq!(found, wanted, "{system}");
        lines += found.len();
    }
    assert_eq!(lines, 251);
}

#[test]
fn each_line_has_what_its_state_needs() {
    let mut wrong = Vec::new();
    for row in tables().iter().flat_map(|(_, rows)| rows) {
        let is_shown = !row.places.is_empty() && !row.tests.is_empty();
        match row.state {
            State::Works if !is_shown => wrong.push(format!("{}: no place, or no test", row.number)),
            State::Differs if row.note.is_empty() => wrong.push(format!("{}: no reason", row.number)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_place_and_each_test_is_there() {
    let mut wrong = Vec::new();
    let mut known = BTreeMap::new();
    for row in tables().iter().flat_map(|(_, rows)| rows) {
        let gone = row.places.iter().filter(|place| !root().join(place).exists());
        wrong.extend(gone.map(|place| format!("{}: there is no {place}", row.number)));
        let problems = row.tests.iter().filter_map(|test| problem(test, &mut known));
        wrong.extend(problems.map(|problem| format!("{}: {problem}", row.number)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Says what is wrong with a test that a line names.
fn problem(test: &NamedTest, known: &mut BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let file = root().join(&test.file);
    let Ok(source) = fs::read_to_string(&file) else { return Some(format!("there is no {}", test.file)) };
    let Some(function) = &test.function else {
        return (!is_case(&file)).then(|| format!("no test of {} is named", test.file));
    };
    let names = known.entry(test.file.clone()).or_insert_with(|| match source.parse() {
        Ok(tokens) => test_names(tokens),
        Err(_) => BTreeSet::new(),
    });
    (!names.contains(function)).then(|| format!("{} has no test `{function}`", test.file))
}

/// Returns whether the compiler's answer to a file is a test: one stands beside it, or it has to compile.
fn is_case(file: &Path) -> bool {
    file.with_extension("stderr").exists()
        || file.parent().is_some_and(|folder| folder.ends_with("tests/pass"))
}

#[test]
fn the_summary_counts_what_the_tables_have() {
    let mut counted: Vec<(&str, [usize; 4])> =
        tables().iter().map(|(system, rows)| (*system, counts(rows))).collect();
    let mut total = [0; 4];
    for (_, counts) in &counted {
        total.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    counted.push(("all", total));
    let page = page();
    let written = cells(section(&page, "Summary")).into_iter().map(|cells| {
        let numbers = cells[1..].iter().map(|it| it.trim_matches('*').parse().expect("a number"));
        let numbers: Vec<usize> = numbers.collect();
        (cells[0].trim_matches('*'), <[usize; 4]>::try_from(numbers).expect("four numbers"))
    });
    assert_eq!(written.collect::<Vec<_>>(), counted);
    assert!(total[3] <= MOST_TO_COME, "{} lines are to come", total[3]);
}

/// Counts rows: all, those that work, that differ, that are to come.
fn counts(rows: &[Row]) -> [usize; 4] {
    let count = |wanted: fn(&State) -> bool| rows.iter().filter(|row| wanted(&row.state)).count();
    [
        rows.len(),
        count(|state| *state == State::Works),
        count(|state| *state == State::Differs),
        count(|state| matches!(state, State::Next(_))),
    ]
}

#[test]
fn what_is_to_come_belongs_to_a_field_that_the_page_explains() {
    let page = page();
    let fields: BTreeSet<_> = section(&page, "What is to come")
        .lines()
        .filter_map(|line| line.strip_prefix("* **")?.split("**").next())
        .collect();
    let tables = tables();
    let states = tables.iter().flat_map(|(_, rows)| rows).map(|row| &row.state);
    let used: BTreeSet<_> = states
        .filter_map(|state| match state {
            State::Next(field) => Some(&**field),
            _ => None,
        })
        .collect();
    assert_eq!(used, fields);
}
