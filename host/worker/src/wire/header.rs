use super::error::Violation;

/// The size of a header, in bytes.
pub(super) const HEADER_BYTES: usize = 24;

/// Of a request and an answer: a stream belongs to it.
pub(super) const HAS_STREAM: u8 = 1;

/// Of a frame of a stream: its request was made by the side that sends this frame.
pub(super) const OWN_REQUEST: u8 = 1;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Request = 1,
    Answer = 2,
    /// An answer whose body is an encoded error.
    Failure = 3,
    /// An answer of the connection itself: its flags are a [`Refusal`], `extra` the size of an answer that is too large.
    Refusal = 4,
    Cancel = 5,
    Note = 6,
    Ping = 7,
    Pong = 8,
    /// A piece of a stream.
    Piece = 9,
    End = 10,
    /// The end of a stream, by an encoded error.
    StreamFailure = 11,
    /// The permission to send `extra` more bytes of a stream.
    Credit = 12,
    /// Nobody reads a stream any more.
    Stop = 13,
}

/// Why a request was not answered by the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Refusal {
    Busy = 1,
    OverQuota = 2,
    Cancelled = 3,
    Panicked = 4,
    TooLarge = 5,
}

/// The fixed part of a frame, in front of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) length: u32,
    pub(super) kind: Kind,
    pub(super) flags: u8,
    pub(super) id: u64,
    /// The parent of a request, the bytes of a credit, the size in a refusal; 0 otherwise.
    pub(super) extra: u64,
}

impl Kind {
    fn of(number: u8) -> Option<Self> {
        const ALL: [Kind; 13] = [
            Kind::Request,
            Kind::Answer,
            Kind::Failure,
            Kind::Refusal,
            Kind::Cancel,
            Kind::Note,
            Kind::Ping,
            Kind::Pong,
            Kind::Piece,
            Kind::End,
            Kind::StreamFailure,
            Kind::Credit,
            Kind::Stop,
        ];
        ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    fn has_body(self) -> bool {
        matches!(
            self,
            Self::Request | Self::Answer | Self::Failure | Self::Note | Self::Piece | Self::StreamFailure
        )
    }

    fn most_flags(self) -> u8 {
        match self {
            Self::Refusal => Refusal::TooLarge as u8,
            Self::Request | Self::Answer => HAS_STREAM,
            Self::Piece | Self::End | Self::StreamFailure | Self::Credit | Self::Stop => OWN_REQUEST,
            Self::Failure | Self::Cancel | Self::Note | Self::Ping | Self::Pong => 0,
        }
    }
}

impl Refusal {
    pub(super) fn of(flags: u8) -> Option<Self> {
        [Self::Busy, Self::OverQuota, Self::Cancelled, Self::Panicked, Self::TooLarge]
            .get(usize::from(flags).checked_sub(1)?)
            .copied()
    }
}

impl Header {
    pub(super) fn new(kind: Kind, id: u64) -> Self {
        Self { length: 0, kind, flags: 0, id, extra: 0 }
    }

    pub(super) fn flags(self, flags: u8) -> Self {
        Self { flags, ..self }
    }

    pub(super) fn extra(self, extra: u64) -> Self {
        Self { extra, ..self }
    }

    pub(super) fn refusal(refusal: Refusal, id: u64) -> Self {
        Self::new(Kind::Refusal, id).flags(refusal as u8)
    }

    pub(super) fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[0..4].copy_from_slice(&self.length.to_le_bytes());
        bytes[4] = self.kind as u8;
        bytes[5] = self.flags;
        bytes[8..16].copy_from_slice(&self.id.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.extra.to_le_bytes());
        bytes
    }

    /// Reads a header, and refuses one that lies before anything is done for it.
    pub(super) fn decode(bytes: [u8; HEADER_BYTES], most_bytes: usize) -> Result<Self, Violation> {
        let [l0, l1, l2, l3, kind, flags, r0, r1, i0, i1, i2, i3, i4, i5, i6, i7, extra @ ..] = bytes;
        let length = u32::from_le_bytes([l0, l1, l2, l3]);
        let id = u64::from_le_bytes([i0, i1, i2, i3, i4, i5, i6, i7]);
        let extra = u64::from_le_bytes(extra);
        let number = kind;
        let kind = Kind::of(number).ok_or(Violation::UnknownKind { kind: number })?;
        let wrong = |why| Err(Violation::Header { kind: number, why });
        if length as usize > most_bytes {
            return Err(Violation::TooLarge { bytes: length, most: most_bytes });
        }
        if length > 0 && !kind.has_body() {
            return wrong("with a body");
        }
        if flags > kind.most_flags() || (kind == Kind::Refusal && flags == 0) || r0 != 0 || r1 != 0 {
            return wrong("with flags that it does not have");
        }
        if (id == 0) != (kind == Kind::Note) {
            return wrong("with a number that it cannot have");
        }
        if extra > 0 && !matches!(kind, Kind::Request | Kind::Credit | Kind::Refusal) {
            return wrong("with a value that it does not have");
        }
        Ok(Self { length, kind, flags, id, extra })
    }
}
