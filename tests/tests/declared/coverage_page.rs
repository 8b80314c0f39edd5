//! The tables of `docs/coverage.md`, read.

/// A line of the page: something that another system does, and what Hookwire does.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) number: String,
    pub(crate) state: State,
    /// The files that do it.
    pub(crate) places: Vec<String>,
    /// The tests that would notice its loss.
    pub(crate) tests: Vec<NamedTest>,
    pub(crate) note: String,
}

/// What Hookwire does about a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum State {
    Works,
    Differs,
    /// It comes with a field of work.
    Next(String),
}

/// A file of tests, and the function in it; a case of the compiler's has none.
#[derive(Debug)]
pub(crate) struct NamedTest {
    pub(crate) file: String,
    pub(crate) function: Option<String>,
}

/// Returns the text below a heading of the second level.
pub(crate) fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let title = format!("\n## {heading}\n");
    let (_, rest) = page.split_once(&title).unwrap_or_else(|| panic!("there is no section `{heading}`"));
    rest.split("\n## ").next().unwrap_or_default()
}

/// Returns the cells of each row of a table, without its head.
pub(crate) fn cells(section: &str) -> Vec<Vec<&str>> {
    let lines = section.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    lines.skip(2).map(|line| line.split('|').map(str::trim).collect()).collect()
}

/// Returns the rows of a system's table.
pub(crate) fn rows(section: &str) -> Vec<Row> {
    cells(section).into_iter().map(|cells| row(&cells)).collect()
}

fn row(cells: &[&str]) -> Row {
    let [number, _, state, places, tests, note] = cells else {
        panic!("{cells:?} has {} cells, not 6", cells.len())
    };
    Row {
        number: (*number).to_owned(),
        state: state_of(state).unwrap_or_else(|| panic!("{number}: there is no state `{state}`")),
        places: quoted(places).map(str::to_owned).collect(),
        tests: named_tests(number, tests),
        note: (*note).to_owned(),
    }
}

fn state_of(text: &str) -> Option<State> {
    match text {
        "works" => Some(State::Works),
        "differs" => Some(State::Differs),
        _ => text.strip_prefix("next: ").map(|field| State::Next(field.to_owned())),
    }
}

/// Returns what stands in backquotes.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Reads files, each with the function behind it.
fn named_tests(number: &str, cell: &str) -> Vec<NamedTest> {
    let mut tests: Vec<NamedTest> = Vec::new();
    for name in quoted(cell) {
        if name.contains('/') {
            tests.push(NamedTest { file: name.to_owned(), function: None });
        } else {
            let last = tests.last_mut().unwrap_or_else(|| panic!("{number}: `{name}` stands behind no file"));
            assert!(last.function.is_none(), "{number}: `{name}` stands behind no file of its own");
            last.function = Some(name.to_owned());
        }
    }
    tests
}
