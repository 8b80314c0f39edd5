use super::markdown::{blocks, plain};
use hookwire::point::PointInfo;

/// The documentation of a point, taken apart.
pub(super) struct PointDoc {
    /// What its labelled items say: `* **When**: ..`.
    pub(super) labels: Vec<(String, String)>,
    /// The blocks behind the first that are no such items.
    pub(super) blocks: Vec<String>,
}

impl PointDoc {
    /// Takes the documentation of a point apart; the point itself knows what `Point` and `Event` say.
    pub(super) fn of(point: &PointInfo) -> Self {
        let mut doc = Self { labels: Vec::new(), blocks: Vec::new() };
        for block in blocks(point.documentation).into_iter().skip(1).filter(|block| !is_link_target(block)) {
            match block.strip_prefix("* **") {
                Some(items) => doc.labels.extend(items.split("\n* **").filter_map(label)),
                None => doc.blocks.push(block),
            }
        }
        doc.labels.retain(|(name, _)| name != "Point" && name != "Event");
        doc
    }
}

fn label(item: &str) -> Option<(String, String)> {
    let (name, text) = item.split_once("**")?;
    Some((name.into(), plain(text.trim_start_matches(':'))))
}

fn is_link_target(block: &str) -> bool {
    block.lines().all(|line| line.starts_with('[') && line.contains("]: "))
}
