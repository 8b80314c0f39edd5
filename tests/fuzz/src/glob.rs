//! File patterns: the matcher agrees with a slow one that follows the rules letter by letter.

use hookwire_workspace::glob_matches;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The longest pattern that anybody would write; each alternative is tried on its own.
const MAX_PATTERN: usize = 64;
const MAX_PATH: usize = 256;

/// Takes a pattern and a path, a line each.
pub fn glob(data: &[u8]) {
    let line = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (pattern, path) = (&data[..line], data.get(line + 1..).unwrap_or_default());
    let Ok(pattern) = str::from_utf8(pattern) else { return };
    if pattern.len() > MAX_PATTERN || path.len() > MAX_PATH {
        return;
    }
    let path = Path::new(OsStr::from_bytes(path));
    let found = glob_matches(pattern, path).ok();
    let rest = pattern.trim_start_matches("./");
    let text = if rest.contains('/') { path.as_os_str() } else { path.file_name().unwrap_or_default() };
    let expected = alternatives(rest).map(|all| all.iter().any(|it| matches(it, text.as_bytes())));
    assert_eq!(found, expected, "`{pattern}` and {}", path.display());
}

/// A part of a pattern without braces.
#[derive(Clone, Copy)]
enum Part {
    /// `**/`: any folders, also none.
    Folders,
    /// `**`: anything.
    Anything,
    /// `*`: anything within a name.
    Name,
    /// `?`: a letter of a name.
    Any,
    Letter(char),
}

fn parts(mut pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some(letter) = pattern.chars().next() {
        let (length, part) = match letter {
            '*' if pattern.starts_with("**/") => (3, Part::Folders),
            '*' if pattern.starts_with("**") => (2, Part::Anything),
            '*' => (1, Part::Name),
            '?' => (1, Part::Any),
            letter => (letter.len_utf8(), Part::Letter(letter)),
        };
        parts.push(part);
        pattern = &pattern[length..];
    }
    parts
}

/// Returns the patterns without braces that one with braces stands for; `None` if they are nested or unbalanced.
fn alternatives(pattern: &str) -> Option<Vec<Vec<Part>>> {
    let mut found = vec![Vec::new()];
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, braces) = rest.split_at(at);
        let (inside, behind) = braces.strip_prefix('{')?.split_once('}')?;
        if inside.contains('{') {
            return None;
        }
        let with = |it: &Vec<Part>, choice| [it.clone(), parts(before), parts(choice)].concat();
        found = found.iter().flat_map(|it| inside.split(',').map(|choice| with(it, choice))).collect();
        rest = behind;
    }
    for it in &mut found {
        it.extend(parts(rest));
    }
    Some(found)
}

/// Follows a pattern part by part with all ends that the text before may have.
fn matches(pattern: &[Part], text: &[u8]) -> bool {
    let mut ends = BTreeSet::from([0]);
    for part in pattern {
        ends = ends.into_iter().flat_map(|from| behind(*part, text, from)).collect();
    }
    ends.contains(&text.len())
}

/// Returns where a part may end that begins at a place of a text.
fn behind(part: Part, text: &[u8], from: usize) -> Vec<usize> {
    let rest = &text[from..];
    let name = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
    match part {
        Part::Anything => (from..=text.len()).collect(),
        Part::Name => (from..=from + name).collect(),
        Part::Any => {
            first(rest).filter(|letter| *letter != '/').map(|it| from + it.len_utf8()).into_iter().collect()
        }
        Part::Letter(letter) => {
            let is_next = rest.starts_with(letter.encode_utf8(&mut [0; 4]).as_bytes());
            is_next.then_some(from + letter.len_utf8()).into_iter().collect()
        }
        Part::Folders => {
            let mut ends = vec![from];
            let mut at = from;
            for folder in rest.split_inclusive(|byte| *byte == b'/') {
                at += folder.len();
                if folder.len() < 2 || folder.last() != Some(&b'/') {
                    break;
                }
                ends.push(at);
            }
            ends
        }
    }
}

/// Returns the letter that a text begins with, if its first bytes are one.
fn first(text: &[u8]) -> Option<char> {
    let valid = text.utf8_chunks().next()?.valid();
    valid.chars().next()
}
