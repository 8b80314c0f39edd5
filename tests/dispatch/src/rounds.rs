//! Every chain once per round, so that a slow moment of the machine hits all alike.

use crate::contest::{Field, Key, Mode};
use crate::measure::{Sample, Timed};

const CALLS: u32 = 10_000;
/// Where hooks wait, calls are much longer.
const FEW: u32 = 2_000;

/// What is known of one chain.
pub(crate) struct Cell {
    pub(crate) key: Key,
    /// Nanoseconds per call, the median of the rounds of each process.
    pub(crate) runs: Vec<f64>,
    pub(crate) allocations: f64,
}

impl Cell {
    /// Returns the median over the processes.
    pub(crate) fn nanos(&self) -> f64 {
        median(self.runs.iter().copied())
    }

    /// Returns the fastest and the slowest process.
    pub(crate) fn spread(&self) -> (f64, f64) {
        let runs = || self.runs.iter().copied();
        (runs().fold(f64::INFINITY, f64::min), runs().fold(0.0, f64::max))
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Someone who runs, and how it went so far.
struct Entrant {
    key: Key,
    chain: Box<dyn Timed>,
    samples: Vec<Sample>,
}

impl Entrant {
    fn sample(&mut self, round: usize) {
        let calls = if self.key.mode == Mode::Wrap || self.key.mode == Mode::Pending { FEW } else { CALLS };
        let sample = lower(round % STEPS, &mut || self.chain.sample(calls));
        self.check(&sample);
        self.samples.push(sample);
    }

    /// Makes sure that the work was done: exactly the hooks that care ran, and waited if that is what they do.
    #[allow(clippy::float_cmp, reason = "whole numbers, or something is wrong")]
    fn check(&self, sample: &Sample) {
        let Key { mode, case, size, .. } = self.key;
        let hooks = case.count(size) as f64;
        let waits = if mode == Mode::Pending { hooks } else { 0.0 };
        assert_eq!((sample.hooks, sample.waits), (hooks, waits), "(hooks run, waits) of {}", self.key);
    }

    fn cell(self) -> Cell {
        Cell {
            key: self.key,
            runs: vec![median(self.samples.iter().map(|sample| sample.nanos))],
            allocations: median(self.samples.iter().map(|sample| sample.allocations)),
        }
    }
}

/// How many places on the stack are tried.
const STEPS: usize = 16;

/// Runs something further down the stack.
///
/// Where the stack lies against the heap can cost or save a chain half of its time, and is an accident of the
/// environment's size; every round tries another place.
#[inline(never)]
fn lower(steps: usize, run: &mut dyn FnMut() -> Sample) -> Sample {
    let room = std::hint::black_box([0_u8; 208]);
    let sample = if steps == 0 { run() } else { lower(steps - 1, run) };
    std::hint::black_box(room);
    sample
}

/// Lets everybody run, round after round.
pub(crate) fn run(field: Field<'_>, rounds: usize) -> Vec<Cell> {
    let entrant = |(key, chain)| Entrant { key, chain, samples: Vec::with_capacity(rounds) };
    let mut entrants: Vec<_> = field.entries.into_iter().map(entrant).collect();
    for round in 0..rounds {
        // So that nobody always comes first, or when the machine is busy with something of its own.
        let start = round * entrants.len() / rounds;
        entrants.rotate_left(start);
        for entrant in &mut entrants {
            entrant.sample(round);
        }
        entrants.rotate_right(start);
    }
    entrants.into_iter().map(Entrant::cell).collect()
}
