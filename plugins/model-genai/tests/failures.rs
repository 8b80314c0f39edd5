//! Tests of the errors that failures of servers and providers become.

mod fake;

use fake::{Fake, Step, ask, ask_within, event, finish, head, kit, pieces, question, text, typed};
use hookwire::model::{ModelError, Piece};
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Asks a server that answers with `template`, through both adapters.
async fn answered(template: ResponseTemplate) -> [ModelError; 2] {
    let server = MockServer::start().await;
    let chat = Mock::given(method("POST")).and(path("/v1/chat/completions"));
    chat.respond_with(template).expect(2).mount(&server).await;
    let kit = kit(&format!("{}/v1", server.uri()), &json!({})).await;
    let mut errors = Vec::new();
    for (provider, name) in [("openai", "local/tiny"), ("genai", "openai::tiny")] {
        let model = kit.model(provider, name).await.unwrap();
        errors.push(pieces(&kit, &model, &question()).await.1.unwrap_err());
    }
    errors.try_into().unwrap()
}

fn error(message: &str) -> Value {
    json!({ "error": { "message": message, "type": "some_error" } })
}

#[tokio::test]
async fn a_429_says_how_long_to_wait() {
    let wait = |value: &'static str| {
        ResponseTemplate::new(429).insert_header("retry-after", value).set_body_json(error("slow down"))
    };
    for said in answered(wait("7")).await {
        let ModelError::RateLimited { retry_after, message } = said else { panic!("{said:?}") };
        assert_eq!(retry_after, Some(Duration::from_secs(7)));
        assert!(message.contains("slow down"), "{message}");
    }
    for said in answered(wait("Sun, 06 Nov 1994 08:49:37 GMT")).await {
        assert!(
            matches!(said, ModelError::RateLimited { retry_after: Some(Duration::ZERO), .. }),
            "{said:?}"
        );
    }
    for said in answered(ResponseTemplate::new(429)).await {
        assert!(matches!(said, ModelError::RateLimited { retry_after: None, .. }), "{said:?}");
    }
}

#[tokio::test]
async fn a_500_may_pass() {
    for status in [500, 502, 503, 529] {
        let page = ResponseTemplate::new(status).set_body_raw("<html>Bad gateway</html>", "text/html");
        for said in answered(page).await {
            let ModelError::Unavailable(message) = said else { panic!("{said:?}") };
            assert!(message.contains(&status.to_string()) && !message.contains("html"), "{message}");
        }
    }
}

#[tokio::test]
async fn a_4xx_is_refused_in_the_providers_own_words() {
    let bodies = [
        error("no such model"),
        json!({ "error": "no such model" }),
        json!({ "detail": "no such model" }),
        json!({ "message": "no such model", "object": "error" }),
        json!([{ "error": { "code": 404, "message": "no such model" } }]),
    ];
    for body in bodies {
        for said in answered(ResponseTemplate::new(404).set_body_json(&body)).await {
            let ModelError::Refused(message) = said else { panic!("{said:?}") };
            assert_eq!(message, "status 404 Not Found: no such model", "{body}");
        }
    }
}

#[tokio::test]
async fn a_key_goes_nowhere_else() {
    for said in answered(ResponseTemplate::new(307).insert_header("location", "http://127.0.0.1:9/")).await {
        assert!(matches!(&said, ModelError::Refused(why) if why.contains("307")), "{said:?}");
    }
}

#[tokio::test]
async fn a_stream_without_its_end_is_cut() {
    let half = Step::Chunk(b"data: {\"choices\": [{\"delta\": {\"cont".to_vec());
    let ends: [&[Step]; 4] = [&[Step::Last], &[], &[half.clone(), Step::Last], &[half]];
    for last in ends {
        let steps = [&[head(), event(&text("half an"))], last].concat();
        let (pieces, result) = ask(&Fake::play(steps).await).await;
        assert_eq!(pieces, [Piece::Text("half an".into())]);
        assert!(matches!(result, Err(ModelError::Cut)), "{result:?}");
    }
}

#[tokio::test]
async fn what_is_no_json_makes_no_sense_and_what_came_before_is_kept() {
    let steps = |bad: &[u8]| vec![head(), Step::Chunk([b"data: ", bad, b"\n\n"].concat()), Step::Last];
    for bad in [b"{\"choices\": [}".as_slice(), b"nonsense", b"42", b"{\"choices\": \"none\"}", b"\"\xff\""] {
        let mut steps = steps(bad);
        steps.insert(1, event(&text("before")));
        let (pieces, result) = ask(&Fake::play(steps).await).await;
        assert_eq!(pieces, [Piece::Text("before".into())]);
        assert!(matches!(result, Err(ModelError::Malformed(_))), "{bad:?}: {result:?}");
    }
}

#[tokio::test]
async fn an_event_without_end_is_given_up() {
    let mut steps = vec![head(), Step::Chunk(b"data: ".to_vec())];
    steps.extend(vec![Step::Chunk(vec![b'x'; 1 << 20]); 9]);
    steps.push(Step::Hang);
    let (_, result) = ask(&Fake::play(steps).await).await;
    assert!(matches!(&result, Err(ModelError::Malformed(why)) if why.contains("no end")), "{result:?}");
}

