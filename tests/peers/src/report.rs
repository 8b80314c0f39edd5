//! Tables for people, then `figure` lines for scripts.

use crate::case::{Case, SIZES};
use crate::rounds::{CALLS, Cell, ROUNDS};

const LARGEST: usize = 16;

pub fn print(cells: &[Cell]) {
    println!("nanoseconds per call of the whole chain, median of {ROUNDS} rounds of {CALLS} calls");
    for case in Case::EACH {
        table(cells, case);
    }
    println!();
    for row in rows(cells, Case::All) {
        figures(cells, row[0].peer.key);
    }
}

/// The cells of one case, a slice of all sizes per peer.
pub fn rows(cells: &[Cell], case: Case) -> impl Iterator<Item = &[Cell]> {
    cells
        .chunks(SIZES.len())
        .filter(move |row| row[0].case == case)
}

fn table(cells: &[Cell], case: Case) {
    println!("\n{}", case.title());
    print!("{:<38}", "chain");
    for size in SIZES {
        print!("{:>9}", format!("n={size}"));
    }
    println!("{:>10}{:>12}{:>18}", "per hook", "allocs@16", "p10-p90@16");
    for row in rows(cells, case) {
        line(row);
    }
}

fn line(row: &[Cell]) {
    print!("{:<38}", row[0].peer.title);
    for cell in row {
        print!("{:>9.1}", cell.nanos());
    }
    let last = &row[row.len() - 1];
    let (low, high) = last.spread();
    let spread = format!("{low:.0}-{high:.0}");
    println!(
        "{:>10.1}{:>12}{:>18}",
        per_hook(row),
        last.allocations(),
        spread
    );
}

/// Nanoseconds that one more hook costs.
pub fn slope(row: &[Cell]) -> f64 {
    (row[row.len() - 1].nanos() - row[0].nanos()) / LARGEST as f64
}

fn per_hook(row: &[Cell]) -> f64 {
    // Adding zero turns a printed -0.0 into 0.0.
    (slope(row) * 10.0).round() / 10.0 + 0.0
}

fn figures(cells: &[Cell], key: &str) {
    for case in Case::EACH {
        let Some(row) = rows(cells, case).find(|row| row[0].peer.key == key) else {
            continue;
        };
        let last = &row[row.len() - 1];
        println!(
            "figure {key}_{LARGEST}_{}_ns {:.1}",
            case.key(),
            last.nanos()
        );
        if case == Case::All {
            println!("figure {key}_0_ns {:.1}", row[0].nanos());
            println!("figure {key}_per_hook_ns {:.1}", per_hook(row));
            println!("figure {key}_allocs_{LARGEST} {}", last.allocations());
        } else {
            println!(
                "figure {key}_allocs_{LARGEST}_{} {}",
                case.key(),
                last.allocations()
            );
        }
    }
}
