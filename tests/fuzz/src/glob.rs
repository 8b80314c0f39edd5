//! File patterns: the matcher agrees with a slow one that follows the rules letter by letter.

use hookwire_workspace::glob_matches;
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

/// Returns the patterns without braces that one with braces stands for; `None` if they are nested or unbalanced.
fn alternatives(pattern: &str) -> Option<Vec<Vec<char>>> {
    let mut found = vec![Vec::new()];
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, braces) = rest.split_at(at);
        let (inside, behind) = braces.strip_prefix('{')?.split_once('}')?;
        if inside.contains('{') {
            return None;
        }
        for it in &mut found {
            it.extend(before.chars());
        }
        let with = |it: &Vec<char>, choice: &str| it.iter().copied().chain(choice.chars()).collect();
        found = found.iter().flat_map(|it| inside.split(',').map(|choice| with(it, choice))).collect();
        rest = behind;
    }
    for it in &mut found {
        it.extend(rest.chars());
    }
    Some(found)
}

fn matches(pattern: &[char], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', '*', '/', rest @ ..] => {
            let slashes = (1..text.len()).filter(|at| text[*at] == b'/' && text[at - 1] != b'/');
            matches(rest, text) || {
                let whole = |at: &usize| text[..*at].split(|byte| *byte == b'/').all(|name| !name.is_empty());
                slashes.filter(whole).any(|at| matches(rest, &text[at + 1..]))
            }
        }
        ['*', '*', rest @ ..] => (0..=text.len()).any(|at| matches(rest, &text[at..])),
        ['*', rest @ ..] => {
            let end = text.iter().position(|byte| *byte == b'/').unwrap_or(text.len());
            (0..=end).any(|at| matches(rest, &text[at..]))
        }
        ['?', rest @ ..] => {
            first(text).is_some_and(|letter| letter != '/' && matches(rest, &text[letter.len_utf8()..]))
        }
        [letter, rest @ ..] => {
            let bytes = letter.encode_utf8(&mut [0; 4]).as_bytes().to_vec();
            text.strip_prefix(bytes.as_slice()).is_some_and(|text| matches(rest, text))
        }
    }
}

/// Returns the letter that a text begins with, if its first bytes are one.
fn first(text: &[u8]) -> Option<char> {
    let valid = text.utf8_chunks().next()?.valid();
    valid.chars().next()
}
