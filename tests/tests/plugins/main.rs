//! Plugins: what they bring, what they may ask of the host, how they begin and end.

mod calls;
mod commands;
mod config;
mod conformance;
mod dir;
mod env;
mod http;
mod kit;
mod kv;
mod life;
mod models;
mod pipeline;
mod point_probe;
mod reconfigure;
mod routes;
mod schedules;
mod send;
mod sessions;
mod spawn;
mod tools;
mod turn_values;
mod verbs;
mod watch;
