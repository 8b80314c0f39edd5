use crate::error::OpenError;
use crate::provider_errors::root_cause;
use reqwest::{Client, redirect};
use std::time::Duration;

/// Creates the HTTP client that all models share.
pub(crate) fn client(connect_timeout: Duration) -> Result<Client, OpenError> {
    // An error says that another provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .connect_timeout(connect_timeout)
        // A redirect could take the key to another server.
        .redirect(redirect::Policy::none())
        // A compressed stream arrives in larger pieces.
        .no_gzip();
    client.build().map_err(|error| OpenError::Http(root_cause(&error)))
}
