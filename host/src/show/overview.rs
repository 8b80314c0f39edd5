use super::{View, lines, table};
use hookwire::live::Status;

impl View<'_> {
    /// Shows how each plugin fared at the start and, if wanted, how to go on.
    pub(crate) fn overview(&self, status: &[(&'static str, Status)], guide: bool) -> String {
        let hooks: usize = self.registry.orders().iter().map(|order| order.hooks.len()).sum();
        let points = self.registry.orders().len();
        let live = status.iter().filter(|(_, status)| *status == Status::Live).count();
        let mut text =
            format!("{live} of {} plugins live, {hooks} hooks wired at {points} points\n\n", status.len());
        let mut table = table(&["plugin", "state", "what it does"]);
        for (id, status) in status {
            let does = self.registry.plugin(id).map_or("", |plugin| plugin.description);
            let (state, does) = match status {
                Status::Live => ("live", does),
                Status::Disabled => ("disabled", does),
                Status::Failed(why) => ("failed", why.as_str()),
                _ => ("unknown", does),
            };
            table.add_row([*id, state, does]);
        }
        if !status.is_empty() {
            text.push_str(&lines(&table));
        }
        if guide {
            text.push_str(GUIDE);
        }
        text
    }
}

const GUIDE: &str = "
go on with
  cargo run -- hooks                    every hook in the order it runs, and why in that order
  cargo run -- plugins info tool-guard  everything of one plugin
  cargo run -- config schema            what may stand in hookwire.toml
  README.md                             your first plugin in five minutes
";
