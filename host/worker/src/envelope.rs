//! Requests on their way: a head that says what is asked, and a body that nobody on the way looks into.

use hookwire::remote::{RemoteError, Scene, Target, decode, encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the host asks of a worker.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ToWorker {
    /// Make the instance.
    Init {
        /// The plugin's section of the configuration.
        section: Value,
        /// The context.
        scene: Scene,
    },
    /// Call code of the plugin.
    Call {
        /// What is called.
        target: Target,
        /// The context.
        scene: Scene,
    },
}

impl ToWorker {
    /// Returns the context.
    pub(crate) fn scene(&self) -> &Scene {
        let (Self::Init { scene, .. } | Self::Call { scene, .. }) = self;
        scene
    }
}

/// What a worker asks of its host.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ToHost {
    /// A service of a context.
    Ask {
        /// The number of the context.
        context: u64,
    },
    /// The rest of what a call is around.
    Next {
        /// The number of the call's context.
        context: u64,
    },
    /// A hook point of the host, in a context.
    Fire {
        /// The number of the context.
        context: u64,
        /// The point.
        target: Target,
    },
}

/// What a worker is started with, before its first request.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Start {
    /// The plugin's id.
    pub(crate) plugin: String,
    /// How many bytes its heap may have.
    pub(crate) memory_bytes: u64,
    /// How many bytes a frame may have.
    pub(crate) most_bytes: usize,
    /// What it has of the host's services without asking.
    pub(crate) given: crate::services::Given,
}

/// Writes a head and a body into one request.
pub(crate) fn seal<H: Serialize>(head: &H, body: &[u8]) -> Result<Vec<u8>, RemoteError> {
    let head = encode(head)?;
    let length = u32::try_from(head.len()).map_err(|_| unreadable("its head is too long"))?;
    let mut sealed = Vec::with_capacity(LENGTH + head.len() + body.len());
    sealed.extend_from_slice(&length.to_le_bytes());
    sealed.extend_from_slice(&head);
    sealed.extend_from_slice(body);
    Ok(sealed)
}

/// Reads the head of a request, and returns it with the body.
pub(crate) fn open<H: DeserializeOwned>(sealed: &[u8]) -> Result<(H, Vec<u8>), RemoteError> {
    let (length, rest) = sealed.split_first_chunk::<LENGTH>().ok_or_else(|| unreadable("it has no head"))?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let (head, body) = rest.split_at_checked(length).ok_or_else(|| unreadable("its head is cut off"))?;
    Ok((decode(head)?, body.to_vec()))
}

const LENGTH: usize = size_of::<u32>();

fn unreadable(why: &str) -> RemoteError {
    RemoteError::Protocol { why: format!("a request cannot be read: {why}") }
}

/// Encodes an error of an answer.
pub(crate) fn failure(error: &RemoteError) -> Vec<u8> {
    // An empty one is read as one that cannot be read.
    encode(error).unwrap_or_default()
}

/// The error of an instance that was not made.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InitFailure {
    /// The section does not fit: paths and what is wrong there.
    Config(Vec<(Vec<String>, String)>),
    /// The plugin returned an error, or panicked.
    Failed(RemoteError),
}
