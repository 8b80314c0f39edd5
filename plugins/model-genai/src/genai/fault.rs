use crate::fault::Faults;
use genai::webc::{self, StreamTimeout};
use genai::{BoxError, Error};
use hookwire::model::ModelError;
use std::string::FromUtf8Error;

/// Judges an error of `genai`.
pub(super) fn judge(error: &Error, faults: &Faults) -> ModelError {
    if let Some(judged) = status(error, faults) {
        return judged;
    }
    match error {
        Error::ChatResponse { body, .. } => faults.object(body),
        Error::WebStream { error, cause, .. } => stream(error, cause, faults),
        Error::WebModelCall { webc_error, .. } | Error::WebAdapterCall { webc_error, .. } => match webc_error
        {
            webc::Error::Reqwest(error) => faults.transport(error),
            other => faults.malformed("it cannot be read", &other.to_string()),
        },
        Error::StreamParse { serde_error, .. } => {
            faults.malformed("an event is no JSON", &serde_error.to_string())
        }
        Error::SerdeJson(error) => faults.malformed("it is no JSON", &error.to_string()),
        Error::JsonValueExt(error) => faults.malformed("it lacks something", &error.to_string()),
        Error::InvalidJsonResponseElement { info } => faults.malformed("it lacks something", info),
        Error::NoChatResponse { .. } => faults.malformed("it has no answer", &error.to_string()),
        other => ModelError::Refused(faults.clean(&other.to_string()).into()),
    }
}

/// Judges by the HTTP status, if there is one.
fn status(error: &Error, faults: &Faults) -> Option<ModelError> {
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
    Some(faults.status(status, headers, body))
}

fn stream(error: &BoxError, cause: &str, faults: &Faults) -> ModelError {
    if let Some(error) = error.downcast_ref::<Error>() {
        judge(error, faults)
    } else if let Some(error) = error.downcast_ref::<reqwest::Error>() {
        faults.transport(error)
    } else if let Some(late) = error.downcast_ref::<StreamTimeout>() {
        faults.silent(match late {
            StreamTimeout::Headers => "no answer began in time",
            StreamTimeout::Read => "nothing more came in time",
        })
    } else if error.is::<FromUtf8Error>() {
        faults.malformed("it is no UTF-8", cause)
    } else {
        ModelError::Unavailable(faults.clean(cause).into())
    }
}
