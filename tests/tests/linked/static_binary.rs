//! The app as one file: built with `+crt-static` it asks the system for no library, answers over HTTP, and speaks TLS.

use crate::app::{build_by, folder, folder_with_script, place, stderr, stdout};
use crate::tls_server::TlsServer;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Links the app statically. RUSTFLAGS would compile everything behind it again, for the same libraries.
fn build() -> PathBuf {
    let linked = build_by(&["rustc", "--bin", "hookwire", "--", "-Ctarget-feature=+crt-static"]);
    // The next build of the app lies where this one does.
    let app = place("static-app");
    fs::create_dir_all(place("")).unwrap();
    fs::copy(linked, &app).expect("the app can be copied");
    app
}

/// Returns the program that has to load this one, as its ELF header names it (`PT_INTERP`).
fn interpreter(program: &Path) -> Option<String> {
    const PT_INTERP: u64 = 3;
    let elf = fs::read(program).expect("the program can be read");
    assert_eq!(&elf[..5], b"\x7fELF\x02", "a 64-bit program");
    let number = |at: usize, bytes: usize| {
        let bytes = elf[at..at + bytes].iter().rev();
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let index = |at, bytes| usize::try_from(number(at, bytes)).expect("a place in the file");
    let (table, size, count) = (index(0x20, 8), index(0x36, 2), index(0x38, 2));
    let header = (0..count).map(|it| table + it * size).find(|it| number(*it, 4) == PT_INTERP)?;
    let (start, length) = (index(header + 8, 8), index(header + 32, 8));
    Some(String::from_utf8_lossy(&elf[start..start + length]).trim_end_matches('\0').to_owned())
}

fn command(app: &Path, folder: &Path) -> Command {
    let mut command = Command::new(app);
    command.current_dir(folder).args(["--data", "data"]);
    command
}

/// Ended when it is dropped, also by a test that fails.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn answers_over_http(app: &Path) {
    let script = "[[scenes]]\nsteps = [{ text = \"from one file\" }]\n";
    let folder = folder_with_script("static-http", "[http]\nlisten = \"127.0.0.1:0\"", script);
    let serve = command(app, &folder).arg("serve").stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut serve = Served(serve.expect("the app starts"));
    let mut line = String::new();
    BufReader::new(serve.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line}"));

    let body = "{\"message\": \"hello\"}";
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /v1/chat HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("from one file"), "{answer}");
}

/// Asks a model behind TLS at `localhost`, so that a name is resolved as well.
fn speaks_tls_to_whom_it_trusts(app: &Path) {
    let server = TlsServer::start("from behind TLS");
    let url = format!("https://localhost:{}/v1", server.port);
    let config = format!(
        "[agents.default]\nmodel = \"openai/local/tiny\"\n[agents.default.retry]\nattempts = 1\n\
         [plugins.model-genai.servers.local]\nurl = \"{url}\""
    );
    let folder = folder("static-tls", &config);
    fs::write(folder.join("root.pem"), &server.root).unwrap();
    let ask = |root: &str| {
        let mut chat = command(app, &folder);
        chat.env("SSL_CERT_FILE", root).env_remove("SSL_CERT_DIR");
        chat.args(["chat", "-p", "hello"]).output().expect("the app runs")
    };
    let answer = ask("root.pem");
    assert_eq!(stdout(&answer), "from behind TLS\n", "{}", stderr(&answer));

    let other = TlsServer::start("");
    fs::write(folder.join("other.pem"), &other.root).unwrap();
    let refused = ask("other.pem");
    assert!(!refused.status.success(), "{}", stdout(&refused));
    assert!(stderr(&refused).contains("certificate"), "{}", stderr(&refused));
}

#[test]
#[ignore = "builds the app"]
fn one_file_answers_over_http_and_speaks_tls() {
    let this = std::env::current_exe().unwrap();
    assert!(interpreter(&this).is_some(), "a program as the compiler makes it is loaded by another");
    let app = build();
    assert_eq!(interpreter(&app), None, "{}", app.display());
    answers_over_http(&app);
    speaks_tls_to_whom_it_trusts(&app);
}
