//! Models of the providers that the crate `genai` knows.

mod connection;
mod conversation;
mod errors;
mod exchange;
mod model;
mod providers;
mod request;
mod response;
mod signatures;
mod silent_stream;

pub(crate) use model::GenaiModel;
pub(crate) use providers::Providers;
pub(crate) use signatures::SignatureCache;
