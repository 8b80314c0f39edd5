use hookwire::point::PointInfo;

/// The documentation of a point, taken apart.
pub(super) struct PointDoc {
    /// What its labelled items say: `* **When**: ..`.
    pub(super) labels: Vec<(String, String)>,
    /// The paragraphs behind the first that are no items.
    pub(super) paragraphs: Vec<String>,
}

impl PointDoc {
    /// Takes the documentation of a point apart; the point itself knows what `Point` and `Event` say.
    pub(super) fn of(point: &PointInfo) -> Self {
        let mut doc = Self { labels: Vec::new(), paragraphs: Vec::new() };
        let blocks = point.documentation.split("\n\n").map(str::trim).skip(1);
        for block in blocks.filter(|block| !is_link_target(block)) {
            match block.strip_prefix("* **") {
                Some(items) => doc.labels.extend(items.split("\n* **").filter_map(label)),
                None => doc.paragraphs.push(block.to_owned()),
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

/// Puts a text into one line, without the targets of its links.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((name, behind)) = link.split_once(']') else { break };
        plain.push_str(before);
        plain.push_str(name);
        rest = match behind.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, behind)) => behind,
            None => behind,
        };
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
