//! Not public API. Used by generated code.

mod arguments;
mod cards;
mod commands;
mod described;
mod error;
mod gives;
mod hooks;
mod lifecycle;
mod models;
mod remote;
mod routes;
mod sample;
mod schedules;
mod tools;
mod types;

pub use arguments::{Arguments, IsArg, IsArgs, command_arguments, tool_arguments, verb_arguments};
pub use cards::{IsCard, card};
pub use commands::{IsReply, reply};
pub use described::{Known, NotDescribed};
pub use error::IsError;
pub use gives::{Gives, gives};
pub use hooks::{IsCx, IsGiven, IsReturned, IsWrap, Returned, cx, given, next, request, returned};
pub use lifecycle::{IsConfig, IsDefault, IsDone, IsMade, done, made, no_config, this};
pub use models::{IsModel, Opened, model};
pub use remote::remote;
pub use routes::{IsRouter, routes};
pub use sample::sample;
pub use schedules::{IsRun, ran};
pub use tools::{Fallible, IsToolOutput, Plain, output};
pub use types::{IsPayload, IsPoint, TakeMutexArcOrAtomicsForState};

pub use crate::chain::{Handler, assemble};
pub use crate::config::Section;
pub use crate::error::Error;
pub use crate::plugin::{
    Card, InitError, Instance, Lifecycle, OnePluginBlockPerType, Reply, ToolError, ToolOutput,
};
pub use crate::point::{HookPoint, Input, KindName, Ordinal, Output, PointInfo};
pub use crate::registry::{Entry, HOOKWIRE_PLUGINS, PluginList, Sorted, count_hooks};
pub use futures_util::future::BoxFuture;
pub use hookwire_macros::__built_in_points;
pub use inventory;
pub use linkme;
pub use schemars;
pub use serde;
pub use serde_json;
pub use std::any::Any;
