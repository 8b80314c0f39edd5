use std::time::Duration;

/// What one side of a connection accepts from the other, and how much it keeps for it. Both sides of a connection are given the same
/// `most_bytes`: what one sends and the other refuses ends the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WireLimits {
    /// The largest body of a frame, in bytes.
    pub most_bytes: usize,
    /// How many requests of the other side, and streams that came with them, are at work at once. What is more is answered `Busy`.
    pub most_requests: usize,
    /// How many requests the other side may make a second. What is more is answered with an error. `None`: any number.
    pub requests_per_second: Option<u32>,
    /// How many bytes wait to be written before requests, answers and pieces of streams wait too.
    pub most_queued: usize,
    /// How many bytes the other side's requests at work and its unread pieces of streams may have together.
    pub most_held: usize,
    /// How many bytes of one stream wait to be read before the other side stops sending.
    pub stream_window: usize,
    /// How long nothing more may come of a frame that has begun.
    pub frame_time: Duration,
}

impl Default for WireLimits {
    fn default() -> Self {
        Self {
            most_bytes: 1 << 20,
            most_requests: 256,
            requests_per_second: None,
            most_queued: 1 << 20,
            most_held: 64 << 20,
            stream_window: 256 << 10,
            frame_time: Duration::from_secs(10),
        }
    }
}
