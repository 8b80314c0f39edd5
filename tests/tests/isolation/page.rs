//! `HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test isolation table` writes the table again.

use hookwire_misbehave::{Call, Group, Inline, Misbehaviour, Residue, Row, Worker};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const BEGIN: &str = "<!-- table -->\n";
const END: &str = "<!-- /table -->";

#[test]
fn the_table_in_the_documents_is_what_the_tests_hold_the_tiers_to() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/isolation.md");
    let page = fs::read_to_string(&file).expect("docs/isolation.md");
    let (before, rest) = page.split_once(BEGIN).expect("docs/isolation.md has a place for the table");
    let (written, after) = rest.split_once(END).expect("the table has an end");
    let table = table();
    if env::var_os("HOOKWIRE_WRITE").is_some() {
        fs::write(&file, format!("{before}{BEGIN}{table}{END}{after}")).expect("the page can be written");
        return;
    }
    assert!(
        written == table,
        "the table in docs/isolation.md is not that of the tests; write it again: \
         HOOKWIRE_WRITE=1 cargo test -p hookwire-tests --test isolation table"
    );
}

/// Returns the table, a part for each group.
fn table() -> String {
    let mut table = String::new();
    let groups = [
        (Group::Panic, "Panics"),
        (Group::Endless, "What does not end"),
        (Group::Fatal, "What ends its process"),
        (Group::Greedy, "What takes too much"),
        (Group::Noisy, "What says too much"),
        (Group::Process, "What changes its process"),
        (Group::Policy, "What asks for what it may not have"),
    ];
    for (group, title) in groups {
        let _ = write!(table, "\n### {title}\n\n| a tool that … | inline | worker |\n|---|---|---|\n");
        for row in Misbehaviour::ROWS.iter().filter(|row| row.group == group) {
            let _ = writeln!(table, "| {} | {} | {} |", row.does, inline(row), worker(row));
        }
    }
    table.push('\n');
    table
}

fn inline(row: &Row) -> String {
    match row.inline {
        Inline::Contained(Call::Succeeds) if row.group == Group::Policy => "**nothing stops it**".into(),
        Inline::Contained(call) => end(call).into(),
        Inline::Leaves(call, residue) => {
            let stays: Vec<_> = residue.iter().copied().map(Residue::words).collect();
            format!("{}; **{}**", end(call), stays.join(", "))
        }
        Inline::Hangs => "**the host hangs**".into(),
        Inline::Dies(how) => format!("**the host dies** ({how})"),
    }
}

fn worker(row: &Row) -> String {
    match row.worker {
        Worker::Kept(Call::Fails) if row.group == Group::Policy => "denied".into(),
        Worker::Kept(call) => end(call).into(),
        Worker::Restarted(call) => format!("{}, the next one finds a new worker", end(call)),
    }
}

fn end(call: Call) -> &'static str {
    match call {
        Call::Succeeds => "the call succeeds",
        Call::Fails => "the call fails",
    }
}
