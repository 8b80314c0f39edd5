//! The other frameworks over ours, at the same choke point: before a tool is called.

use crate::case::Case;
use crate::report;
use crate::rounds::Cell;

const OURS: &str = "hookwire_before_tool";
const OTHERS: [(&str, &str); 4] = [
    ("rig", "rig_dispatch"),
    ("adk", "adk_before_tool"),
    ("autumn", "autumn_before_tool"),
    ("swiftide", "swiftide_before_tool"),
];

pub fn print(cells: &[Cell]) {
    for (name, key) in OTHERS {
        let times = slope(cells, key) / slope(cells, OURS);
        println!("figure {name}_per_hook_vs_ours {times:.1}");
    }
    for (name, key) in OTHERS {
        let times = idle(cells, key) / idle(cells, OURS);
        println!("figure {name}_idle16_vs_ours {times:.1}");
    }
}

/// Nanoseconds per hook when all are interested.
fn slope(cells: &[Cell], key: &str) -> f64 {
    report::slope(row(cells, Case::All, key))
}

/// Nanoseconds per call with sixteen hooks of which none is interested.
fn idle(cells: &[Cell], key: &str) -> f64 {
    let row = row(cells, Case::Idle, key);
    row[row.len() - 1].nanos()
}

fn row<'a>(cells: &'a [Cell], case: Case, key: &str) -> &'a [Cell] {
    let mut rows = report::rows(cells, case);
    rows.find(|row| row[0].peer.key == key).expect("a peer of this key")
}
