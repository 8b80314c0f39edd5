//! Every chain once per round, so that a slow moment of the machine hits all peers alike.

use tokio::runtime::Runtime;

use crate::case::{Case, SIZES};
use crate::measure::{Peer, Sample, Timed};

pub const ROUNDS: usize = 31;
pub const CALLS: u32 = 10_000;

/// What the rounds gave for one peer, case and size.
pub struct Cell {
    pub peer: &'static Peer,
    pub case: Case,
    pub size: usize,
    samples: Vec<Sample>,
}

impl Cell {
    pub fn nanos(&self) -> f64 {
        self.quantile(0.5, |sample| sample.nanos)
    }

    pub fn spread(&self) -> (f64, f64) {
        let at = |part| self.quantile(part, |sample| sample.nanos);
        (at(0.1), at(0.9))
    }

    pub fn allocations(&self) -> f64 {
        self.quantile(0.5, |sample| sample.allocations)
    }

    fn quantile(&self, part: f64, value: fn(&Sample) -> f64) -> f64 {
        let mut values: Vec<f64> = self.samples.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[((values.len() - 1) as f64 * part).round() as usize]
    }
}

pub fn run(peers: &'static [Peer], runtime: &Runtime) -> Vec<Cell> {
    let mut entrants = entrants(peers);
    for round in 0..ROUNDS {
        let start = round * entrants.len() / ROUNDS;
        for step in 0..entrants.len() {
            let index = (start + step) % entrants.len();
            let (cell, chain) = &mut entrants[index];
            let sample = chain.sample(runtime, CALLS);
            check(cell, &sample);
            cell.samples.push(sample);
        }
    }
    entrants.into_iter().map(|(cell, _)| cell).collect()
}

fn entrants(peers: &'static [Peer]) -> Vec<(Cell, Box<dyn Timed>)> {
    let mut entrants = Vec::new();
    for case in Case::EACH {
        for peer in peers {
            for size in SIZES {
                let samples = Vec::with_capacity(ROUNDS);
                let cell = Cell {
                    peer,
                    case,
                    size,
                    samples,
                };
                entrants.push((cell, (peer.chain)(case, size)));
            }
        }
    }
    entrants
}

fn check(cell: &Cell, sample: &Sample) {
    let expected = cell.case.looks(cell.size) as f64;
    assert_eq!(
        sample.looks, expected,
        "{} did not call its {} hooks",
        cell.peer.title, cell.size
    );
}
