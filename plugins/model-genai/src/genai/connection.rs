use super::signatures::SignatureCache;
use std::sync::Arc;
use std::time::Duration;

/// A model's name, the client to ask for it, and how long to wait.
pub(super) struct Connection {
    pub(super) client: genai::Client,
    pub(super) model: String,
    pub(super) signatures: Arc<SignatureCache>,
    pub(super) first_byte_timeout: Duration,
    pub(super) idle_timeout: Duration,
}
