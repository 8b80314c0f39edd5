use comfy_table::{ContentArrangement, Table, presets};
use std::fmt::Display;

/// Returns an empty table without borders, with the words of its head in capitals, if it is to have one.
pub(crate) fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if !head.is_empty() {
        table.set_header(head.iter().map(|word| word.to_uppercase()));
    }
    table
}

/// Returns the text of a table, without the blanks at the ends of its lines.
pub(crate) fn lines(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}

/// Returns a number with its noun, in the plural where it has to be: `1 hook`, `2 hooks`.
pub(crate) fn count(number: impl Display, noun: &str) -> String {
    match number.to_string().as_str() {
        "1" => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}
