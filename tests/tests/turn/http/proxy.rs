//! A proxy is used where the operator names one.

use super::asker::Asking;
use super::server::{Server, ok};
use hookwire::cx::HttpError;

#[tokio::test]
async fn the_proxy_is_the_one_of_the_configuration() {
    let server = Server::start(|_| ok("by proxy")).await;
    for host in ["127.0.0.1", "proxy.example"] {
        let net = format!("proxy = \"http://ann:sesame@{host}:{}\"", server.port);
        let asking = Asking::start(&net, &[("proxy.example", &[&["127.0.0.1"]])]).await;
        assert_eq!(asking.get("http://api.example/a?b").await, "200 by proxy");
        let requests = server.requests();
        let request = requests.last().unwrap();
        assert!(request.starts_with("GET http://api.example/a?b HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("proxy-authorization: Basic YW5uOnNlc2FtZQ=="), "{request}");
        assert!(!asking.names().asked().contains(&"api.example".to_owned()), "names are the proxy's work");
    }
}

#[tokio::test]
async fn behind_a_proxy_addresses_and_hosts_are_checked_as_well() {
    let server = Server::start(|_| ok("by proxy")).await;
    let net = format!("proxy = \"http://127.0.0.1:{}\"\n[plugins.other]\nhosts = []", server.port);
    let asking = Asking::start(&net, &[]).await;
    for url in ["http://169.254.169.254/", "http://2130706433/", "https://[::1]/"] {
        let refusal = asking.refused(url).await;
        assert!(matches!(refusal.error(), HttpError::PrivateAddress { .. }), "{url}: {refusal:?}");
    }
    let refusal = asking.other_refused("http://api.example/").await;
    assert!(matches!(refusal.error(), HttpError::HostNotAllowed { .. }), "{refusal:?}");
    assert!(server.requests().is_empty());
}
