//! The providers of the crate `genai`.

mod answer;
mod asker;
mod fault;
mod model;
mod providers;
mod quiet;
mod request;
mod thoughts;

pub(crate) use model::Genai;
pub(crate) use providers::Providers;
pub(crate) use thoughts::Thoughts;
