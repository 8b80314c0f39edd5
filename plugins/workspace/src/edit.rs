use crate::error::FileError;
use crate::root::Root;
use crate::write::Target;
use similar::TextDiff;
use std::borrow::Cow;
use std::time::Duration;

/// How many lines of a difference are told.
const TOLD: usize = 60;

/// Writes a whole file; tells what changed.
pub(crate) fn write(
    root: &Root,
    path: &str,
    text: &str,
    protect: &[String],
    most: usize,
) -> Result<String, FileError> {
    check_size(path, text, most)?;
    let target = Target::find(root, path, protect)?;
    if !target.exists() {
        target.replace(text.as_bytes())?;
        let lines = match text.lines().count() {
            1 => "1 line".to_owned(),
            count => format!("{count} lines"),
        };
        return Ok(format!("created `{path}` ({lines}, {} bytes)", text.len()));
    }
    let old = target.read(most);
    target.replace(text.as_bytes())?;
    let old = old.ok().and_then(|old| String::from_utf8(old).ok());
    Ok(match old {
        Some(old) => told(path, &old, text),
        None => format!("replaced `{path}`, which was binary or very large, with {} bytes", text.len()),
    })
}

/// Replaces the one place where `old` stands; tells what changed.
pub(crate) fn edit(
    root: &Root,
    path: &str,
    (old, new): (&str, &str),
    protect: &[String],
    most: usize,
) -> Result<String, FileError> {
    let whole = root.file(path)?.metadata().map_or(0, |it| it.len());
    let target = Target::find(root, path, protect)?;
    let text = String::from_utf8(target.read(most)?);
    let text = text.map_err(|_| FileError::Binary { path: path.into(), bytes: whole })?;
    let changed = replaced(path, &text, old, new)?;
    check_size(path, &changed, most)?;
    target.replace(changed.as_bytes())?;
    Ok(told(path, &text, &changed))
}

fn check_size(path: &str, text: &str, limit: usize) -> Result<(), FileError> {
    let bytes = text.len() as u64;
    if text.len() > limit { Err(FileError::TooLarge { path: path.into(), bytes, limit }) } else { Ok(()) }
}

fn replaced(path: &str, text: &str, old: &str, new: &str) -> Result<String, FileError> {
    if old.is_empty() {
        return Err(FileError::NoEdit(
            "the old text is empty; copy a passage of the file, or use `write_file`",
        ));
    }
    let (old, new) = with_breaks_of(text, old, new);
    if old == new {
        return Err(FileError::NoEdit("the old and the new text are the same; nothing was changed"));
    }
    let places = places(text, &old);
    match places[..] {
        [] => Err(FileError::NoMatch { path: path.into(), hint: hint(text, &old) }),
        [at] => Ok([&text[..at], &new, &text[at + old.len()..]].concat()),
        _ => Err(FileError::Matches { path: path.into(), count: places.len(), lines: lines(text, &places) }),
    }
}

/// Has the texts end their lines as the file does, whose CR are not shown when it is read.
fn with_breaks_of<'a>(text: &str, old: &'a str, new: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    if !text.contains("\r\n") || old.contains('\r') || text.contains(old) {
        return (old.into(), new.into());
    }
    let with = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
    (with(old).into(), with(new).into())
}

/// Returns every place where it begins, also where one overlaps with the next.
fn places(text: &str, old: &str) -> Vec<usize> {
    let (mut places, mut from) = (Vec::new(), 0);
    while let Some(at) = text[from..].find(old) {
        places.push(from + at);
        from += at + text[from + at..].chars().next().map_or(1, char::len_utf8);
    }
    places
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn lines(text: &str, places: &[usize]) -> String {
    let told: Vec<_> = places.iter().take(5).map(|at| line_of(text, *at).to_string()).collect();
    let more = if places.len() > told.len() { " and others" } else { "" };
    format!("{}{more}", told.join(", "))
}

/// Finds where the first line of the passage stands but for its blanks.
fn hint(text: &str, old: &str) -> String {
    let first = old.lines().map(str::trim).find(|line| !line.is_empty());
    let found = first.and_then(|first| text.lines().position(|line| line.trim() == first));
    found.map_or_else(String::new, |line| format!(", but line {} is like its first line", line + 1))
}

fn told(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return format!("`{path}` has these contents already");
    }
    let mut config = TextDiff::configure();
    let diff = config.timeout(Duration::from_millis(500)).diff_lines(old, new);
    let diff = diff.unified_diff().context_radius(2).to_string();
    let mut lines: Vec<_> = diff.lines().take(TOLD).collect();
    if diff.lines().nth(TOLD).is_some() {
        lines.push("(the rest of the difference is left out)");
    }
    format!("changed `{path}`\n{}", lines.join("\n"))
}
