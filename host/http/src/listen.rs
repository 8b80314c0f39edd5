use crate::error::HttpError;
use crate::options::HttpOptions;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use tokio::net::{TcpListener, lookup_host};

/// Binds a listener to the address of the options.
pub async fn bind(options: &HttpOptions) -> Result<TcpListener, HttpError> {
    let listen = &options.listen;
    let wrong = || HttpError::Address(listen.clone());
    let found: Vec<SocketAddr> = lookup_host(listen).await.map_err(|_| wrong())?.collect();
    if found.is_empty() {
        return Err(wrong());
    }
    TcpListener::bind(&*found).await.map_err(|source| listen_error(listen.clone(), source))
}

fn listen_error(listen: String, source: io::Error) -> HttpError {
    match source.kind() {
        ErrorKind::AddrInUse => HttpError::Taken(listen),
        ErrorKind::PermissionDenied => HttpError::Denied(listen),
        ErrorKind::AddrNotAvailable => HttpError::Elsewhere(listen),
        _ => HttpError::Listen { listen, source },
    }
}
