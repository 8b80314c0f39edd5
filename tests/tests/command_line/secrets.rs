//! Secrets stay where they were put: after a run with secrets in the configuration, the environment, messages and files
//! that tools read, none of them stands in a log, a trace, an answer, or a file that the host keeps.

use crate::app::{command, folder_with_script, run, stderr, stdout};
use crate::verbs::Served;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

const SCRIPT: &str = "\
[[scenes]]
steps = [
    { calls = [{ tool = \"read_file\", args = { path = \"keys.txt\" } }] },
    { calls = [{ tool = \"note_add\", args = { text = \"it was read\" } }] },
    { text = \"The end: {result}\" },
]
";

const CONFIG: &str = "\
[plugins.redact]
messages = true
requests = true
patterns = ['planted-\\w+']
[plugins.message-logger]
webhook_url = \"http://127.0.0.1:1/hook?token=planted-in-a-url\"
[net.plugins.message-logger]
hosts = [\"127.0.0.1\"]
private = [\"127.0.0.0/8\"]
[plugins.model-genai.keys]
anthropic = \"sk-ant-planted-in-the-configuration\"
openai = { env = \"PLANTED_KEY\" }
[plugins.model-genai.servers.local]
url = \"http://127.0.0.1:1/v1\"
key = \"planted-for-a-server\"
";

/// What is planted, each with the name of where it is.
const PLANTED: [(&str, &str); 7] = [
    ("a URL of the configuration", "planted-in-a-url"),
    ("a key of the configuration", "sk-ant-planted-in-the-configuration"),
    ("a server's key", "planted-for-a-server"),
    ("a variable that the configuration names", "sk-env-planted-in-the-environment"),
    ("another variable", "sk-other-planted-in-the-environment"),
    ("a message", "sk-planted-by-a-user-in-a-message"),
    ("a file that a tool reads", "sk-planted-in-a-file-that-is-read"),
];

fn serve(folder: &Path, log: fs::File) -> Served {
    let mut serve = command(folder, &["--log", "trace", "serve"]);
    serve.env("PLANTED_KEY", "sk-env-planted-in-the-environment");
    serve.env("OPENAI_API_KEY", "sk-other-planted-in-the-environment");
    serve.stderr(Stdio::from(log));
    Served::begin(serve)
}

/// Asks for a path in which `{}` is the session.
fn get(served: &Served, path: &str) -> String {
    served.request(&format!("GET {path} HTTP/1.1\r\naccept: */*\r\n"), "")
}

/// Returns the files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn no_secret_stands_in_a_log_a_trace_an_answer_or_a_file_of_the_host() {
    let folder = folder_with_script("secrets", CONFIG, SCRIPT);
    fs::write(folder.join("keys.txt"), "key = sk-planted-in-a-file-that-is-read\n").unwrap();
    let log = folder.join("serve.log");
    let mut served = serve(&folder, fs::File::create(&log).unwrap());
    let mut seen = Vec::new();

    let json = "content-type: application/json\r\n";
    let message = "my key is sk-planted-by-a-user-in-a-message, use it";
    let body = format!("{{\"message\": \"{message}\"}}");
    let chat = served.request(&format!("POST /v1/chat HTTP/1.1\r\n{json}"), &body);
    assert!(chat.contains("The end"), "{chat}");
    let (_, session) = chat.split_once("\"session\":\"").unwrap();
    let session = session.split('"').next().unwrap().to_owned();
    seen.push(("chat", chat));
    let stream = served.request(&format!("POST /v1/stream HTTP/1.1\r\n{json}"), &body);
    assert!(stream.contains("[masked]"), "the result of the tool is there, masked: {stream}");
    seen.push(("stream", stream));
    let openai = format!(
        "{{\"model\": \"default\", \"messages\": [{{\"role\": \"user\", \"content\": \"{message}\"}}]}}"
    );
    seen.push(("openai", served.request(&format!("POST /v1/chat/completions HTTP/1.1\r\n{json}"), &openai)));
    for path in [
        "/",
        "/metrics",
        "/openapi.json",
        "/health",
        "/ready",
        "/v1/sessions",
        "/v1/sessions/{}",
        "/v1/sessions/{}/export",
        "/v1/sessions/{}/turns",
        "/v1/sessions/{}/turns/1/trace",
        "/v1/plugins",
        "/v1/plugins/message-logger",
        "/v1/plugins/model-genai",
        "/v1/plugins/message-logger/config",
        "/v1/plugins/model-genai/config",
        "/v1/plugins/model-genai/history",
        "/v1/plugins/message-logger/logs",
        "/v1/plugins/redact/logs",
        "/v1/hooks",
        "/v1/commands",
        "/v1/approvals",
        "/v1/schedules",
    ] {
        seen.push((path, get(&served, &path.replace("{}", &session))));
    }
    served.end();
    let trace = &seen.iter().find(|(path, _)| path.ends_with("/trace")).unwrap().1;
    assert!(trace.contains("redact") && trace.contains("/text"), "what was masked is recorded: {trace}");
    for verb in [
        &["config", "show"][..],
        &["config", "check"],
        &["plugins", "list"],
        &["plugins", "info", "model-genai"],
        &["plugins", "config", "message-logger"],
        &["plugins", "logs", "message-logger"],
        &["plugins", "doctor"],
        &["hooks"],
        &["explain", &session],
        &["sessions", "list"],
        &["sessions", "export", &session],
    ] {
        let output = run(&folder, verb);
        seen.push((verb[0], stdout(&output) + &stderr(&output)));
    }

    let kept = files(&folder.join("data")).into_iter().chain([log]);
    let kept: Vec<_> = kept.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect();
    assert!(kept.iter().any(|(_, bytes)| holds(bytes, "[masked], use it")), "the message is kept, masked");
    let seen = seen.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes()));
    let found: Vec<_> = kept
        .into_iter()
        .chain(seen)
        .flat_map(|(place, bytes)| {
            let planted = PLANTED.into_iter().filter(move |(_, secret)| holds(&bytes, secret));
            planted.map(move |(what, _)| format!("{what} stands in {place}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
