//! `figure NAME VALUE` lines for scripts.

use crate::contest::{Body, Case, Key, Mode, Way};
use crate::rounds::Cell;

pub(crate) fn print(cells: &[Cell]) {
    let figures = Figures(cells);
    for (body, suffix) in [(Body::Small, ""), (Body::Bare, "_bare")] {
        figures.sequences(body, suffix);
        figures.wraps(body, suffix);
    }
    figures.empty();
}

struct Figures<'a>(&'a [Cell]);

impl Figures<'_> {
    fn sequences(&self, body: Body, suffix: &str) {
        for (mode, name) in [(Mode::Sync, "sync"), (Mode::Async, "async"), (Mode::Pending, "pending")] {
            let at = |way, size| Key { mode, body, case: Case::All, way, size };
            let (fire, run) = (at(Way::Fire, 8), at(Way::Run, 8));
            self.ratio(&format!("{name}8_guarded_vs_direct{suffix}"), fire, at(Way::Direct, 8));
            self.ratio(&format!("{name}8_run_vs_direct{suffix}"), run, at(Way::Direct, 8));
            self.ratio(&format!("{name}8_vs_boxed{suffix}"), at(Way::Boxed, 8), fire);
            self.overhead(&format!("{name}8_overhead_vs_boxed{suffix}"), at(Way::Boxed, 8), fire);
            self.allocs(&format!("allocs_{name}8{suffix}"), fire);
            self.allocs(&format!("allocs_{name}8_boxed{suffix}"), at(Way::Boxed, 8));
            let ways = [(Way::Fire, ""), (Way::Direct, "_direct"), (Way::Boxed, "_boxed")];
            for (way, of) in ways {
                self.slope(&format!("{name}_per_hook_ns{of}{suffix}"), at(way, 0), at(way, 16));
            }
            let idle = |way| Key { case: Case::Idle, ..at(way, 16) };
            self.ratio(&format!("{name}16_idle_vs_boxed{suffix}"), idle(Way::Boxed), idle(Way::Fire));
        }
    }

    fn wraps(&self, body: Body, suffix: &str) {
        let at = |way, size| Key { mode: Mode::Wrap, body, case: Case::All, way, size };
        let ways = [
            (Way::TowerStatic, "tower_static"),
            (Way::TowerShared, "tower_boxed"),
            (Way::TowerOwned, "tower_boxed_owned"),
        ];
        for (way, name) in ways {
            self.ratio(&format!("wrap4_vs_{name}{suffix}"), at(way, 4), at(Way::Fire, 4));
            self.allocs(&format!("allocs_wrap4_{name}{suffix}"), at(way, 4));
        }
        self.allocs(&format!("allocs_wrap4{suffix}"), at(Way::Fire, 4));
        self.slope(&format!("wrap_per_hook_ns{suffix}"), at(Way::Fire, 0), at(Way::Fire, 16));
    }

    fn empty(&self) {
        let key = Key { mode: Mode::Async, body: Body::Small, case: Case::Idle, way: Way::Fire, size: 0 };
        let plain = Key { mode: Mode::Sync, body: Body::Bare, case: Case::All, way: Way::Plain, size: 1 };
        self.ratio("empty_chain_vs_call", key, plain);
        for (name, key) in [("empty_chain_ns", key), ("plain_call_ns", plain)] {
            if let Some(cell) = self.cell(key) {
                println!("figure {name} {:.2}", cell.nanos());
            }
        }
    }

    fn ratio(&self, name: &str, above: Key, below: Key) {
        if let (Some(above), Some(below)) = (self.cell(above), self.cell(below)) {
            println!("figure {name} {:.2}", above.nanos() / below.nanos());
        }
    }

    /// Compares what the two cost beyond the hooks' own work.
    fn overhead(&self, name: &str, above: Key, below: Key) {
        let direct = Key { way: Way::Direct, ..below };
        if let (Some(above), Some(below), Some(direct)) =
            (self.cell(above), self.cell(below), self.cell(direct))
        {
            let direct = direct.nanos();
            println!("figure {name} {:.2}", (above.nanos() - direct) / (below.nanos() - direct));
        }
    }

    fn slope(&self, name: &str, none: Key, all: Key) {
        if let (Some(none), Some(last)) = (self.cell(none), self.cell(all)) {
            println!("figure {name} {:.2}", (last.nanos() - none.nanos()) / all.size as f64);
        }
    }

    fn allocs(&self, name: &str, key: Key) {
        if let Some(cell) = self.cell(key) {
            println!("figure {name} {}", cell.allocations);
        }
    }

    fn cell(&self, key: Key) -> Option<&Cell> {
        self.0.iter().find(|cell| cell.key == key)
    }
}
