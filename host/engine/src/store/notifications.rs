/// A hook point that fires at least once for a turn, even if the host dies in between.
///
/// The store records in the transaction that begins or ends a turn that a notification is pending, and the engine fires
/// it after that. What is still pending when the next host starts is fired again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Notification {
    /// `session.start`: pending from the beginning of a session's first turn.
    SessionStart,
    /// `message.received`: pending from the beginning of every turn.
    MessageReceived,
    /// `turn.persisted`: pending from the end of a turn that asks for it.
    TurnPersisted,
}

impl Notification {
    /// Every notification, in the order in which they fire.
    pub const ALL: [Self; 3] = [Self::SessionStart, Self::MessageReceived, Self::TurnPersisted];

    /// Returns the name of the hook point.
    pub const fn point(self) -> &'static str {
        match self {
            Self::SessionStart => "session.start",
            Self::MessageReceived => "message.received",
            Self::TurnPersisted => "turn.persisted",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::SessionStart => 1,
            Self::MessageReceived => 2,
            Self::TurnPersisted => 4,
        }
    }
}

/// The notifications of a turn that are still pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PendingNotifications(u8);

impl PendingNotifications {
    /// No notification.
    pub const NONE: Self = Self(0);
    /// Every notification.
    pub const ALL: Self = Self(7);

    /// Returns what is pending when a turn begins.
    pub const fn at_start(turn: u64) -> Self {
        let received = Self::NONE.with(Notification::MessageReceived);
        if turn == 1 { received.with(Notification::SessionStart) } else { received }
    }

    /// Returns what is pending when a turn ends; `persisted` says whether the turn asks for `turn.persisted`.
    pub const fn at_end(persisted: bool) -> Self {
        if persisted { Self::NONE.with(Notification::TurnPersisted) } else { Self::NONE }
    }

    /// Returns whether a notification is pending.
    pub const fn contains(self, notification: Notification) -> bool {
        self.0 & notification.bit() != 0
    }

    /// Returns whether nothing is pending.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns these and one more.
    #[must_use]
    pub const fn with(self, notification: Notification) -> Self {
        Self(self.0 | notification.bit())
    }

    /// Returns these without one.
    #[must_use]
    pub const fn without(self, notification: Notification) -> Self {
        Self(self.0 & !notification.bit())
    }

    /// Returns the number that a database stores: the sum of 1 for `session.start`, 2 for `message.received` and 4 for
    /// `turn.persisted`.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Reads such a number; bits that nothing stands for are dropped.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & Self::ALL.0)
    }
}
