//! The test kit: runs plugins with real types and fakes for every service, and makes hooks fail on purpose.
//!
//! ```
//! use hookwire::points::{ToolCall, ToolGate};
//! use hookwire::test::{Inject, Kit};
//! use hookwire::{Verdict, plugin};
//!
//! #[derive(Default)]
//! struct NoDelete;
//!
//! #[plugin(id = "no-delete")]
//! impl NoDelete {
//!     #[hook("tool.gate")]
//!     fn guard(&self, call: &ToolCall) -> Verdict {
//!         if call.tool == "delete" { Verdict::deny("nothing is deleted here") } else { Verdict::Allow }
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let kit = Kit::of::<NoDelete>().start().await;
//! let ruling = kit.fire::<ToolGate>(&ToolCall::new("delete", serde_json::json!({}))).await;
//! assert!(ruling.is_denied());
//!
//! // A gate that panics denies: it fails closed.
//! let kit = Kit::of::<NoDelete>().inject::<ToolGate>("no-delete", Inject::Panic).start().await;
//! let ruling = kit.fire::<ToolGate>(&ToolCall::new("read", serde_json::json!({}))).await;
//! assert!(ruling.is_denied());
//! # }
//! ```

mod cancel;
mod conformance;
mod fakes;
mod inject;
mod kit;
mod loopback;
mod point_probe;
#[cfg(feature = "routes")]
mod routes;
mod setup;
mod tool_source;
mod tools;

pub use cancel::cancel_after;
#[doc(hidden)]
pub use conformance::{EditedEvent, FireSample, SharedEvent, WrappedRequest, conform};
pub use conformance::{Findings, findings};
pub use fakes::{
    FakeClock, FakeData, FakeDir, FakeEnv, FakeHttp, FakeKv, FakeLog, FakeModels, FakeOutbox, FakeRender,
    FakeSchedules, FakeSessions, FakeTools, HttpAnswer, HttpSent, SentMessage,
};
pub use inject::Inject;
pub use kit::Kit;
pub use loopback::Loopback;
pub use point_probe::{ClaimError, FiredPoints, PointProbe};
pub use setup::{Setup, SetupError};
pub use tool_source::KitToolSource;
