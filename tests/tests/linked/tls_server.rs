//! A server that answers behind TLS, as OpenAI's API does or otherwise, with a certificate that nobody but its root vouches for.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

pub(crate) struct TlsServer {
    pub(crate) port: u16,
    /// The certificate of whoever signed the server's, in PEM.
    pub(crate) root: String,
}

impl TlsServer {
    /// Starts a server that says one sentence to everyone who trusts it.
    pub(crate) fn start(sentence: &str) -> Self {
        let event =
            serde_json::json!({ "choices": [{ "delta": { "content": sentence }, "finish_reason": "stop" }] });
        let body = format!("data: {event}\n\ndata: [DONE]\n\n");
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n";
        Self::answering(format!("{head}content-length: {}\r\n\r\n{body}", body.len()))
    }

    /// Starts a server that gives one answer to everyone who trusts it.
    pub(crate) fn answering(answer: String) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &root).unwrap();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(ring).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth();
        let config = config.with_single_cert(vec![certificate.der().clone()], key.into()).unwrap();
        let config = Arc::new(config);

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that does not trust the certificate leaves, which is an error here.
                let _ = serve(stream.unwrap(), Arc::clone(&config), &answer);
            }
        });
        Self { port, root: root.pem() }
    }
}

fn serve(mut stream: TcpStream, config: Arc<ServerConfig>, answer: &str) -> std::io::Result<()> {
    let mut connection = ServerConnection::new(config).expect("a sound configuration");
    let mut tls = BufReader::new(Stream::new(&mut connection, &mut stream));
    let mut length = 0;
    loop {
        let mut line = String::new();
        tls.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a number");
        }
    }
    tls.read_exact(&mut vec![0; length])?;
    tls.get_mut().write_all(answer.as_bytes())?;
    connection.send_close_notify();
    connection.complete_io(&mut stream)?;
    Ok(())
}
