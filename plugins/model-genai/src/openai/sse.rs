/// The most bytes of an event that has not ended.
pub(super) const MAX_EVENT_BYTES: usize = 8 << 20;

/// A parser of server-sent events, which may be cut into pieces anywhere.
#[derive(Debug, Default)]
pub(super) struct SseParser {
    /// The bytes of a line that has not ended.
    bytes: Vec<u8>,
    /// The number of those bytes that were searched for a line end.
    searched: usize,
    /// The data of the event that has not ended.
    data: Vec<u8>,
}

/// An error for an event, or a line, that is longer than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl SseParser {
    /// Parses more bytes; returns the data of the events that they complete.
    pub(super) fn parse(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, TooLong> {
        self.bytes.extend_from_slice(bytes);
        let mut events = Vec::new();
        let mut start = 0;
        while let Some(length) = self.bytes[self.searched..].iter().position(|byte| *byte == b'\n') {
            let end = self.searched + length;
            events.extend(parse_line(&mut self.data, &self.bytes[start..end]));
            start = end + 1;
            self.searched = start;
        }
        self.bytes.drain(..start);
        self.searched = self.bytes.len();
        if self.bytes.len() + self.data.len() > MAX_EVENT_BYTES { Err(TooLong) } else { Ok(events) }
    }

    /// Returns the data of the event in which the stream has ended, if there is any.
    pub(super) fn finish(&mut self) -> Option<Vec<u8>> {
        let last = std::mem::take(&mut self.bytes);
        let event = parse_line(&mut self.data, &last);
        event.or_else(|| parse_line(&mut self.data, b""))
    }
}

/// Parses a line; returns the data of the event that ends with it. Comments and other fields are ignored.
fn parse_line(data: &mut Vec<u8>, line: &[u8]) -> Option<Vec<u8>> {
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
    use super::{MAX_EVENT_BYTES, SseParser, TooLong};

    fn all(pieces: &[&[u8]]) -> Vec<String> {
        let mut parser = SseParser::default();
        let mut found: Vec<_> = pieces.iter().flat_map(|piece| parser.parse(piece).unwrap()).collect();
        found.extend(parser.finish());
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
    fn an_event_without_end_is_refused() {
        let mut parser = SseParser::default();
        let piece = vec![b'x'; MAX_EVENT_BYTES / 2];
        assert_eq!(parser.parse(&piece), Ok(vec![]));
        assert_eq!(parser.parse(&piece), Ok(vec![]));
        assert_eq!(parser.parse(b"x"), Err(TooLong));
        let mut parser = SseParser::default();
        let line = [b"data: ".as_slice(), &piece, b"\n"].concat();
        assert_eq!(parser.parse(&line), Ok(vec![]));
        assert_eq!(parser.parse(&line), Err(TooLong));
    }
}
