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

pub(super) fn lie_about_length() -> String {
    format!("{} descriptors took it", raw::write_to_all(&[0xFF; 16]))
}

pub(super) async fn begin_message() {
    raw::write_to_all(&[1]);
    pending::<()>().await;
}
