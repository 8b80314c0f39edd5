//! Lines of a worker's log: so many a second, and what is left out is counted.

use super::back_to_back::{Pair, unchecked};
use super::prober::{Poor, ann};
use hookwire::cx::{Level, LogRecord};
use hookwire::test::Kit;
use hookwire_worker::services::{LogLimit, Note};
use std::time::Instant;

/// Returns how many lines there are, and how many are said to be left out.
fn counted(logs: &[LogRecord]) -> (u64, u64) {
    let (mut lines, mut left_out) = (0, 0);
    for log in logs {
        match log.message.split_once(" lines of this log were left out") {
            Some((number, _)) => left_out += number.parse::<u64>().unwrap(),
            None => lines += 1,
        }
    }
    (lines, left_out)
}

fn assert_bounded(kit: &Kit, written: u64, began: Instant) {
    let (lines, left_out) = counted(&kit.logs());
    assert_eq!(lines + left_out, written);
    assert!(lines <= LogLimit::MOST_LINES * (began.elapsed().as_secs() + 2), "{lines}");
    assert!(lines >= LogLimit::MOST_LINES);
}

#[tokio::test]
async fn a_flood_is_bounded_in_the_worker_and_counted() {
    let kit = Kit::of::<Poor>().identity(ann()).start().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    let in_worker = unchecked(&ann(), pair.services(&cx)).await;
    let began = Instant::now();
    for line in 0..20_000 {
        in_worker.info(format!("line {line}"));
    }
    drop(in_worker);
    assert_bounded(&kit, 20_000, began);
}

#[tokio::test]
async fn a_flood_of_a_worker_that_does_not_count_is_bounded_in_the_host() {
    let kit = Kit::of::<Poor>().identity(ann()).start().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    let number = pair.host.open(&cx).unwrap();
    let began = Instant::now();
    for line in 0..20_000 {
        pair.host.note(number, Note::Log { level: Level::Error, message: line.to_string(), left_out: 0 });
    }
    pair.host.note(number, Note::Released { left_out: 5 });
    assert_bounded(&kit, 20_005, began);
}

#[tokio::test]
async fn a_line_is_cut_where_it_is_too_long() {
    let kit = Kit::of::<Poor>().identity(ann()).start().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    let in_worker = unchecked(&ann(), pair.services(&cx)).await;
    in_worker.warn("ü".repeat(LogLimit::MOST_LINE_BYTES));
    let log = kit.logs().remove(0);
    assert_eq!(log.level, Level::Warn);
    assert!(log.message.ends_with("ü… (16424 bytes more)"), "{}", &log.message[log.message.len() - 40..]);
}
