//! One turn: from the accepted message to the answer, in the order of the hook points.
//!
//! `lifecycle` begins and ends a turn. `agent_loop` is the loop of one agent, a lead or a member, and `agent_run` its
//! state. `step` is one question to the model with its journal, `model_call` the hooks around it, `retry` the attempts,
//! and `stream` one answer piece by piece. `call_tools` makes the calls of an answer, `tool_call` one of them, in the stages
//! of `hookwire::pipeline`; only its gate stage makes what `run_tool` takes.

mod agent_loop;
mod agent_run;
mod approval;
mod budget;
mod call_stages;
mod call_tools;
mod context;
mod delegate;
mod ending;
mod journal;
mod lifecycle;
mod metrics;
mod model_call;
mod model_error;
mod nested_calls;
mod offer;
mod plugin_calls;
mod plugin_render;
mod plugin_send;
mod plugin_sessions;
mod retry;
mod run_tool;
mod sent_files;
mod services;
mod spill;
mod step;
mod stop;
mod store_retry;
mod stream;
mod streamed_text;
mod summary;
mod tool_call;
#[expect(clippy::module_inception, reason = "a turn is what the module is about")]
mod turn;
mod turn_slot;
mod turn_state;
mod written_off;

pub use services::HostServices;
pub(crate) use turn::Turn;
