/// A place at which the host calls a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The tool `misbehave`.
    Tool,
    /// The hook at `message.received`, which observes.
    Observe,
    /// The hook at `inbound.received`, which edits.
    Edit,
    /// The hook at `tool.gate`, which judges.
    Gate,
    /// The hook around the model.
    Wrap,
    /// The hook at `model.delta`, which cannot wait.
    Sync,
    /// The command `/misbehave`.
    Command,
    /// The verb `misbehave`.
    Verb,
    /// The method that is run by the clock.
    Clock,
    /// The model `misbehave/<how>`, while it is opened.
    Model,
    /// The stream of that model.
    Stream,
    /// The route `/<how>`.
    Route,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 12] = [
        Self::Tool,
        Self::Observe,
        Self::Edit,
        Self::Gate,
        Self::Wrap,
        Self::Sync,
        Self::Command,
        Self::Verb,
        Self::Clock,
        Self::Model,
        Self::Stream,
        Self::Route,
    ];

    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::Observe => "observe",
            Self::Edit => "edit",
            Self::Gate => "gate",
            Self::Wrap => "wrap",
            Self::Sync => "sync",
            Self::Command => "command",
            Self::Verb => "verb",
            Self::Clock => "clock",
            Self::Model => "model",
            Self::Stream => "stream",
            Self::Route => "route",
        }
    }
}
