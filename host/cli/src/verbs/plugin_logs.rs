use crate::context::{Context, block_on, print};
use crate::error::CliError;
use hookwire::cx::Level;
use hookwire::suggest::unknown;
use hookwire_engine::plugin_logs::{LogFollower, LogQuery, PluginLogs};
use hookwire_engine::time::{Millis, now, parse_moment};
use hookwire_terminal::{Signals, plugin_log_text, to_json_text};
use serde_json::json;
use std::io::{self, Write};
use std::time::Duration;
use tokio::time::interval;

/// How often a log that is followed is looked at.
const LOOK: Duration = Duration::from_millis(200);

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
    /// Writes JSON; with --follow, a line of JSON for each line of the log
    #[arg(long)]
    json: bool,
    /// Goes on with the lines that come, until Ctrl-C
    #[arg(short, long)]
    follow: bool,
}

impl Logs {
    /// Prints the latest lines of a plugin's log; of one that the binary has no more as well.
    pub(super) fn exec(self, context: &Context) -> Result<(), CliError> {
        let Self { id, level, since, limit, json, follow } = self;
        let logs = PluginLogs::of(context.data.path()).ok_or(CliError::NoFolder)?;
        let query = LogQuery { level, since, limit: Some(limit), ..LogQuery::default() };
        let lines = logs.read(&id, &query)?;
        if lines.is_empty() && context.registry.plugin(&id).is_none() {
            let known = context.registry.plugins().iter().map(|plugin| plugin.id);
            return Err(CliError::Unknown(unknown("plugin", &id, known)));
        }
        if follow {
            return block_on(follow_log(logs.follow(&id, query), json));
        }
        print(&if json { to_json_text(&json!(lines)) } else { plugin_log_text(&lines) })
    }
}

/// Prints lines as they come, from the files, so that it goes on where a host ends and another one starts.
async fn follow_log(log: Option<LogFollower>, json: bool) -> Result<(), CliError> {
    let Some(mut log) = log else { return Ok(()) };
    let mut signals = Signals::open()?;
    let mut looks = interval(LOOK);
    loop {
        tokio::select! {
            biased;
            _ = signals.next() => return Ok(()),
            _ = looks.tick() => {}
        }
        let lines = log.next_lines()?;
        if lines.is_empty() {
            continue;
        }
        let text = if json {
            lines.iter().map(|line| json!(line).to_string()).collect::<Vec<_>>().join("\n")
        } else {
            plugin_log_text(&lines)
        };
        // Whoever reads may leave before the next line comes, and is not waited for.
        writeln!(io::stdout().lock(), "{text}")?;
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
