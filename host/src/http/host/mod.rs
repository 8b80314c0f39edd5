//! How the host fares, for those who watch over it and those who wonder what is in it.

pub(super) mod health;
pub(super) mod metrics;
pub(super) mod plugins;

pub(crate) use metrics::record;
