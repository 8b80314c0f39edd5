/// A hook of a plugin, or a plugin: their indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The index of the plugin.
    pub plugin: usize,
    /// The index of the hook among the plugin's; 0 in an order of plugins.
    pub hook: usize,
}

impl Node {
    /// Stands where there is no node yet.
    pub const NONE: Self = Self { plugin: 0, hook: 0 };
}
