//! Tables for people.

use crate::contest::{Body, Case, Key, Mode, SIZES, Way};
use crate::rounds::Cell;

const HEADER: &str = "
Nanoseconds per call of a whole chain. Every chain runs once in every round; the figure is the median over
several processes of the median of their rounds, lo-hi the fastest and the slowest process.

small  the least hook that is of use: reads one argument of the call, compares its length with a
       limit, counts atomically. The headline figures are these.
bare   a hook that does nothing the compiler could leave out: direct calls fuse into a few
       instructions, so this is the harshest comparison. Its figures end in _bare.

fire   ours as shipped, guard on, chain looked up in the wiring
run    the same with the chain at hand
direct the same methods called by hand: nothing where nobody is interested
boxed  Vec<Box<dyn Trait>>, async by async-trait; those not interested have the default method
";

pub(crate) fn print(cells: &[Cell]) {
    println!("{HEADER}");
    for mode in [Mode::Sync, Mode::Async, Mode::Pending, Mode::Wrap] {
        for body in [Body::Small, Body::Bare] {
            for case in Case::EACH {
                table(cells, mode, body, case);
            }
        }
    }
    println!();
}

fn table(cells: &[Cell], mode: Mode, body: Body, case: Case) {
    let belongs = |key: &Key| (key.mode, key.body, key.case) == (mode, body, case) && key.way != Way::Plain;
    let cells: Vec<_> = cells.iter().filter(|cell| belongs(&cell.key)).collect();
    if cells.is_empty() {
        return;
    }
    let title = match case {
        Case::Idle => "nobody interested",
        Case::One => "the first interested",
        Case::All => "all interested",
    };
    print!("\n{:<28}", format!("{mode:?}, {body:?}: {title}").to_lowercase());
    for size in SIZES {
        print!("{:>9}", format!("n={size}"));
    }
    println!("{:>10}{:>16}", "allocs@16", "lo-hi@16");
    for way in Way::LISTED {
        let row: Vec<_> = cells.iter().filter(|cell| cell.key.way == way).copied().collect();
        if !row.is_empty() {
            line(way, &row);
        }
    }
}

fn line(way: Way, row: &[&Cell]) {
    print!("  {:<26}", format!("{way:?}").to_lowercase());
    for size in SIZES {
        match row.iter().find(|cell| cell.key.size == size) {
            Some(cell) => print!("{:>9.1}", cell.nanos()),
            None => print!("{:>9}", ""),
        }
    }
    if let Some(last) = row.iter().find(|cell| cell.key.size == 16) {
        let (low, high) = last.spread();
        print!("{:>10}{:>16}", last.allocations, format!("{low:.0}-{high:.0}"));
    }
    println!();
}
