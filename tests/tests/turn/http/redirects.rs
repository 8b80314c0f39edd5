//! Redirects: each one is a request of its own, which is checked as the first one was.

use super::asker::Asking;
use super::server::{Server, ok, redirect};
use hookwire::cx::HttpError;
use serde_json::json;

/// Starts a server that redirects everything to a place, but for the place `/end`.
async fn redirecting(status: u16, location: &str) -> Server {
    let location = location.to_owned();
    Server::start(move |request| match request {
        it if it.split(' ').nth(1) == Some("/end") => ok("the end"),
        _ => redirect(status, &location),
    })
    .await
}

/// Returns the value of a header of a request.
fn header<'r>(request: &'r str, name: &str) -> Option<&'r str> {
    request.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn a_redirect_changes_the_method_as_its_status_says() {
    for (status, method, then) in [
        (301, "GET", "GET"),
        (302, "HEAD", "HEAD"),
        (303, "HEAD", "HEAD"),
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (302, "PUT", "PUT"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
    ] {
        let server = redirecting(status, "/end").await;
        let asking = Asking::start_at_home("").await;
        let body = if ["GET", "HEAD"].contains(&method) { "" } else { "the body" };
        let headers = [["content-type", "text/plain"], ["x-own", "1"]];
        let wanted = json!({ "url": server.url("/"), "method": method, "body": body, "headers": headers });
        assert!(asking.ask(wanted).await.starts_with("200 "));
        let requests = server.requests();
        let second = &requests[1];
        assert!(second.starts_with(&format!("{then} /end HTTP/1.1\r\n")), "{status} {method}: {second}");
        let keeps = method == then;
        assert_eq!(second.ends_with("the body"), keeps && !body.is_empty(), "{status} {method}: {second}");
        assert_eq!(header(second, "content-type"), keeps.then_some("text/plain"));
        assert_eq!(header(second, "x-own"), Some("1"), "the same origin sees them all");
    }
}

#[tokio::test]
async fn redirects_are_followed_as_often_as_the_operator_allows() {
    let server = redirecting(302, "/again").await;
    let asking = Asking::start_at_home("redirects = 2").await;
    let refusal = asking.refused(&server.url("/")).await;
    assert!(matches!(refusal.error(), HttpError::Redirects { limit: 2, .. }), "{refusal:?}");
    assert_eq!(server.requests().len(), 3);
    let refusal = asking.refusal(json!({ "url": server.url("/"), "max_redirects": 1 })).await;
    assert!(matches!(refusal.error(), HttpError::Redirects { limit: 1, .. }), "{refusal:?}");
    let refusal = asking.refusal(json!({ "url": server.url("/"), "max_redirects": 9 })).await;
    assert!(matches!(refusal.error(), HttpError::Redirects { limit: 2, .. }), "{refusal:?}");
    // With 0, the redirect is the answer.
    assert_eq!(asking.ask(json!({ "url": server.url("/"), "max_redirects": 0 })).await, "302 /again");
}

#[tokio::test]
async fn a_redirect_to_an_address_that_is_not_public_is_refused() {
    for location in [
        "http://10.0.0.1/",
        "//10.0.0.1/",
        "\\\\10.0.0.1/",
        "http://167772161/",
        "http://0xa.1/",
        "http://012.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
        "https://169.254.169.254/",
        "http://127.0.0.2/",
        "http://inside.example/",
    ] {
        let server = redirecting(302, location).await;
        let net = "[plugins.asker]\nprivate = [\"127.0.0.1\"]";
        let asking = Asking::start(net, &[("inside.example", &[&["10.0.0.1"]])]).await;
        let refusal = asking.refused(&server.url("/")).await;
        assert!(matches!(refusal.error(), HttpError::PrivateAddress { .. }), "{location}: {refusal:?}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_to_what_is_no_plain_url_of_http_is_refused() {
    for location in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "http://ann:sesame@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://",
    ] {
        let server = redirecting(302, location).await;
        let refusal = Asking::start_at_home("").await.refused(&server.url("/")).await;
        assert!(matches!(refusal.error(), HttpError::Url { .. }), "{location}: {refusal:?}");
        assert!(!refusal.text().contains("sesame"));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_goes_only_to_hosts_that_the_operator_names() {
    let server = redirecting(302, "http://elsewhere.example/").await;
    let net = "[plugins.asker]\nhosts = [\"127.0.0.1\"]\nprivate = [\"127.0.0.1\"]";
    let asking = Asking::start(net, &[("elsewhere.example", &[&["127.0.0.1"]])]).await;
    let refusal = asking.refused(&server.url("/")).await;
    assert!(matches!(refusal.error(), HttpError::HostNotAllowed { .. }), "{refusal:?}");
    assert!(asking.names().asked().is_empty());
}

#[tokio::test]
async fn another_origin_sees_no_header_that_may_be_secret() {
    let other = Server::start(|_| ok("hello")).await;
    let server = redirecting(307, &other.url("/")).await;
    let asking = Asking::start_at_home("").await;
    let headers = [
        ["authorization", "Bearer sesame"],
        ["Cookie", "id=sesame"],
        ["x-api-key", "sesame"],
        ["accept", "text/plain"],
        ["content-type", "text/plain"],
    ];
    let wanted = json!({ "url": server.url("/"), "method": "POST", "body": "hm", "headers": headers });
    assert_eq!(asking.ask(wanted).await, "200 hello");
    assert_eq!(server.requests()[0].matches("sesame").count(), 3);
    let requests = other.requests();
    assert!(!requests[0].contains("sesame"), "{requests:?}");
    assert_eq!(header(&requests[0], "accept"), Some("text/plain"));
    assert!(requests[0].starts_with("POST / ") && requests[0].ends_with("hm"), "{requests:?}");
}

#[tokio::test]
async fn a_stream_is_not_sent_twice() {
    let asking = Asking::start_at_home("").await;
    let server = redirecting(307, "/end").await;
    let wanted = |server: &Server| json!({ "url": server.url("/"), "method": "POST", "pieces": ["a", "b"] });
    let refusal = asking.refusal(wanted(&server)).await;
    assert!(matches!(refusal.error(), HttpError::StreamIsSpent { .. }), "{refusal:?}");
    let server = redirecting(303, "/end").await;
    assert_eq!(asking.ask(wanted(&server)).await, "200 the end");
    assert!(server.requests()[1].starts_with("GET /end "));
}
