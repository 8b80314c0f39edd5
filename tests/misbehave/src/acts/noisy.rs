use crate::bounds;
use crate::raw;
use hookwire::{Cx, Result};
use std::future::pending;
use std::io::{Write, stdout};
use std::time::Duration;

/// Writes lines of 4 KiB.
pub(super) fn flood(to: &mut dyn Write) -> Result<()> {
    let line = format!("{}\n", "x".repeat(4095));
    for _ in 0..bounds::OUTPUT / line.len() {
        to.write_all(line.as_bytes())?;
    }
    Ok(())
}

pub(super) async fn write_slowly() -> Result<String> {
    for letter in "slowly\n".chars() {
        write!(stdout(), "{letter}")?;
        stdout().flush()?;
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    Ok("written".into())
}

pub(super) fn log(cx: &Cx) {
    let line = "x".repeat(200);
    for _ in 0..bounds::LOG_LINES {
        cx.info(&*line);
    }
}

pub(super) fn write_junk() -> String {
    let junk: Vec<u8> = (0_u8..=255).map(|byte| byte.wrapping_mul(73) ^ 0xA5).collect();
    format!("{} descriptors took it", raw::write_to_all(&junk))
}

/// The head of a frame between a host and its workers, as `hookwire_worker` writes it.
fn head(length: u32, kind: u8, id: u64) -> Vec<u8> {
    [&length.to_le_bytes()[..], &[kind, 0, 0, 0], &id.to_le_bytes(), &[0; 8]].concat()
}

const ANSWER: u8 = 2;
const NOTE: u8 = 6;

pub(super) fn lie_about_length() -> String {
    format!("{} descriptors took it", raw::write_to_all(&head(u32::MAX, ANSWER, 1)))
}

pub(super) fn answer_nobody() -> String {
    format!("{} descriptors took it", raw::write_to_all(&head(0, ANSWER, 0xDEAD_BEEF)))
}

/// Writes a note of which nobody can read the body.
pub(super) async fn write_message_slowly() {
    let mut message = head(8, NOTE, 0);
    message.extend([0xC1; 8]);
    for byte in message {
        raw::write_to_all(&[byte]);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub(super) async fn begin_message() {
    raw::write_to_all(&head(64, ANSWER, 1)[..5]);
    pending::<()>().await;
}
