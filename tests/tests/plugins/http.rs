//! HTTP requests of plugins, as the test kit answers them: what is sent, and what is refused before any host sees it.

use futures_util::{StreamExt, stream};
use hookwire::cx::{Cancel, HttpError, HttpMethod, Identity};
use hookwire::test::{HttpAnswer, Kit, Setup};
use hookwire::{Cx, Error, Plugin, Plugins, Registry, Result, plugin};
use serde_json::{Value, json};
use std::time::Duration;

const URL: &str = "https://api.example.com/v1?key=sesame";

/// Asks for what it is told to.
#[derive(Default)]
struct Asker;

#[plugin(id = "asker", capabilities = [net])]
impl Asker {
    #[command("/get")]
    async fn get(&self, url: &str, cx: &Cx) -> Result<String> {
        cx.http().get(url).send().await?.error_for_status()?.text().await
    }

    /// Sends a header whose name and value stand on two sides of an equals sign.
    #[command("/header")]
    async fn header(&self, header: &str, cx: &Cx) -> Result<String> {
        let (name, value) = header.split_once('=').unwrap();
        cx.http().get(URL).header(name, value).send().await?.text().await
    }

    /// Sends each kind of body.
    #[command("/send")]
    async fn send(&self, what: &str, cx: &Cx) -> Result<String> {
        let request = cx.http().post(URL).header("authorization", "Bearer sesame");
        let request = match what {
            "json" => request.json(&json!({ "a": 1 }))?,
            "problem" => request.header("Content-Type", "application/problem+json").json(&json!({}))?,
            "form" => request.form([("name", "Ann & Bob"), ("city", "Malmö")]),
            "bytes" => request.bytes([0, 255]),
            "stream" => request.stream(stream::iter([Ok(b"one ".to_vec()), Ok(b"two".to_vec())])),
            "broken stream" => {
                request.stream(stream::iter([Ok(b"one".to_vec()), Err(Error::msg("no more"))]))
            }
            _ => request.timeout(Duration::from_secs(7)),
        };
        Ok(request.send().await?.status.to_string())
    }

    /// Reads an answer piece by piece, and then what is left as a stream.
    #[command("/pieces")]
    async fn pieces(&self, cx: &Cx) -> Result<String> {
        let mut answer = cx.http().get(URL).max_bytes(8).send().await?;
        let first = answer.chunk().await?.unwrap_or_default().len();
        let told =
            |piece: Result<Vec<u8>>| piece.map_or_else(|error| error.to_string(), |it| it.len().to_string());
        let rest: Vec<_> = answer.stream().map(told).collect().await;
        Ok(format!("{first}, {}", rest.join(", ")))
    }

    #[command("/number")]
    async fn number(&self, cx: &Cx) -> Result<String> {
        let answer = cx.http().get(URL).send().await?;
        let about = format!("{:?} {:?} {answer:?}", answer.header("X-Kind"), answer.is_success());
        Ok(format!("{} {about}", answer.json::<u32>().await?))
    }
}

/// Does the same, and may not.
#[derive(Default)]
struct Shy;

#[plugin(id = "shy")]
impl Shy {
    #[command("/get")]
    async fn get(&self, url: &str, cx: &Cx) -> Result<String> {
        cx.http().get(url).send().await?.text().await
    }
}

fn answering(answer: HttpAnswer) -> Setup {
    Kit::of::<Asker>().http(HttpMethod::Get, URL, answer)
}

async fn said(kit: &Kit, command: &str, args: &str) -> String {
    kit.command(command, args).await.map_or_else(|error| error.to_string(), |reply| reply.text)
}

#[tokio::test]
async fn a_plugin_gets_the_answer_that_the_test_has_for_it() {
    let kit = answering(HttpAnswer::bytes("hello")).start().await;
    assert_eq!(said(&kit, "/get", URL).await, "hello");
    let sent = kit.http().sent();
    assert_eq!((sent.len(), sent[0].plugin, sent[0].method), (1, "asker", HttpMethod::Get));
    assert_eq!((&*sent[0].url, sent[0].body.len(), sent[0].timeout), (URL, 0, None));
}

