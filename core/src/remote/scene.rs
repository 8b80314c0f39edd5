use crate::cx::{Cx, Identity};
use serde::{Deserialize, Serialize};

/// What the process of a plugin is told of the context that its code is called with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scene {
    /// The number by which the caller knows the context.
    pub context: u64,
    /// Who asks, for whom, as which agent.
    pub identity: Identity,
    /// How deep in each other hooks, tools and agents are.
    pub depth: u32,
}

impl Scene {
    /// Describes a context; `context` is the number by which the caller will know it.
    pub fn of(cx: &Cx, context: u64) -> Self {
        Self { context, identity: cx.identity().clone(), depth: cx.depth() }
    }
}
