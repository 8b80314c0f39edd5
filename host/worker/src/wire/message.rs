use hookwire::remote::ByteStream;
use std::fmt;

/// What one process asks of the other.
pub struct Request {
    /// The call inside which it is asked; 0: none. Nothing here reads it.
    pub parent: u64,
    /// What is asked, encoded.
    pub body: Vec<u8>,
    /// What is given piece by piece.
    pub stream: Option<ByteStream>,
}

/// The answer to a [`Request`].
pub struct Response {
    /// The answer, encoded.
    pub body: Vec<u8>,
    /// What is given piece by piece. It outlives the request.
    pub stream: Option<ByteStream>,
}

impl From<Vec<u8>> for Request {
    fn from(body: Vec<u8>) -> Self {
        Self { parent: 0, body, stream: None }
    }
}

impl From<Vec<u8>> for Response {
    fn from(body: Vec<u8>) -> Self {
        Self { body, stream: None }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parent, body, stream } = self;
        write!(f, "Request({} bytes, inside {parent}, stream: {})", body.len(), stream.is_some())
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({} bytes, stream: {})", self.body.len(), self.stream.is_some())
    }
}
