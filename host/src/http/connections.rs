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

/// Takes connections in until it is told to stop, and ends when the last of them is closed.
///
/// One on which nothing is asked, or whose caller takes too long for the head of a request, is closed.
pub(super) async fn serve(mut listener: TcpListener, app: Router, patience: Duration, stopping: Cancel) {
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let mut open = JoinSet::new();
    loop {
        let told = stopping.clone();
        tokio::select! {
            (stream, address) = Listener::accept(&mut listener) => {
                open.spawn(connection(http.clone(), stream, address, app.clone(), told));
            }
            // Those that are closed are forgotten.
            Some(_) = open.join_next() => {}
            () = stopping.wait() => break,
        }
    }
    drop(listener);
    while open.join_next().await.is_some() {}
}

/// Answers what one caller asks, one request after the other.
async fn connection(http: Builder, stream: TcpStream, address: SocketAddr, app: Router, stopping: Cancel) {
    let known = app.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(address));
        request
    });
    let mut served = pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(known)));
    let broken = tokio::select! {
        ended = served.as_mut() => ended,
        () = stopping.wait() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = broken {
        tracing::debug!("the connection from {address} broke: {error}");
    }
}
