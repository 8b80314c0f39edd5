use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hookwire::cx::Cancel;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Accepts connections until `stopping`, and ends when the last of them is closed.
///
/// A connection that is idle for longer than `patience`, or whose caller takes longer for the head of a request, is
/// closed.
pub(crate) async fn serve(mut listener: TcpListener, app: Router, patience: Duration, stopping: Cancel) {
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let mut open = JoinSet::new();
    loop {
        let stop = stopping.clone();
        tokio::select! {
            (stream, address) = Listener::accept(&mut listener) => {
                open.spawn(serve_connection(http.clone(), stream, address, app.clone(), stop));
            }
            // Takes connections that are closed out of the set.
            Some(_) = open.join_next() => {}
            () = stopping.wait() => break,
        }
    }
    drop(listener);
    while open.join_next().await.is_some() {}
}

/// Answers the requests of one connection, one after the other.
async fn serve_connection(
    http: Builder,
    stream: TcpStream,
    address: SocketAddr,
    app: Router,
    stopping: Cancel,
) {
    let app = app.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(address));
        request
    });
    let mut served = pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app)));
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = stopping.wait() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!("the connection from {address} broke: {error}");
    }
}
