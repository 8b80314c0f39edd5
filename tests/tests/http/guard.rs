//! Names of hosts and origins are compared whole: a name that only begins or ends like an allowed one is refused.

use crate::server::server;
use crate::wire::{call, post};
use serde_json::json;

#[tokio::test]
async fn a_host_that_only_begins_or_ends_like_an_allowed_one_is_refused() {
    let server = server(&["http.hosts=['agent.example', 'proxy.example:8443']"]).await;
    let status = async |host: &str| {
        let answer = server.send(&post("/v1/chat", &json!({ "message": "hi" })).header("host", host)).await;
        assert!(answer.status == 200 || answer.code() == (403, "wrong_host".into()), "{}", answer.text());
        answer.status
    };
    let port = server.at.port();
    let allowed = [
        "localhost",
        "LOCALHOST:80",
        "127.0.0.1",
        "[::1]:80",
        "agent.example",
        "Agent.Example:443",
        "proxy.example:8443",
    ];
    for host in allowed {
        assert_eq!(status(host).await, 200, "{host}");
    }
    let refused = [
        "127.0.0.1.evil".to_owned(),
        format!("127.0.0.1.evil:{port}"),
        "127.0.0.12".into(),
        "1127.0.0.1".into(),
        "localhost.evil".into(),
        "evil.localhost".into(),
        "evillocalhost".into(),
        "agent.example.evil".into(),
        "evil.agent.example".into(),
        "evilagent.example".into(),
        "agent.exampl".into(),
        "evil.example:agent.example".into(),
        "proxy.example".into(),
        "proxy.example:84430".into(),
        "evil".into(),
    ];
    for host in refused {
        assert_eq!(status(&host).await, 403, "{host}");
    }
}

#[tokio::test]
async fn an_origin_that_only_begins_or_ends_like_an_allowed_one_is_refused() {
    let server = server(&["http.origins=['https://page.example', 'http://local.example:3000/']"]).await;
    let status = async |origin: &str| {
        let call = post("/v1/chat", &json!({ "message": "hi" })).header("origin", origin);
        let answer = server.send(&call).await;
        assert!(answer.status == 200 || answer.code() == (403, "wrong_origin".into()), "{}", answer.text());
        // Whoever is refused must not be allowed to read it, either.
        let shown = call_options(origin);
        let readable = server.send(&shown).await.header("access-control-allow-origin").is_some();
        (answer.status, readable)
    };
    let own = format!("http://{}", server.at);
    for origin in ["https://page.example", "http://local.example:3000"] {
        assert_eq!(status(origin).await, (200, true), "{origin}");
    }
    assert_eq!(status(&own).await.0, 200);
    let refused = [
        "https://page.example.evil".to_owned(),
        "https://page.example:8443".into(),
        "https://page.exampl".into(),
        "https://evil.page.example".into(),
        "https://evilpage.example".into(),
        "http://page.example".into(),
        "page.example".into(),
        "http://local.example:30001".into(),
        "http://local.example".into(),
        format!("{own}0"),
        format!("{own}.evil"),
        own[..own.len() - 1].into(),
        "http://127.0.0.1".into(),
        String::new(),
    ];
    for origin in refused {
        assert_eq!(status(&origin).await, (403, false), "{origin}");
    }
}

fn call_options(origin: &str) -> crate::wire::Call {
    call("OPTIONS", "/v1/chat").header("origin", origin).header("access-control-request-method", "POST")
}
