use super::header::OWN_REQUEST;

/// Which of the two streams of which request, as one side sees it. It has one half of each: the sending or the receiving one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct StreamKey {
    /// This side made the request.
    pub(super) own: bool,
    /// The request's number.
    pub(super) id: u64,
}

impl StreamKey {
    /// Reads the key from a frame of the other side, to whom this side's requests are not its own.
    pub(super) fn received(flags: u8, id: u64) -> Self {
        Self { own: flags & OWN_REQUEST == 0, id }
    }

    /// The flags of a frame that this side sends.
    pub(super) fn flags(self) -> u8 {
        if self.own { OWN_REQUEST } else { 0 }
    }
}
