use std::collections::VecDeque;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The output of a command: its start and its end, if the whole is longer than the limit.
#[derive(Debug)]
pub(super) struct Output {
    max_bytes: usize,
    head: Vec<u8>,
    tail: VecDeque<u8>,
    left_out_bytes: usize,
}

impl Output {
    pub(super) fn new(max_bytes: usize) -> Self {
        Self { max_bytes, head: Vec::new(), tail: VecDeque::new(), left_out_bytes: 0 }
    }

    /// Reads until the end; what was read stays if the future is dropped.
    pub(super) async fn read_to_end(&mut self, from: &mut (impl AsyncRead + Unpin)) {
        let mut buffer = [0; 8 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer).await {
            self.add(&buffer[..count]);
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        let half = self.max_bytes.div_ceil(2);
        let (first, rest) = bytes.split_at(bytes.len().min(half - self.head.len()));
        self.head.extend_from_slice(first);
        self.tail.extend(rest);
        let excess = self.tail.len().saturating_sub(self.max_bytes - half);
        self.tail.drain(..excess);
        self.left_out_bytes += excess;
    }

    /// Returns the output as text, with a note where bytes are left out.
    pub(super) fn into_text(mut self) -> String {
        let tail = self.tail.make_contiguous();
        if self.left_out_bytes == 0 {
            self.head.extend_from_slice(tail);
            return String::from_utf8_lossy(&self.head).into_owned();
        }
        // Characters that were cut in two are left out as well.
        let valid = std::str::from_utf8(&self.head).map_or_else(|error| error.valid_up_to(), str::len);
        let head = if self.head.len() - valid < 4 { &self.head[..valid] } else { &self.head[..] };
        let cut = tail.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
        let left_out = self.left_out_bytes + self.head.len() - head.len() + cut;
        let (head, tail) = (String::from_utf8_lossy(head), String::from_utf8_lossy(&tail[cut..]));
        format!("{head}\n[… {left_out} bytes are left out here …]\n{tail}")
    }
}
