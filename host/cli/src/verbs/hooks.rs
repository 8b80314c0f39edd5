use crate::context::{Startup, print};
use crate::error::CliError;
use crate::plugin_settings;
use crate::verb::Verb;
use hookwire::Registry;
use hookwire::registry::Order;
use hookwire::suggest::unknown;
use hookwire_terminal::{points_markdown, to_json_text};

/// Shows every hook in the order it runs, and why in that order
#[derive(Debug, clap::Args)]
pub(crate) struct Hooks {
    /// Shows one point only, with the fields of its event
    #[arg(long, value_name = "POINT")]
    point: Option<String>,
    /// Writes JSON
    #[arg(long, conflicts_with = "dot")]
    json: bool,
    /// Writes a picture for Graphviz: hooks --dot | dot -Tsvg
    #[arg(long)]
    dot: bool,
    /// Writes a page about the points: when each fires, what a hook there may do, the fields of its event
    #[arg(long, conflicts_with_all = ["json", "dot"])]
    markdown: bool,
}

impl Verb for Hooks {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        let context = startup.configure()?;
        let (mut view, orders) = (context.registry_view(), self.orders(&context.registry)?);
        view.observers = plugin_settings::has_observers(&context);
        view.isolation = plugin_settings::isolation(&context);
        print(&if self.json {
            to_json_text(&view.hooks_json(&orders))
        } else if self.dot {
            view.hooks_dot(&orders)
        } else if self.markdown {
            let points: Vec<_> = orders.iter().map(|order| order.point).collect();
            points_markdown(&points)
        } else {
            view.hooks(&orders, self.point.is_some())
        })
    }
}

impl Hooks {
    /// Returns the hooks of the point that was asked for, or of every point.
    fn orders<'r>(&self, registry: &'r Registry) -> Result<Vec<&'r Order>, CliError> {
        let all = registry.orders().iter();
        let Some(name) = &self.point else { return Ok(all.collect()) };
        let names = all.clone().map(|order| order.point.name);
        let found: Vec<_> = all.filter(|order| order.point.name == name).collect();
        if found.is_empty() { Err(CliError::Unknown(unknown("hook point", name, names))) } else { Ok(found) }
    }
}
