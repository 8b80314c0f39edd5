use std::collections::VecDeque;
use tokio::io::{AsyncRead, AsyncReadExt};

/// What a command says: its start and its end, if that is too much for all of it.
#[derive(Debug)]
pub(crate) struct Output {
    most: usize,
    head: Vec<u8>,
    tail: VecDeque<u8>,
    left_out: usize,
}

impl Output {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, head: Vec::new(), tail: VecDeque::new(), left_out: 0 }
    }

    /// Reads until there is nothing more; what was read is kept if the future is dropped.
    pub(crate) async fn drain(&mut self, from: &mut (impl AsyncRead + Unpin)) {
        let mut buffer = [0; 8 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer).await {
            self.add(&buffer[..count]);
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        let half = self.most.div_ceil(2);
        let (first, rest) = bytes.split_at(bytes.len().min(half - self.head.len()));
        self.head.extend_from_slice(first);
        self.tail.extend(rest);
        let over = self.tail.len().saturating_sub(self.most - half);
        self.tail.drain(..over);
        self.left_out += over;
    }

    /// Returns it as text, with a word where something is left out.
    pub(crate) fn text(mut self) -> String {
        let tail = self.tail.make_contiguous();
        if self.left_out == 0 {
            self.head.extend_from_slice(tail);
            return String::from_utf8_lossy(&self.head).into_owned();
        }
        // A character that was cut in two is no character.
        let whole = std::str::from_utf8(&self.head).map_or_else(|it| it.valid_up_to(), str::len);
        let head = if self.head.len() - whole < 4 { &self.head[..whole] } else { &self.head[..] };
        let cut = tail.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
        let left_out = self.left_out + self.head.len() - head.len() + cut;
        let (head, tail) = (String::from_utf8_lossy(head), String::from_utf8_lossy(&tail[cut..]));
        format!("{head}\n[… {left_out} bytes are left out here …]\n{tail}")
    }
}
