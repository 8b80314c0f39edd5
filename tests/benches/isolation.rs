//! What a call costs that crosses to another process: a bare pair of pipes beside a peer over the same pipes, in turns.
//!
//! `cargo bench -p hookwire-tests --bench isolation`

#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::cast_precision_loss, reason = "small counts")]

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use hookwire_worker::wire::{Peer, PeerService, Request, Response, WireLimits};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::pipe::{Receiver, Sender};
use tokio::runtime::Builder;

const ROUNDS: usize = 30;

struct Echo;

impl PeerService for Echo {
    fn answer(&self, _: u64, request: Request) -> BoxFuture<'static, Result<Response, Vec<u8>>> {
        async { Ok(Response::from(request.body)) }.boxed()
    }

    fn note(&self, _: Vec<u8>) {}
}

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with('-'));
    match args.next().as_deref() {
        Some("raw") => raw_child(args.next().and_then(|size| size.parse().ok()).expect("a size")),
        Some("peer") => peer_child(),
        _ => {
            let runtime =
                Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
            // On a task, as everything in a host.
            runtime.block_on(async { tokio::spawn(measure()).await }).expect("no panic");
        }
    }
}

async fn measure() {
    for (name, size, calls) in [("200b", 200, 1000), ("4kib", 4 << 10, 500), ("64kib", 64 << 10, 100)] {
        let mut raw = Raw::start(size);
        let (peer, mut child) = peer();
        let (mut bare, mut framed) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let (one, other) = (raw.echoes(size, calls).await, echoes(&peer, size, calls).await);
            // The first round warms up.
            if round > 0 {
                bare.extend(one);
                framed.extend(other);
            }
        }
        report(&format!("pipe-{name}"), &mut bare);
        report(&format!("peer-{name}"), &mut framed);
        figure(&format!("peer-{name}-ratio"), percentile(&mut framed, 50) / percentile(&mut bare, 50));
        if size == 200 {
            figure("peer-200b-64-at-once-per-second", at_once(&peer, size).await);
        }
        peer.close("done");
        end(&mut child);
        end(&mut raw.child);
    }
}

struct Raw {
    writer: Sender,
    reader: Receiver,
    child: Child,
}

impl Raw {
    fn start(size: usize) -> Self {
        let (writer, reader, child) = spawn(&["raw", &size.to_string()]);
        Self { writer, reader, child }
    }

    async fn echoes(&mut self, size: usize, calls: usize) -> Vec<f64> {
        let (body, mut back) = (vec![7; size], vec![0; size]);
        let mut took = Vec::with_capacity(calls);
        for _ in 0..calls {
            let began = Instant::now();
            self.writer.write_all(&body).await.expect("a pipe");
            self.reader.read_exact(&mut back).await.expect("an echo");
            took.push(began.elapsed().as_secs_f64() * 1e6);
        }
        took
    }
}

fn peer() -> (Peer, Child) {
    let (writer, reader, child) = spawn(&["peer"]);
    let (peer, driver) = Peer::start(reader, writer, Arc::new(Echo), WireLimits::default());
    tokio::spawn(driver);
    (peer, child)
}

async fn echoes(peer: &Peer, size: usize, calls: usize) -> Vec<f64> {
    let mut took = Vec::with_capacity(calls);
    for _ in 0..calls {
        let body = vec![7; size];
        let began = Instant::now();
        peer.request(body.into()).await.expect("an echo");
        took.push(began.elapsed().as_secs_f64() * 1e6);
    }
    took
}

async fn at_once(peer: &Peer, size: usize) -> f64 {
    let calls = 1000;
    let tasks = |_| {
        let peer = peer.clone();
        tokio::spawn(async move {
            for _ in 0..calls {
                peer.request(vec![7; size].into()).await.expect("an echo");
            }
        })
    };
    let began = Instant::now();
    for task in join_all((0..64).map(tasks)).await {
        task.expect("no panic");
    }
    f64::from(64 * calls) / began.elapsed().as_secs_f64()
}

fn spawn(args: &[&str]) -> (Sender, Receiver, Child) {
    let mut command = Command::new("/proc/self/exe");
    let mut child =
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("this program again");
    let writer = Sender::from_owned_fd(child.stdin.take().expect("a pipe").into()).expect("a pipe");
    let reader = Receiver::from_owned_fd(child.stdout.take().expect("a pipe").into()).expect("a pipe");
    (writer, reader, child)
}

fn end(child: &mut Child) {
    child.kill().and_then(|()| child.wait()).expect("it ends");
}

fn child_pipes() -> (Receiver, Sender) {
    let stdin: OwnedFd = std::io::stdin().as_fd().try_clone_to_owned().expect("a pipe");
    let stdout: OwnedFd = std::io::stdout().as_fd().try_clone_to_owned().expect("a pipe");
    (Receiver::from_owned_fd(stdin).expect("a pipe"), Sender::from_owned_fd(stdout).expect("a pipe"))
}

fn raw_child(size: usize) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (mut reader, mut writer) = child_pipes();
        let mut buffer = vec![0; size];
        while reader.read_exact(&mut buffer).await.is_ok() && writer.write_all(&buffer).await.is_ok() {}
    });
}

fn peer_child() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (reader, writer) = child_pipes();
        let (_peer, driver) = Peer::start(reader, writer, Arc::new(Echo), WireLimits::default());
        driver.await
    });
}

fn report(name: &str, values: &mut [f64]) {
    figure(&format!("{name}-p50-us"), percentile(values, 50));
    figure(&format!("{name}-p99-us"), percentile(values, 99));
}

fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() * percent / 100]
}

/// Prints a figure on a line of its own, for programs that read them.
fn figure(name: &str, value: f64) {
    println!("figure {name} {value:.2}");
}
