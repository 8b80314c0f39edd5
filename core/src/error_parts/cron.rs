//! Errors of cron expressions, by their texts.

use hookwire_text::cron::CronError;
use serde::{Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(error: &CronError, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(error)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<CronError, D::Error> {
    Ok(CronError::from_text(String::deserialize(from)?))
}
