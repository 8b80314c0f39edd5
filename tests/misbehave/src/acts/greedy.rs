use crate::bounds;
use crate::raw;
use crate::residue::call;
use hookwire::{Cx, Error, Result};
use std::hint::black_box;
use std::io::stdin;
use std::mem::forget;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a call holds back, until the next one begins.
static DESCRIPTORS: Mutex<Vec<OwnedFd>> = Mutex::new(Vec::new());

const CHUNK: usize = 8 << 20;

pub(super) fn allocate() -> Result<String> {
    let mut chunks = Vec::new();
    while chunks.len() * CHUNK < bounds::MEMORY {
        chunks.push(black_box(vec![1_u8; CHUNK]));
    }
    Err(Error::msg(format!("{} bytes were there, and it stopped by itself", bounds::MEMORY)))
}

pub(super) fn allocate_at_once() -> String {
    let all = black_box(Vec::<u8>::with_capacity(64 << 40));
    format!("{} bytes were there", all.capacity())
}

pub(super) fn leak() {
    forget(black_box(vec![1_u8; bounds::LEAK]));
}

pub(super) fn fork(sleeps: bool) -> Result<String> {
    for made in 0..bounds::PROCESSES {
        raw::fork(sleeps).map_err(|error| behind(made, "processes", &error))?;
    }
    Ok(format!("{} processes", bounds::PROCESSES))
}

pub(super) fn begin_threads() -> Result<String> {
    let mine = call();
    let wait = move || {
        let since = Instant::now();
        while call() == mine && since.elapsed() < bounds::SLEEP {
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    for made in 0..bounds::THREADS {
        let thread = std::thread::Builder::new().spawn(wait);
        thread.map_err(|error| behind(made, "threads", &error))?;
    }
    Ok(format!("{} threads", bounds::THREADS))
}

pub(super) fn open_descriptors() -> Result<String> {
    let mut opened = DESCRIPTORS.lock().unwrap_or_else(PoisonError::into_inner);
    while opened.len() < bounds::DESCRIPTORS {
        let made = opened.len();
        opened
            .push(stdin().as_fd().try_clone_to_owned().map_err(|error| behind(made, "descriptors", &error))?);
    }
    Ok(format!("{} descriptors", opened.len()))
}

/// Closes what an earlier call has opened.
pub(super) fn close_descriptors() {
    DESCRIPTORS.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

pub(super) async fn flood_services(cx: &Cx) -> Result<String> {
    for _ in 0..bounds::SERVICE_CALLS {
        cx.kv().get::<u64>("flood").await?;
    }
    Ok(format!("{} services", bounds::SERVICE_CALLS))
}

fn behind(made: usize, what: &str, error: &std::io::Error) -> Error {
    Error::msg(format!("refused behind {made} {what}: {error}"))
}
