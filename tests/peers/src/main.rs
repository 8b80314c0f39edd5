//! Times the hook chains of other agent frameworks beside ours.

mod adk;
mod alloc;
mod autumn;
mod call;
mod case;
mod measure;
mod ours;
mod report;
mod rig;
mod rounds;
mod swiftide;
mod tower;
mod versus;

use measure::Peer;

const PEERS: &[Peer] = &[
    ours::BEFORE_TOOL,
    ours::DELTA,
    rig::DISPATCH,
    rig::NARROWED,
    rig::DELTA,
    adk::BEFORE_TOOL,
    swiftide::BEFORE_TOOL,
    autumn::BEFORE_TOOL,
    tower::BOXED,
    tower::NESTED,
];

fn main() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let cells = rounds::run(PEERS, &runtime);
    report::print(&cells);
    versus::print(&cells);
    Ok(())
}
