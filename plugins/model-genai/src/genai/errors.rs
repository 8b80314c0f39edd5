use crate::provider_errors::ErrorMapper;
use genai::webc::{self, StreamTimeout};
use genai::{BoxError, Error};
use hookwire::model::ModelError;
use std::string::FromUtf8Error;

/// Converts an error of `genai`.
pub(super) fn convert(error: &Error, mapper: &ErrorMapper) -> ModelError {
    if let Some(converted) = convert_status(error, mapper) {
        return converted;
    }
    match error {
        Error::ChatResponse { body, .. } => mapper.map_object(body),
        Error::WebStream { error, cause, .. } => convert_stream(error, cause, mapper),
        Error::WebModelCall { webc_error, .. } | Error::WebAdapterCall { webc_error, .. } => match webc_error
        {
            webc::Error::Reqwest(error) => mapper.map_transport(error),
            other => mapper.malformed("it cannot be read", &other.to_string()),
        },
        Error::StreamParse { serde_error, .. } => {
            mapper.malformed("an event is not JSON", &serde_error.to_string())
        }
        Error::SerdeJson(error) => mapper.malformed("it is not JSON", &error.to_string()),
        Error::JsonValueExt(error) => mapper.malformed("it lacks something", &error.to_string()),
        Error::InvalidJsonResponseElement { info } => mapper.malformed("it lacks something", info),
        Error::NoChatResponse { .. } => mapper.malformed("it has no answer", &error.to_string()),
        other => ModelError::Refused(mapper.without_key(&other.to_string()).into()),
    }
}

/// Converts an error that has an HTTP status.
fn convert_status(error: &Error, mapper: &ErrorMapper) -> Option<ModelError> {
    let (status, headers) = (error.status()?, error.headers()?);
    let body = match error {
        Error::HttpError { body, .. } => body,
        Error::WebModelCall { webc_error, .. } | Error::WebAdapterCall { webc_error, .. } => match webc_error
        {
            webc::Error::ResponseFailedStatus { body, .. } => body,
            _ => "",
        },
        _ => "",
    };
    Some(mapper.map_status(status, headers, body))
}

/// Converts an error within a stream.
fn convert_stream(error: &BoxError, cause: &str, mapper: &ErrorMapper) -> ModelError {
    if let Some(error) = error.downcast_ref::<Error>() {
        convert(error, mapper)
    } else if let Some(error) = error.downcast_ref::<reqwest::Error>() {
        mapper.map_transport(error)
    } else if let Some(late) = error.downcast_ref::<StreamTimeout>() {
        mapper.silent(match late {
            StreamTimeout::Headers => "no answer began in time",
            StreamTimeout::Read => "nothing more came in time",
        })
    } else if error.is::<FromUtf8Error>() {
        mapper.malformed("it is not UTF-8", cause)
    } else {
        ModelError::Unavailable(mapper.without_key(cause).into())
    }
}
