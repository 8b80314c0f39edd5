//! What the fuzz targets do: each takes any bytes and panics where a promise does not hold.

mod command;
mod config;
mod config_error;
mod glob;
mod multipart;
mod stream;
mod toml_text;

pub use command::command;
pub use config::config;
pub use glob::glob;
pub use multipart::multipart;
pub use stream::stream;
