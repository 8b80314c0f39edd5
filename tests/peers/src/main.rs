//! Times the hook chains of other agent frameworks beside ours.

mod adk;
mod alloc;
mod autumn;
mod call;
mod case;
mod measure;
mod report;
mod rig;
mod rounds;
mod swiftide;
mod tower;

use measure::Peer;

const PEERS: &[Peer] = &[
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
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    report::print(&rounds::run(PEERS, &runtime));
    Ok(())
}
