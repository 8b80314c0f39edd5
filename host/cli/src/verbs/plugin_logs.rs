use crate::context::{Context, print};
use crate::error::CliError;
use hookwire::cx::Level;
use hookwire::suggest::unknown;
use hookwire_engine::plugin_logs::{LogQuery, PluginLogs};
use hookwire_engine::time::{Millis, now, parse_moment};
use hookwire_terminal::{plugin_log_text, to_json_text};
use serde_json::json;

/// The arguments of `plugins logs`.
#[derive(Debug, clap::Args)]
pub(super) struct Logs {
    /// The plugin's id
    id: String,
    /// Only lines of this level and above: info, warn, error
    #[arg(long, value_parser = parse_level)]
    level: Option<Level>,
    /// Only lines since then: 10m, 2h, or 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = parse_since)]
    since: Option<Millis>,
    /// At most so many, the latest ones
    #[arg(long, default_value_t = 200)]
    limit: usize,
    /// Writes JSON
    #[arg(long)]
    json: bool,
}

impl Logs {
    /// Prints the latest lines of a plugin's log; of one that the binary has no more as well.
    pub(super) fn exec(self, context: &Context) -> Result<(), CliError> {
        let Self { id, level, since, limit, json } = self;
        let logs = PluginLogs::of(context.data.path()).ok_or(CliError::NoFolder)?;
        let query = LogQuery { level, since, limit: Some(limit), ..LogQuery::default() };
        let lines = logs.read(&id, &query)?;
        if lines.is_empty() && context.registry.plugin(&id).is_none() {
            let known = context.registry.plugins().iter().map(|plugin| plugin.id);
            return Err(CliError::Unknown(unknown("plugin", &id, known)));
        }
        print(&if json { to_json_text(&json!(lines)) } else { plugin_log_text(&lines) })
    }
}

fn parse_level(text: &str) -> Result<Level, String> {
    let found = Level::ALL.into_iter().find(|level| level.to_string() == text);
    found.ok_or_else(|| "write info, warn or error".to_owned())
}

fn parse_since(text: &str) -> Result<Millis, String> {
    let ago = hookwire::duration::parse(text).and_then(|ago| Millis::try_from(ago.as_millis()).ok());
    let since = ago.map(|ago| now().saturating_sub(ago)).or_else(|| parse_moment(text));
    since.ok_or_else(|| {
        "write how long ago, as in 10m or 2h, or a time, as in 2026-01-31T12:00:00Z".to_owned()
    })
}
