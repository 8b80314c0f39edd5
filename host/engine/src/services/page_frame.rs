/// What the layout has around a page.
#[derive(Debug, Clone, Copy)]
pub struct PageFrame<'a> {
    /// The path under which the host's pages are: empty, or `/agent`.
    pub mount: &'a str,
    /// Whether the pages of plugins are named; strangers need not know of them.
    pub has_navigation: bool,
}
