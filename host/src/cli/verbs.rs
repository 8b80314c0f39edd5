use clap::Subcommand;

#[derive(Debug, Default, clap::Args)]
pub(super) struct Chat {
    /// Answers this one message and ends; `-` reads it from the input
    #[arg(short, long, value_name = "MESSAGE")]
    pub(super) prompt: Option<String>,
    /// Goes on with this session
    #[arg(long, value_name = "ID")]
    pub(super) session: Option<String>,
    /// The agent that answers
    #[arg(long, value_name = "NAME")]
    pub(super) agent: Option<String>,
    /// Writes how it ended as one JSON object: session, turn, end, response, error, `duration_ms`
    #[arg(long, requires = "prompt", conflicts_with = "events")]
    pub(super) json: bool,
    /// Writes everything that happens as it comes, one JSON object a line; the last is the end
    #[arg(long, requires = "prompt")]
    pub(super) events: bool,
}

#[derive(Debug, Default, clap::Args)]
pub(super) struct Serve {
    /// Where it listens
    #[arg(long, value_name = "ADDR:PORT")]
    pub(super) listen: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Sessions {
    /// Lists them, the latest first
    List {
        /// At most so many
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows what was said in one
    Show {
        /// The session's id
        id: String,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Deletes one and everything of it
    Delete {
        /// The session's id
        id: String,
    },
    /// Writes all of one as JSON: messages, turns, traces
    Export {
        /// The session's id
        id: String,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The session's id
    pub(super) session: String,
    /// The turn's number [default: the latest]
    pub(super) turn: Option<u64>,
    /// Writes JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Tokens {
    /// Makes one and prints it: it is shown only this once
    Add {
        /// Its name
        name: String,
        /// The organisation it opens for
        #[arg(long, default_value = "")]
        tenant: String,
        /// The person it opens for, who sees nothing of anybody else's [default: NAME]
        #[arg(long)]
        user: Option<String>,
        /// After which time it stops working: 12h, 30d
        #[arg(long, value_name = "TIME")]
        expires: Option<String>,
    },
    /// Lists them
    List {
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Removes one
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Plugins {
    /// Lists them, without running any of their code
    List {
        /// Shows also where each stands, what it may do and what it needs
        #[arg(short, long)]
        verbose: bool,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows everything of one
    Info {
        /// The plugin's id
        id: String,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Hooks {
    /// Shows one point only
    #[arg(long, value_name = "POINT")]
    pub(super) point: Option<String>,
    /// Writes JSON
    #[arg(long, conflicts_with = "dot")]
    pub(super) json: bool,
    /// Writes a picture for Graphviz: hooks --dot | dot -Tsvg
    #[arg(long)]
    pub(super) dot: bool,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum Config {
    /// Starts every plugin with the configuration, says what does not fit, and stops them again
    Check,
    /// Writes the JSON Schema of the file
    Schema,
}
