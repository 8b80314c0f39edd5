/// How long an event, or a tool call, may be.
pub(super) const LIMIT: usize = 8 << 20;

/// Takes the events out of a stream of bytes, wherever it was cut into pieces.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// What came and is not yet a whole line.
    bytes: Vec<u8>,
    /// How far into it there is no line end.
    seen: usize,
    /// The data of the event whose end has not come.
    data: Vec<u8>,
}

/// An event, or a line, that has no end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Events {
    /// Adds bytes and returns the data of the events that they complete.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, TooLong> {
        self.bytes.extend_from_slice(bytes);
        let mut events = Vec::new();
        let mut start = 0;
        while let Some(length) = self.bytes[self.seen..].iter().position(|byte| *byte == b'\n') {
            let end = self.seen + length;
            events.extend(line(&mut self.data, &self.bytes[start..end]));
            start = end + 1;
            self.seen = start;
        }
        self.bytes.drain(..start);
        self.seen = self.bytes.len();
        if self.bytes.len() + self.data.len() > LIMIT { Err(TooLong) } else { Ok(events) }
    }

    /// Returns the event that the stream ended in.
    pub(super) fn rest(&mut self) -> Option<Vec<u8>> {
        let last = std::mem::take(&mut self.bytes);
        let event = line(&mut self.data, &last);
        event.or_else(|| line(&mut self.data, b""))
    }
}

/// Reads a line; an empty one ends the event. Comments and other fields mean nothing here.
fn line(data: &mut Vec<u8>, line: &[u8]) -> Option<Vec<u8>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    if line.is_empty() {
        return Some(std::mem::take(data)).filter(|data| !data.is_empty());
    }
    if let Some(value) = line.strip_prefix(b"data:") {
        if !data.is_empty() {
            data.push(b'\n');
        }
        data.extend_from_slice(value.strip_prefix(b" ").unwrap_or(value));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Events, LIMIT, TooLong};

    fn all(pieces: &[&[u8]]) -> Vec<String> {
        let mut events = Events::default();
        let mut found: Vec<_> = pieces.iter().flat_map(|piece| events.add(piece).unwrap()).collect();
        found.extend(events.rest());
        found.into_iter().map(|data| String::from_utf8(data).unwrap()).collect()
    }

    #[test]
    fn events_are_the_same_wherever_the_stream_is_cut() {
        let stream = "\u{feff}: hello\r\ndata: {\"a\":\"ü🦀\"}\r\n\r\nevent: x\nid: 1\ndata:1\ndata: 2\n\n\ndata: [DONE]";
        let bytes = stream.as_bytes();
        let whole = ["{\"a\":\"ü🦀\"}", "1\n2", "[DONE]"];
        for at in 0..bytes.len() {
            assert_eq!(all(&[&bytes[..at], &bytes[at..]]), whole, "cut at {at}");
        }
        let single: Vec<_> = bytes.chunks(1).collect();
        assert_eq!(all(&single), whole);
    }

    #[test]
    fn an_event_without_end_is_not_kept_for_ever() {
        let mut events = Events::default();
        let piece = vec![b'x'; LIMIT / 2];
        assert_eq!(events.add(&piece), Ok(vec![]));
        assert_eq!(events.add(&piece), Ok(vec![]));
        assert_eq!(events.add(b"x"), Err(TooLong));
        let mut events = Events::default();
        let line = [b"data: ".as_slice(), &piece, b"\n"].concat();
        assert_eq!(events.add(&line), Ok(vec![]));
        assert_eq!(events.add(&line), Err(TooLong));
    }
}
