//! Arguments as people write them: what a command or a verb takes, and the texts that give it.
//!
//! [`Parameters`] are read from the schema of the arguments, as are those of a tool. They say how the arguments are written, and turn a line
//! of text, or texts by name, into the JSON that is parsed into the author's types.

mod error;
mod fields;
mod given;
mod kind;
mod line;
mod parameter;
mod parameters;
mod words;

pub use error::ArgumentError;
pub(crate) use fields::fields;
pub use kind::ParameterKind;
pub use parameter::Parameter;
pub use parameters::Parameters;
