//! The verbs of the command line. A new one is a file here, and a line in each of the two lists below.

mod chat;
mod config;
mod explain;
mod hooks;
mod plugin_logs;
mod plugins;
mod serve;
mod sessions;
mod tokens;

// In the order of the help.
super::verb::verbs! {
    Chat: chat,
    Serve: serve,
    Sessions: sessions,
    Explain: explain,
    Tokens: tokens,
    Plugins: plugins,
    Hooks: hooks,
    Config: config,
}
