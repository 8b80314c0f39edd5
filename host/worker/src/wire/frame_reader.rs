use super::error::{Violation, WireError};
use super::header::{HEADER_BYTES, Header};
use super::limits::WireLimits;
use super::statistics::Counters;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;

/// What is read at once. A frame that does not fit is read into its own body.
const BUFFER_BYTES: usize = 32 << 10;

/// Reads frames one after the other: one read gives as many as have come, and a body is the only allocation of a frame.
pub(super) struct FrameReader<R> {
    reader: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    most_bytes: usize,
    frame_time: Duration,
    counters: Arc<Counters>,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    pub(super) fn new(reader: R, limits: &WireLimits, counters: Arc<Counters>) -> Self {
        Self {
            reader,
            buffer: vec![0; BUFFER_BYTES].into_boxed_slice(),
            start: 0,
            end: 0,
            most_bytes: limits.most_bytes,
            frame_time: limits.frame_time,
            counters,
        }
    }

    /// Returns the next frame. Dropping the future loses what was read of it.
    pub(super) async fn next(&mut self) -> Result<(Header, Vec<u8>), WireError> {
        let header = loop {
            if let Some(bytes) = self.buffer[self.start..self.end].first_chunk() {
                break Header::decode(*bytes, self.most_bytes)?;
            }
            self.fill().await?;
        };
        let length = header.length as usize;
        let whole = HEADER_BYTES + length;
        if whole <= self.buffer.len() {
            while self.end - self.start < whole {
                self.fill().await?;
            }
            let body = self.buffer[self.start + HEADER_BYTES..self.start + whole].to_vec();
            self.start += whole;
            self.counters.frames_in.add(1);
            return Ok((header, body));
        }
        let mut body = Vec::with_capacity(length);
        body.extend_from_slice(&self.buffer[self.start + HEADER_BYTES..self.end]);
        (self.start, self.end) = (0, 0);
        while body.len() < length {
            let missing = (length - body.len()) as u64;
            let mut rest = (&mut self.reader).take(missing);
            let read = in_time(self.frame_time, rest.read_buf(&mut body)).await?;
            self.counters.bytes_in.add(read);
            if read == 0 {
                return Err(WireError::CutShort);
            }
        }
        self.counters.frames_in.add(1);
        Ok((header, body))
    }

    async fn fill(&mut self) -> Result<(), WireError> {
        let begun = self.start < self.end;
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let reading = self.reader.read(&mut self.buffer[self.end..]);
        let read = if begun {
            in_time(self.frame_time, reading).await?
        } else {
            reading.await.map_err(WireError::read)?
        };
        if read == 0 {
            return Err(if begun { WireError::CutShort } else { WireError::Ended });
        }
        self.counters.bytes_in.add(read);
        self.end += read;
        Ok(())
    }
}

/// Time counts from the last byte that came, so that a reader that was kept from reading does not blame the other side.
async fn in_time(
    limit: Duration,
    reading: impl Future<Output = std::io::Result<usize>>,
) -> Result<usize, WireError> {
    match timeout(limit, reading).await {
        Ok(read) => read.map_err(WireError::read),
        Err(_) => Err(Violation::SlowFrame { waited: limit }.into()),
    }
}
