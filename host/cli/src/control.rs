//! The control socket of the host that runs with a data folder: who answers there, and who asks.

use super::error::CliError;
use hookwire_engine::Engine;
use hookwire_http::{ControlSocket, HttpOptions};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};

/// Why a host that runs could not be asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum ControlError {
    #[error("the host that runs with {} cannot be asked", .folder.display())]
    Connection { folder: PathBuf, source: io::Error },
    #[error("the host that runs broke off")]
    Broken(#[source] hyper::Error),
    #[error("the host that runs answers with something else than JSON")]
    NoJson(#[source] serde_json::Error),
    /// The host has refused, and says why.
    #[error("{0}")]
    Refused(String),
}

/// Answers the command line in a data folder. A host that the command line cannot reach works all the same.
pub(super) async fn open(engine: Engine, options: HttpOptions, folder: &Path) -> Option<ControlSocket> {
    let socket = ControlSocket::open(engine, options, folder).await;
    socket.inspect_err(|error| tracing::warn!("`hookwire plugins` cannot reach this host: {error}")).ok()
}

/// A connection to the host that runs.
#[derive(Debug)]
pub(super) struct Control(SendRequest<Full<Bytes>>);

impl Control {
    /// Connects to the host that runs with a data folder; `None`, if none does.
    pub(super) async fn connect(folder: &Path) -> Result<Option<Self>, CliError> {
        let failed = |source| CliError::verb(ControlError::Connection { folder: folder.to_owned(), source });
        let Some(stream) = ControlSocket::connect(folder).await.map_err(failed)? else { return Ok(None) };
        let (requests, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
        tokio::spawn(connection);
        Ok(Some(Self(requests)))
    }

    /// Gets what is at a path.
    pub(super) async fn get(&mut self, path: &str) -> Result<Value, CliError> {
        self.send(Request::get(path), None, None).await
    }

    /// Posts a body to a path; what is there must have the version, if one is given.
    pub(super) async fn post(
        &mut self,
        path: &str,
        body: Option<&Value>,
        version: Option<u64>,
    ) -> Result<Value, CliError> {
        self.send(Request::post(path), body, version).await
    }

    async fn send(
        &mut self,
        request: hyper::http::request::Builder,
        body: Option<&Value>,
        version: Option<u64>,
    ) -> Result<Value, CliError> {
        let mut request = request.header(header::HOST, "localhost");
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        // Ids are checked before they get into a path, so that there is nothing that could not be sent.
        let request = request.body(Full::from(body)).expect("a request that can be sent");
        let answer = self.0.send_request(request).await.map_err(broken)?;
        let is_success = answer.status().is_success();
        let bytes = answer.into_body().collect().await.map_err(broken)?.to_bytes();
        let value: Value =
            serde_json::from_slice(&bytes).map_err(|error| CliError::verb(ControlError::NoJson(error)))?;
        if is_success {
            return Ok(value);
        }
        let why = value["error"]["message"].as_str().unwrap_or("it does not say why");
        Err(CliError::verb(ControlError::Refused(why.to_owned())))
    }
}

fn broken(error: hyper::Error) -> CliError {
    CliError::verb(ControlError::Broken(error))
}
