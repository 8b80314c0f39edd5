//! The app posts the turns of `message-logger` to a webhook, and goes no way that the configuration does not name.

use crate::app::{command, folder_with_script, stderr, stdout};
use crate::tls_server::TlsServer;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

const SCRIPT: &str = "[[scenes]]\nsteps = [{ text = \"a secret answer\" }]\n";

fn config(url: &str) -> String {
    format!(
        "[plugins.message-logger]\nwebhook_url = \"{url}\"\n\
         [net.plugins.message-logger]\nhosts = [\"localhost\", \"127.0.0.1\"]\nprivate = [\"127.0.0.0/8\", \"::1\"]\n"
    )
}

#[test]
fn a_turn_is_posted_past_the_proxies_of_the_environment() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let receiver = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"}") {
            let mut bytes = [0; 4096];
            let count = stream.read(&mut bytes).unwrap();
            assert!(count > 0, "{}", String::from_utf8_lossy(&request));
            request.extend(&bytes[..count]);
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").unwrap();
        String::from_utf8(request).unwrap()
    });
    let folder = folder_with_script("webhook", &config(&format!("http://127.0.0.1:{port}/hook")), SCRIPT);
    let mut command = command(&folder, &["chat", "-p", "hello"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        // Nobody is there.
        command.env(name, "http://127.0.0.1:1");
    }
    let output = command.output().unwrap();
    assert_eq!(stdout(&output), "a secret answer\n");
    assert!(!stderr(&output).contains("message-logger"), "{}", stderr(&output));
    let request = receiver.join().unwrap();
    assert!(
        request.starts_with("POST /hook HTTP/1.1\r\n") && request.contains("\"turn.complete\""),
        "{request}"
    );
    assert!(!request.contains("a secret answer"), "{request}");
}

#[test]
fn a_webhook_behind_tls_does_not_lead_out_of_it() {
    for (location, told) in [
        ("http://127.0.0.1:1/", "redirects from https to http, which is not followed"),
        ("http://localhost:1/", "redirects from https to http, which is not followed"),
        ("https://169.254.169.254/", "may not ask `169.254.169.254`"),
    ] {
        let head = "HTTP/1.1 307 Elsewhere\r\nconnection: close\r\ncontent-length: 0\r\n";
        let server = TlsServer::answering(format!("{head}location: {location}\r\n\r\n"));
        let url = format!("https://localhost:{}/hook?token=sesame", server.port);
        let folder = folder_with_script("webhook-tls", &config(&url), SCRIPT);
        let trusted = folder.join("root.pem");
        fs::write(&trusted, &server.root).unwrap();
        let output =
            command(&folder, &["chat", "-p", "hello"]).env("SSL_CERT_FILE", trusted).output().unwrap();
        let (said, complaint) = (stdout(&output), stderr(&output));
        assert_eq!(said, "a secret answer\n");
        assert!(complaint.contains(told) && !complaint.contains("sesame"), "{complaint}");
    }
}
