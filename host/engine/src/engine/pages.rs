use super::Engine;
use crate::cards::{self, CardPage, FilledCard};
use crate::pages;
use crate::services::PageFrame;
use serde_json::Value;

impl Engine {
    /// Fills in a template of the host: one of those that are given by name and text. Like those of plugins they can extend the
    /// layout, and a file of the operator's may stand for each.
    pub async fn render_page(
        &self,
        templates: &[(&str, &str)],
        name: &str,
        values: Value,
        frame: PageFrame<'_>,
    ) -> hookwire::Result<String> {
        pages::render_own(self.state(), templates, name, values, frame).await
    }

    /// Fills the cards that plugins have on a page; the pages of the host are under `mount`.
    pub async fn cards(&self, page: CardPage<'_>, mount: &str) -> Vec<FilledCard> {
        cards::fill(self.state(), page, mount).await
    }
}