#[tokio::test]
async fn several_answers_are_given_in_turn_and_the_last_one_for_ever() {
    let setup = answering(HttpAnswer::status(503)).http(HttpMethod::Get, URL, HttpAnswer::bytes("better"));
    let kit = setup.start().await;
    assert_eq!(said(&kit, "/get", URL).await, "`api.example.com` answered with the status 503");
    for _ in 0..2 {
        assert_eq!(said(&kit, "/get", URL).await, "better");
    }
}

#[tokio::test]
async fn a_request_without_an_answer_fails_and_says_how_to_give_one() {
    let kit = Kit::of::<Asker>().start().await;
    assert_eq!(
        said(&kit, "/get", "http://example.com/a").await,
        "`example.com` cannot be asked: the test has no answer to it; give it one: \
         `.http(HttpMethod::Get, \"http://example.com/a\", HttpAnswer::status(200))`"
    );
}

#[tokio::test]
async fn a_plugin_that_does_not_declare_net_is_refused_with_the_cure() {
    let kit = Kit::of::<Shy>().http(HttpMethod::Get, URL, HttpAnswer::bytes("hello")).start().await;
    assert_eq!(
        said(&kit, "/get", URL).await,
        "`shy` sends HTTP requests without declaring it; add `capabilities = [net]` to its `#[plugin(..)]`"
    );
    assert!(kit.http().sent().is_empty());
}

#[tokio::test]
async fn a_host_that_sends_nothing_says_so() {
    let plugins = Plugins::of(Registry::of(&[Asker::MANIFEST]).unwrap()).start().await.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let error = cx.http().get(URL).send().await.unwrap_err().to_string();
    assert_eq!(error, "`api.example.com` cannot be asked: this host sends no HTTP requests for plugins");
}

#[tokio::test]
async fn bodies_are_sent_with_their_type() {
    for (what, content_type, body) in [
        ("json", Some("application/json"), &b"{\"a\":1}"[..]),
        ("problem", Some("application/problem+json"), b"{}"),
        ("form", Some("application/x-www-form-urlencoded"), b"name=Ann+%26+Bob&city=Malm%C3%B6"),
        ("bytes", None, &[0, 255]),
        ("stream", None, b"one two"),
        ("nothing", None, b""),
    ] {
        let kit = Kit::of::<Asker>().http(HttpMethod::Post, URL, HttpAnswer::status(201)).start().await;
        assert_eq!(said(&kit, "/send", what).await, "201");
        let sent = kit.http().sent().remove(0);
        assert_eq!((sent.header("content-type"), &*sent.body), (content_type, body), "{what}");
        assert_eq!(
            sent.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type")).count(),
            usize::from(content_type.is_some())
        );
        assert_eq!(sent.header("Authorization"), Some("Bearer sesame"));
        assert_eq!(sent.timeout, (what == "nothing").then_some(Duration::from_secs(7)));
    }
    let kit = Kit::of::<Asker>().http(HttpMethod::Post, URL, HttpAnswer::status(201)).start().await;
    assert_eq!(said(&kit, "/send", "broken stream").await, "`api.example.com` cannot be asked: no more");
}

#[tokio::test]
async fn an_answer_is_read_piece_by_piece_within_its_limit() {
    let pieces = HttpAnswer::bytes("12345").piece("678");
    let kit = answering(pieces.clone()).start().await;
    assert_eq!(said(&kit, "/pieces", "").await, "5, 3");
    let text = said(&answering(pieces.piece("9")).start().await, "/pieces", "").await;
    assert!(text.starts_with("5, 3, the answer of `api.example.com` has more than 8 bytes"), "{text}");
}

#[tokio::test]
async fn an_answer_is_read_as_json_and_shows_no_secret() {
    let answer = HttpAnswer::json(&7).header("X-Kind", "small");
    let text = said(&answering(answer).start().await, "/number", "").await;
    assert!(text.starts_with("7 Some(\"small\") true HttpResponse { status: 200"), "{text}");
    assert!(!text.contains("sesame"), "{text}");
    let text = said(&answering(HttpAnswer::bytes("seven")).start().await, "/number", "").await;
    assert!(text.starts_with("the answer of `api.example.com` is not the JSON that is expected"), "{text}");
}