#[tokio::test]
async fn another_kind_of_content_makes_no_sense() {
    let page = Step::Chunk(b"<html>Log in first</html>".to_vec());
    let (_, result) = ask(&Fake::play(vec![typed("text/html"), page, Step::Last]).await).await;
    let Err(ModelError::Malformed(why)) = result else { panic!("{result:?}") };
    assert!(why.contains("text/html") && why.contains("Log in first"), "{why}");
    let empty = Step::Chunk(b"{}".to_vec());
    let (_, result) = ask(&Fake::play(vec![typed("application/json"), empty, Step::Last]).await).await;
    assert!(matches!(result, Err(ModelError::Malformed(_))), "{result:?}");
}

#[tokio::test]
async fn a_slow_first_byte_and_a_silent_stream_may_pass() {
    let (_, result) =
        ask_within(&Fake::play(vec![Step::Hang]).await, json!({ "first_byte_timeout": "100ms" })).await;
    assert!(matches!(&result, Err(ModelError::Unavailable(why)) if why.contains("100ms")), "{result:?}");
    let silent = Fake::play(vec![head(), event(&text("well")), Step::Hang]).await;
    let (pieces, result) = ask_within(&silent, json!({ "idle_timeout": "100ms" })).await;
    assert_eq!(pieces, [Piece::Text("well".into())]);
    assert!(matches!(&result, Err(ModelError::Unavailable(why)) if why.contains("100ms")), "{result:?}");
    silent.left().await;
}

#[tokio::test]
async fn a_refused_connection_may_pass_and_says_where() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = format!("http://{address}/v1?key=secret");
    let endpoints = json!({ "endpoints": { "openai": url, "ollama": url } });
    let kit = kit(&url, &endpoints).await;
    for (provider, name, whose) in [
        ("openai", "local/tiny", ""),
        ("genai", "openai::tiny", " (openai)"),
        ("genai", "a-name-nobody-knows", " (ollama)"),
    ] {
        let model = kit.model(provider, name).await.unwrap();
        let (_, result) = pieces(&kit, &model, &question()).await;
        let Err(ModelError::Unavailable(why)) = result else { panic!("{result:?}") };
        assert_eq!(&*why, format!("{address}{whose} cannot be reached: connection refused"));
    }
}

#[tokio::test]
async fn https_is_spoken_where_it_is_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/v1", listener.local_addr().unwrap());
    let hello = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap()
    });
    let kit = kit(&url, &json!({})).await;
    let model = kit.model("openai", "local/tiny").await.unwrap();
    let (_, result) = pieces(&kit, &model, &question()).await;
    assert!(matches!(result, Err(ModelError::Unavailable(_))), "{result:?}");
    assert_eq!(hello.await.unwrap(), 0x16, "a TLS handshake begins so");
}

#[tokio::test]
async fn an_error_inside_a_stream_is_judged_by_what_it_says() {
    let said = |error: Value| async move {
        let events = [text("before"), json!({ "error": error }), finish("stop")];
        let (pieces, result) = ask(&Fake::events(&events).await).await;
        assert_eq!(pieces, [Piece::Text("before".into())]);
        result.unwrap_err()
    };
    let limited = said(json!({ "message": "wait", "code": 429 })).await;
    assert!(matches!(&limited, ModelError::RateLimited { message, .. } if message == "wait"), "{limited:?}");
    let limited = said(json!({ "message": "wait", "type": "rate_limit_error" })).await;
    assert!(matches!(limited, ModelError::RateLimited { .. }), "{limited:?}");
    let refused = said(json!({ "message": "too long", "type": "invalid_request_error" })).await;
    assert!(matches!(&refused, ModelError::Refused(why) if why == "too long"), "{refused:?}");
    let down = said(json!({ "message": "try later", "type": "server_error", "code": "500" })).await;
    assert!(matches!(&down, ModelError::Unavailable(why) if why == "try later"), "{down:?}");
    let down = said(json!("the model crashed")).await;
    assert!(matches!(&down, ModelError::Unavailable(why) if why == "the model crashed"), "{down:?}");
}

#[tokio::test]
async fn an_error_with_status_200_and_no_stream_is_one_too() {
    let body = Step::Chunk(error("overloaded").to_string().into_bytes());
    let (_, result) = ask(&Fake::play(vec![typed("application/json"), body, Step::Last]).await).await;
    assert!(matches!(&result, Err(ModelError::Unavailable(why)) if why == "overloaded"), "{result:?}");
}

/// Returns an address whose queue of connections is full, and what keeps it full.
async fn full_queue() -> (SocketAddr, TcpListener, Vec<JoinHandle<io::Result<TcpStream>>>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let knock = || tokio::spawn(TcpStream::connect(address));
    let knocking: Vec<_> = std::iter::repeat_with(knock).take(4).collect();
    while !knocking.iter().any(JoinHandle::is_finished) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    (address, listener, knocking)
}

#[tokio::test]
async fn a_server_that_takes_no_connection_is_given_up_in_time() {
    let (address, _listener, _knocking) = full_queue().await;
    let kit = kit(&format!("http://{address}/v1"), &json!({ "connect_timeout": "50ms" })).await;
    for (provider, name) in [("openai", "local/tiny"), ("genai", "openai::tiny")] {
        let model = kit.model(provider, name).await.unwrap();
        // Well before the ten seconds of a plugin that is not told how long to wait.
        let asked = timeout(Duration::from_secs(5), pieces(&kit, &model, &question())).await;
        let (_, result) = asked.expect("it is given up");
        let Err(ModelError::Unavailable(why)) = result else { panic!("{result:?}") };
        assert!(why.ends_with("did not take a connection in time (connect_timeout)"), "{why}");
    }
}
