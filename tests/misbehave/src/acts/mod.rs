//! What each misbehaviour does.

mod answer;
mod endless;
mod fatal;
mod greedy;
mod noisy;
mod panics;
mod policy;
mod process;
mod source;

pub(crate) use answer::Answer;
pub(crate) use source::OddTools;

use crate::bounds;
use crate::config::Config;
use crate::misbehaviour::Misbehaviour as How;
use crate::raw;
use crate::residue::begin_call;
use hookwire::{Cx, Error, Result};

/// What code that misbehaves has around it.
#[derive(Debug)]
pub(crate) struct Around {
    pub(crate) config: Config,
    /// The plugin's own tool.
    pub(crate) tool: &'static str,
    pub(crate) source: OddTools,
}

impl Around {
    pub(crate) fn new(config: Config, tool: &'static str) -> Self {
        Self { config, tool, source: OddTools::default() }
    }
}

/// Misbehaves where code can wait.
pub(crate) async fn act(how: How, around: &Around, cx: &Cx) -> Result<Answer> {
    begin(how);
    match how {
        How::PanicOnCancel => panics::wait_and_panic().await,
        How::PanicInTask => panics::panic_in_task().await,
        How::NeverCompletes => std::future::pending().await,
        How::YieldsForEver => endless::yield_for_ever().await,
        How::ReadyResources => endless::receive_for_ever().await,
        How::ReadyLoop => endless::await_what_is_ready().await,
        How::DropLoops => endless::wait_and_loop().await,
        How::SpawnedLoop => endless::spawn_loop(),
        How::Recursion => return Ok(endless::call_itself(around.tool, cx).await?.into()),
        How::ThreadAborts => return Ok(fatal::abort_in_thread().await?.into()),
        How::ServiceFlood => return Ok(greedy::flood_services(cx).await?.into()),
        How::SlowOutput => return Ok(noisy::write_slowly().await?.into()),
        How::SlowMessage => noisy::write_message_slowly().await,
        How::HalfMessage => noisy::begin_message().await,
        _ => return act_now(how, around, cx),
    }
    Ok("it came to an end".into())
}

/// Misbehaves where code cannot wait; what needs to is refused.
pub(crate) fn act_now(how: How, around: &Around, cx: &Cx) -> Result<Answer> {
    begin(how);
    let config = &around.config;
    match how {
        How::Nothing => return Ok(format!("process {}", std::process::id()).into()),
        How::Panic => panics::panic(),
        How::PanicInDrop => panics::panic_in_drop(),
        How::PanicPayload => panics::panic_with_bomb(),
        How::PanicInSerialize => return Ok(Answer::Panics),
        How::DoublePanic => panics::panic_twice(),
        How::EndlessLoop => endless::spin(),
        How::BlockingSleep => endless::sleep(),
        How::BusyThread => endless::spin_beside()?,
        How::MaskedLoop => {
            raw::block_signals()?;
            endless::spin();
        }
        How::FaultHandler => endless::fault_for_ever()?,
        How::StackOverflow => return Ok(fatal::overflow(0).to_string().into()),
        How::Abort => std::process::abort(),
        How::ExitZero => std::process::exit(0),
        How::NullWrite => raw::write_to_null(),
        How::WildRead => return Ok(raw::read_wildly().to_string().into()),
        How::DeepResult => return Ok(Answer::Json(fatal::nested(bounds::DEPTH))),
        How::StopsItself => raw::stop()?,
        How::KillsHost => raw::kill(config.host, libc::SIGKILL)?,
        How::ClosesDescriptors => raw::close_all(),
        How::AllocationLoop => return Ok(greedy::allocate()?.into()),
        How::HugeVec => return Ok(greedy::allocate_at_once().into()),
        How::Leak => greedy::leak(),
        How::ForkBomb => return Ok(greedy::fork(true)?.into()),
        How::Zombies => return Ok(greedy::fork(false)?.into()),
        How::ThreadBomb => return Ok(greedy::begin_threads()?.into()),
        How::DescriptorBomb => return Ok(greedy::open_descriptors()?.into()),
        How::BigResult => return Ok("x".repeat(40 << 20).into()),
        How::GiantResult => return Ok("x".repeat(300 << 20).into()),
        How::OutputFlood => noisy::flood(&mut std::io::stdout().lock())?,
        How::ErrorFlood => noisy::flood(&mut std::io::stderr().lock())?,
        How::LogFlood => noisy::log(cx),
        How::Junk => return Ok(noisy::write_junk().into()),
        How::LyingLength => return Ok(noisy::lie_about_length().into()),
        How::UnknownReply => return Ok(noisy::answer_nobody().into()),
        How::NestedResult => return Ok(Answer::Json(fatal::nested(bounds::MESSAGE_DEPTH))),
        How::TallSchema => around.source.list_nested(bounds::TALL_SCHEMA),
        How::NestedSchema => around.source.list_nested(bounds::SCHEMA_DEPTH),
        How::DeepSchema => around.source.list_nested(bounds::DEPTH),
        How::SchemaLoop => around.source.list_loop(),
        How::Corruption => raw::corrupt(),
        How::ChangesDirectory => std::env::set_current_dir("/")?,
        How::ReplacesPanicHook => process::replace_panic_hook(),
        How::ChangesEnvironment => raw::set_environment(),
        How::MasksSignals => raw::block_signals()?,
        How::IgnoresTermination => raw::ignore(libc::SIGTERM)?,
        How::ReadsFile => return Ok(policy::read_file()?.into()),
        How::WritesFile => return Ok(policy::write_file()?.into()),
        How::Connects => return Ok(policy::connect(config.port)?.into()),
        How::Executes => return Ok(policy::execute()?.into()),
        How::RaisesLimit => raw::raise_limit()?,
        How::Traces => return Ok(policy::trace(config.host)?.into()),
        How::ReadsMemory => return Ok(policy::read_memory(config.host, config.address)?.into()),
        waits => return Err(Error::msg(format!("`{}` has to wait, and nobody can here", waits.name()))),
    }
    Ok("done".into())
}

/// Ends what earlier calls have left running, and gives back what they hold; a call that does nothing wrong looks only.
fn begin(how: How) {
    if how != How::Nothing {
        begin_call();
        greedy::close_descriptors();
    }
}
