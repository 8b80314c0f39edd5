//! Every chain once per round, so that a slow moment of the machine hits all alike.

use crate::contest::{Field, Key, Mode};
use crate::measure::{Sample, Timed};

const CALLS: u32 = 10_000;
/// Where hooks wait, calls are much longer.
const FEW: u32 = 2_000;

/// What the rounds gave for one chain.
pub(crate) struct Cell {
    pub(crate) key: Key,
    chain: Box<dyn Timed>,
    samples: Vec<Sample>,
}

impl Cell {
    /// Returns the median time per call.
    pub(crate) fn nanos(&self) -> f64 {
        self.quantile(0.5, |sample| sample.nanos)
    }

    pub(crate) fn spread(&self) -> (f64, f64) {
        let at = |part| self.quantile(part, |sample| sample.nanos);
        (at(0.1), at(0.9))
    }

    pub(crate) fn allocations(&self) -> f64 {
        self.quantile(0.5, |sample| sample.allocations)
    }

    fn quantile(&self, part: f64, value: fn(&Sample) -> f64) -> f64 {
        let mut values: Vec<f64> = self.samples.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[((values.len() - 1) as f64 * part).round() as usize]
    }

    fn sample(&mut self) {
        let calls = if self.key.mode == Mode::Wrap || self.key.mode == Mode::Pending { FEW } else { CALLS };
        let sample = self.chain.sample(calls);
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
}

/// Lets everybody run, round after round.
pub(crate) fn run(field: Field<'_>, rounds: usize) -> Vec<Cell> {
    let cell = |(key, chain)| Cell { key, chain, samples: Vec::with_capacity(rounds) };
    let mut cells: Vec<_> = field.entries.into_iter().map(cell).collect();
    for round in 0..rounds {
        // So that nobody always comes first, or when the machine is busy with something of its own.
        let start = round * cells.len() / rounds;
        cells.rotate_left(start);
        cells.iter_mut().for_each(Cell::sample);
        cells.rotate_right(start);
    }
    cells
}
