//! From nothing to the first healthy answer over HTTP: plugins, store in a fresh file, server.

use super::{crowd, figure, host, median};
use hookwire_host::http;
use hookwire_host::store::{Location, open};
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

const ROUNDS: usize = 9;

pub(super) fn run(runtime: &Runtime) {
    for plugins in [10, 100] {
        let times = (0..ROUNDS).map(|round| runtime.block_on(ready(plugins, round)));
        figure(&format!("start_ready_{plugins}_plugins_ms"), median(times.collect()));
    }
}

async fn ready(plugins: usize, round: usize) -> f64 {
    let crowd = crowd::of(plugins);
    let folder = host::folder(&format!("start{plugins}-{round}"));
    let since = Instant::now();
    let store = open(&Location::Folder(folder.join("data"))).await.expect("a store");
    let host = host::start(&format!("start{plugins}"), &crowd, host::TURN, &[], store).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let options = http::HttpOptions::default();
    let served = tokio::spawn(http::serve(host.engine().clone(), options, listener, async {
        let _ = stopped.await;
    }));
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream
        .write_all(format!("GET /ready HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes())
        .await
        .expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    let time = since.elapsed().as_secs_f64() * 1000.0;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let _ = stop.send(());
    served.await.expect("no panic").expect("it served");
    host.stop("the benchmark is over").await;
    let _ = std::fs::remove_dir_all(folder);
    time
}
