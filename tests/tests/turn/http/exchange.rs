//! What goes over the wire: methods, headers, bodies, and answers of any status.

use super::asker::Asking;
use super::server::{Reply, Server, answer, ok};
use hookwire::cx::HttpError;
use serde_json::json;
use tokio::net::TcpListener;

#[tokio::test]
async fn a_request_arrives_as_the_plugin_made_it() {
    let server = Server::start(|_| ok("hello")).await;
    let asking = Asking::start_at_home("").await;
    let headers = [["X-Own", "1"], ["x-own", "2"], ["accept", "text/plain"]];
    let wanted =
        json!({ "url": server.url("/a%20b?c=d#e"), "method": "PUT", "body": "é", "headers": headers });
    assert_eq!(asking.ask(wanted).await, "200 hello");
    let request = server.requests().remove(0);
    assert!(
        request.starts_with("PUT /a%20b?c=d HTTP/1.1\r\n") && request.ends_with("\r\n\r\né"),
        "{request}"
    );
    for header in [
        "x-own: 1\r\nx-own: 2\r\n",
        "accept: text/plain\r\n",
        "content-length: 2\r\n",
        "user-agent: hookwire/",
    ] {
        assert!(request.contains(header), "{header}: {request}");
    }
    assert!(request.contains(&format!("host: 127.0.0.1:{}\r\n", server.port)), "{request}");
    assert!(!request.contains("referer") && !request.contains("cookie"), "{request}");
}

#[tokio::test]
async fn a_stream_arrives_piece_by_piece() {
    let server = Server::start(|_| ok("hello")).await;
    let asking = Asking::start_at_home("").await;
    let wanted = json!({ "url": server.url("/"), "method": "POST", "pieces": ["one", "three"] });
    assert_eq!(asking.ask(wanted).await, "200 hello");
    let request = server.requests().remove(0);
    assert!(request.contains("transfer-encoding: chunked\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"), "{request}");
}

#[tokio::test]
async fn an_answer_of_any_status_is_one() {
    let server = Server::start(|request| {
        let status = if request.contains("/not") { "404 Not Found" } else { "503 Busy" };
        Reply::Whole(answer(status, "", b"sorry"))
    })
    .await;
    let asking = Asking::start_at_home("").await;
    assert_eq!(asking.get(&server.url("/not")).await, "404 sorry");
    assert_eq!(asking.get(&server.url("/")).await, "503 sorry");
}

#[tokio::test]
async fn what_breaks_on_the_way_is_told_without_the_secrets_of_the_url() {
    let server = Server::start(|request| match request {
        it if it.contains("/half") => Reply::Last(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf".into()),
        it if it.contains("/none") => Reply::Last(Vec::new()),
        it if it.contains("/two") => {
            Reply::Last(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nhm".into())
        }
        _ => Reply::Last(b"SSH-2.0-OpenSSH_9.9\r\n".into()),
    })
    .await;
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let asking = Asking::start_at_home("").await;
    let paths = ["/half", "/none", "/two", "/"].map(|path| server.url(path));
    for url in paths.into_iter().chain([format!("http://127.0.0.1:{nobody}/")]) {
        let refusal = asking.refused(&format!("{url}?key=sesame")).await;
        assert!(matches!(refusal.error(), HttpError::Failed { .. }), "{url}: {refusal:?}");
        assert!(refusal.text().starts_with("`127.0.0.1:"), "{refusal:?}");
        assert!(!format!("{refusal:?}").contains("sesame"), "{refusal:?}");
    }
}