#[tokio::test]
async fn a_failure_reaches_the_plugin_before_the_answer_or_within_it() {
    let kit = answering(HttpAnswer::failure("no route")).start().await;
    let error = kit.command("/get", URL).await.unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(HttpError::Failed { .. })), "{error:?}");
    let kit = answering(HttpAnswer::failure("cut off").piece("half")).start().await;
    assert_eq!(said(&kit, "/pieces", "").await, "4, `api.example.com` cannot be asked: cut off");
}

#[tokio::test]
async fn a_header_that_would_make_another_request_is_refused() {
    let kit = answering(HttpAnswer::bytes("fooled")).start().await;
    for header in [
        "x-a=1\r\nhost: 127.0.0.1",
        "x-a=1\nx-b: 2",
        "x-a=1\r",
        "x-a=1\0",
        "x-a=\u{7f}",
        "x-a=ä",
        "x-a\r\nhost=127.0.0.1",
        "x-a: 1\r\nx-b=2",
        "x a=1",
        "=1",
        "x-a:=1",
        "Host=metadata.google.internal",
        "content-length=3",
        "Content-Length=0",
        "transfer-encoding=chunked",
        "Transfer-Encoding=identity",
        "connection=x-a",
        "upgrade=h2c",
        "te=trailers",
        "trailer=x-a",
        "expect=100-continue",
        "keep-alive=1",
        "proxy-authorization=Basic sesame",
        "Proxy-Connection=close",
    ] {
        let error = kit.command("/header", header).await.unwrap_err();
        assert!(matches!(error.downcast_ref(), Some(HttpError::Header { .. })), "{header:?}: {error:?}");
        assert!(!error.to_string().contains("sesame"), "{error}");
    }
    assert!(kit.http().sent().is_empty());
    assert_eq!(said(&kit, "/header", "x-a=1 and\t2").await, "fooled");
}

#[tokio::test]
async fn a_url_that_could_be_read_in_two_ways_is_refused() {
    let kit = Kit::of::<Asker>().start().await;
    for url in [
        "",
        "example.com",
        "//example.com/",
        "http:example.com",
        "http:/example.com",
        "http://",
        "http:///example.com",
        "http://?a",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "unix://socket",
        "http://example.com/ HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
        "http://example.com/a\nb",
        "http://exam\tple.com/",
        "http://example.com /",
        "http://example.com\0.evil.example/",
        "http://ann:sesame@example.com/",
        "http://example.com@127.0.0.1/",
        "http://@example.com/",
        "http://example.com:80@127.0.0.1:80/",
    ] {
        let error = kit.cx().http().get(url).send().await.unwrap_err();
        assert!(matches!(error.downcast_ref(), Some(HttpError::Url { .. })), "{url:?}: {error:?}");
        assert!(!error.to_string().contains("sesame"), "{error}");
    }
    assert!(kit.http().sent().is_empty());
}

#[tokio::test]
async fn parameters_of_a_query_are_encoded() {
    let kit = Kit::of::<Asker>().start().await;
    for (url, asked) in [
        ("http://example.com/a", "http://example.com/a?q=1%262+%23%2F%0D%0A"),
        ("http://example.com/a?b=c#d", "http://example.com/a?b=c&q=1%262+%23%2F%0D%0A"),
    ] {
        let request = kit.cx().http().get(url).query("q", "1&2 #/\r\n");
        request.send().await.unwrap_err();
        assert_eq!(kit.http().sent().last().unwrap().url, asked);
    }
}

#[tokio::test]
async fn what_is_put_together_shows_no_secret() {
    let kit = Kit::of::<Asker>().start().await;
    let request = kit.cx().http().put(URL).header("x-key", "sesame").json(&json!("sesame")).unwrap();
    let text = format!("{request:?}");
    assert!(text.contains("Put") && text.contains("x-key") && !text.contains("sesame"), "{text}");
    let value = Value::Null;
    for request in [kit.cx().http().patch(URL), kit.cx().http().delete(URL), kit.cx().http().head(URL)] {
        request.json(&value).unwrap().send().await.unwrap_err();
    }
    let methods: Vec<_> = kit.http().sent().iter().map(|sent| sent.method.to_string()).collect();
    assert_eq!(methods, ["PATCH", "DELETE", "HEAD"]);
}
