//! Suggestions for misspelt names.

/// Returns the candidate that is nearest to a misspelt name, if one is near enough.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit(name))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns the end of a sentence that suggests the nearest candidate, or nothing: "; did you mean `notes`?".
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, candidates).map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

/// Returns the sentence that a name is unknown, with the nearest candidate, or all of them if none is near.
pub fn unknown<'a>(what: &str, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    format!("there is no {what} `{name}`{}", hint(name, candidates))
}

/// Returns the end of a sentence that names the nearest candidate, or all of them if none is near.
pub fn hint<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<_> = candidates.into_iter().collect();
    match nearest(name, candidates.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None if candidates.is_empty() => String::new(),
        None => format!("; there are `{}`", candidates.join("`, `")),
    }
}

/// Returns the sentence that a name is unknown, with the nearest candidate and the list of all.
///
/// For names with few alternatives, where the list itself helps.
pub fn unknown_of<'a>(what: &str, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<_> = candidates.into_iter().collect();
    let list = candidates.join("`, `");
    match nearest(name, candidates.iter().copied()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`? there are: `{list}`"),
        None => format!("there is no {what} `{name}`; there are: `{list}`"),
    }
}

/// Returns the distance up to which a candidate is near.
pub const fn limit(name: &str) -> usize {
    let length = name.len();
    (if length < 3 { 3 } else { length }) / 3
}

/// The length of the longest names that are compared; longer ones are near nothing.
const LONGEST: usize = 80;

/// Counts the bytes to insert, delete or replace, or neighbours to swap, to get from one to the other.
///
/// At compile time as well, where the plugins of a binary are checked.
pub const fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    // The row of the letter before the last, that of the last, and the one in the making.
    let mut rows = [[0; LONGEST + 1]; 3];
    let mut j = 0;
    while j <= b.len() {
        rows[1][j] = j;
        j += 1;
    }
    let mut i = 1;
    while i <= a.len() {
        rows[2][0] = i;
        let mut j = 1;
        while j <= b.len() {
            let replaced = rows[1][j - 1] + (a[i - 1] != b[j - 1]) as usize;
            let mut best = least(replaced, least(rows[1][j], rows[2][j - 1]) + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = least(best, rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
            j += 1;
        }
        rows = [rows[1], rows[2], rows[0]];
        i += 1;
    }
    rows[1][b.len()]
}

const fn least(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, nearest, unknown, unknown_of};

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let names = ["tool.before", "tool.after", "model.before"];
        assert_eq!(nearest("tool.befor", names), Some("tool.before"));
        assert_eq!(nearest("tool.ebfore", names), Some("tool.before"));
        assert_eq!(nearest("billing.charge", names), None);
    }

    #[test]
    fn a_sentence_names_the_nearest_candidate_or_all() {
        let names = ["notes", "redact"];
        assert_eq!(did_you_mean("note", names), "; did you mean `notes`?");
        assert_eq!(did_you_mean("billing", names), "");
        assert_eq!(unknown("plugin", "note", names), "there is no plugin `note`; did you mean `notes`?");
        assert_eq!(unknown("plugin", "x", names), "there is no plugin `x`; there are `notes`, `redact`");
        assert_eq!(unknown("plugin", "x", []), "there is no plugin `x`");
        let all = "there is no kind `edti`; did you mean `edit`? there are: `edit`, `wrap`";
        assert_eq!(unknown_of("kind", "edti", ["edit", "wrap"]), all);
    }
}
