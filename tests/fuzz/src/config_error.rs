//! The errors of a configuration: each says what is wrong and where.

use hookwire_host::config::{ConfigError, Origin};

/// Checks the error of a file and what was set over it.
pub(crate) fn check(error: &ConfigError, file: &str) {
    match error {
        ConfigError::Syntax { message, spot } => {
            assert!(!message.is_empty());
            let shown = check_place(&spot.to_string(), file);
            let is_hidden = shown.ends_with('…') || shown.trim_start().starts_with('[');
            assert!(is_hidden, "a line that no schema knows may be secret: {shown}");
        }
        ConfigError::Wrong(problems) => {
            assert!(!problems.is_empty());
            for located in problems {
                assert!(!located.problem.message.is_empty() && !located.problem.path.is_empty(), "{located}");
                match &located.origin {
                    Some(Origin::File(spot)) => _ = check_place(&spot.to_string(), file),
                    Some(_) => {}
                    None => assert!(!names(file, &located.problem.path[0]), "it is in the file: {located}"),
                }
            }
        }
        ConfigError::Argument(shown) => assert!(!shown.contains('='), "the value may be secret: {shown}"),
        other => assert!(!other.to_string().is_empty()),
    }
}

/// Checks a place as it is shown, with the line and the marks under it; returns the text of the line.
fn check_place(shown: &str, file: &str) -> String {
    let [place, _, text, marks] = shown.split('\n').collect::<Vec<_>>()[..] else {
        panic!("not four lines: {shown:?}")
    };
    let mut numbers = place.rsplit(':').map(|number| number.parse::<usize>().expect(place));
    let (column, line) = (numbers.next().expect(place), numbers.next().expect(place));
    let (number, text) = text.split_once(" | ").expect(text);
    assert_eq!(number, line.to_string());
    let mut lines: Vec<_> = file.split('\n').collect();
    lines.push("");
    let given = lines.get(line - 1).unwrap_or_else(|| panic!("there is no line {line}: {shown}"));
    let given = given.strip_suffix('\r').unwrap_or(given);
    let begun = text.strip_suffix('…').map(|begin| begin.trim_end_matches(['=', ' ']));
    assert!(
        begun.map_or(text == given, |begin| given.starts_with(begin)),
        "line {line} is `{given}`: {shown}"
    );
    let width = text.chars().count();
    let marks = marks.split_once(" | ").expect(marks).1;
    let marked = marks.trim_start_matches(' ');
    assert!(!marked.is_empty() && marked.chars().all(|mark| mark == '^'), "{shown}");
    assert_eq!(marks.len() - marked.len() + 1, column, "{shown}");
    assert!(marks.len() <= width.max(1) + 1, "the marks go beyond the line: {shown}");
    text.to_owned()
}

/// Returns whether a file has a section of a name.
fn names(file: &str, section: &str) -> bool {
    toml::from_str::<toml::Table>(file).is_ok_and(|table| table.contains_key(section))
}
