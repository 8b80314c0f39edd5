use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A server of this machine, which answers byte by byte as a test wants, and keeps what it was asked.
pub(crate) struct Server {
    pub(crate) port: u16,
    requests: Arc<Mutex<Vec<String>>>,
    count: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

/// What the server says to a request.
pub(crate) enum Reply {
    /// This, and then it waits for the next request.
    Whole(Vec<u8>),
    /// This, and then it closes the connection.
    Last(Vec<u8>),
    /// This, and then nothing more.
    Silent(Vec<u8>),
    /// The first, and then the second without end, with a pause behind each.
    Endless(Vec<u8>, Vec<u8>, Duration),
}

/// Returns an answer with a status line's end and with headers, each of which ends with a line break.
pub(crate) fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Returns a plain answer.
pub(crate) fn ok(body: &str) -> Reply {
    Reply::Whole(answer("200 OK", "", body.as_bytes()))
}

/// Returns a redirect.
pub(crate) fn redirect(status: u16, location: &str) -> Reply {
    Reply::Whole(answer(&format!("{status} Elsewhere"), &format!("location: {location}\r\n"), b""))
}

impl Server {
    /// Starts it; what it is asked is the whole text of a request.
    pub(crate) async fn start(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let (counting, count) = watch::channel(0);
        let (reply, kept) = (Arc::new(reply), Arc::clone(&requests));
        let task = tokio::spawn(async move {
            let counting = Arc::new(counting);
            while let Ok((mut stream, _)) = listener.accept().await {
                let (reply, kept, counting) = (Arc::clone(&reply), Arc::clone(&kept), Arc::clone(&counting));
                tokio::spawn(async move {
                    let got = |request: &str| {
                        kept.lock().unwrap().push(request.to_owned());
                        counting.send_modify(|count| *count += 1);
                        reply(request)
                    };
                    // A client that leaves is what many tests want.
                    let _ = serve(&mut stream, got).await;
                });
            }
        });
        Self { port, requests, count, task }
    }

    /// Returns the URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Returns what it was asked, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Waits until it was asked so often.
    pub(crate) async fn asked(&self, times: usize) {
        self.count.clone().wait_for(|count| *count >= times).await.unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: &mut TcpStream, reply: impl Fn(&str) -> Reply) -> io::Result<()> {
    while let Some(request) = read(stream).await? {
        match reply(&request) {
            Reply::Whole(bytes) => stream.write_all(&bytes).await?,
            Reply::Last(bytes) => return stream.write_all(&bytes).await,
            Reply::Silent(bytes) => {
                stream.write_all(&bytes).await?;
                // Until the client leaves.
                return stream.read(&mut [0]).await.map(drop);
            }
            Reply::Endless(head, piece, pause) => {
                stream.write_all(&head).await?;
                loop {
                    stream.write_all(&piece).await?;
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }
    Ok(())
}

/// Reads a request with its body; `None` if there is none any more.
async fn read(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut text = Vec::new();
    let is_whole = |text: &[u8]| {
        let text = String::from_utf8_lossy(text);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
        let head = head.to_ascii_lowercase();
        if head.contains("transfer-encoding: chunked") {
            return body.ends_with("0\r\n\r\n");
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        body.len() >= length.unwrap_or(0)
    };
    while !is_whole(&text) {
        let mut bytes = [0; 4096];
        match stream.read(&mut bytes).await? {
            0 => return Ok(None),
            count => text.extend(&bytes[..count]),
        }
    }
    Ok(Some(String::from_utf8_lossy(&text).into_owned()))
}
