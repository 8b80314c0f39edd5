//! Messages with files over HTTP: no body makes the host fail or leaves files behind, and a file arrives byte for byte.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use hookwire::live::Settings;
use hookwire::points::{Attachment, Request as AgentRequest};
use hookwire::{Plugin, Registry, plugin};
use hookwire_host::engine::options::EngineOptions;
use hookwire_host::engine::store::{Memory, Owner};
use hookwire_host::engine::{Engine, Host};
use hookwire_host::http::{Caller, HttpOptions, router};
use serde_json::Value;
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::{env, fs, process};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// Stands between the parts of a body that is given as it is.
const GIVEN: &str = "X";
/// Stands between the parts of a body that is made here.
const MADE: &str = "between-the-parts-of-a-body";
/// The model answers something at once: it would be asked again after an empty answer.
const SCRIPT: &str = r#"scenes = [{ on = "", steps = [{ text = "I have it." }] }]"#;
/// The number of messages after which the host is replaced, as its memory keeps them all.
const LIFE: usize = 500;
const MAX_ANSWER: usize = 1 << 20;

/// What came with the last message.
static CAME: Mutex<Vec<Attachment>> = Mutex::new(Vec::new());

/// Sees what comes with messages.
#[derive(Default)]
struct Postbox;

#[plugin(id = "postbox")]
impl Postbox {
    #[hook("request.start")]
    fn see(&self, request: &AgentRequest) {
        CAME.lock().expect("it is whole").clone_from(&request.attachments);
    }
}

struct Door {
    runtime: Runtime,
    host: Host,
    router: Router,
    data: PathBuf,
    left: usize,
}

thread_local! {
    static DOOR: RefCell<Option<Door>> = const { RefCell::new(None) };
}

/// Sends bytes as a body whose parts are separated by `X`, and as a file whose name is the first line.
pub fn multipart(data: &[u8]) {
    DOOR.with_borrow_mut(|door| {
        if door.as_ref().is_none_or(|door| door.left == 0) {
            *door = Some(Door::open());
        }
        let door = door.as_mut().expect("it is open");
        door.left -= 1;
        door.send_body(data);
        door.send_file(data);
    });
}

impl Door {
    fn open() -> Self {
        let data = env::temp_dir().join(format!("hookwire-fuzz-{}-multipart", process::id()));
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let host = runtime.block_on(async {
            let registry = Registry::of(&[Postbox::MANIFEST]).expect("no conflict");
            let script = data.join("script.toml");
            fs::create_dir_all(&data).expect("a folder for temporary files");
            fs::write(&script, SCRIPT).expect("the script can be written");
            let options =
                EngineOptions { data: Some(data.clone()), script: Some(script), ..EngineOptions::default() };
            let store = Arc::new(Memory::default());
            let host = Host::start(registry, Settings::default(), options, store).await.expect("it starts");
            host.engine().resume().await.expect("memory has nothing to resume");
            host
        });
        let options =
            HttpOptions { body_bytes: 1 << 10, attachment_bytes: 2 << 10, ..HttpOptions::default() };
        let router = router(host.engine().clone(), options);
        Self { runtime, host, router, data, left: LIFE }
    }

    fn send_body(&self, body: &[u8]) {
        let (status, answer) = self.send(GIVEN, body.to_vec());
        assert!(!status.is_server_error(), "{status}: {answer}");
        if status.is_success() {
            assert!(answer["end"].is_string(), "{answer}");
        } else {
            let (code, message) = (&answer["error"]["code"], &answer["error"]["message"]);
            assert!(
                code.is_string() && message.as_str().is_some_and(|it| !it.is_empty()),
                "{status}: {answer}"
            );
            assert_eq!(self.files(), Vec::<PathBuf>::new(), "a refused message leaves files: {answer}");
        }
        self.clear();
    }

    fn send_file(&self, data: &[u8]) {
        let line = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
        let content = data.get(line + 1..).unwrap_or_default();
        let name = String::from_utf8_lossy(&data[..line]);
        let name: String = name.chars().filter(|it| !it.is_control() && !r#""\/"#.contains(*it)).collect();
        if content.windows(MADE.len()).any(|it| it == MADE.as_bytes()) || content.len() > 1 << 10 {
            return;
        }
        let head = format!(
            "--{MADE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/x\r\n\r\n"
        );
        let end = format!("\r\n--{MADE}--\r\n");
        let (status, answer) = self.send(MADE, [head.as_bytes(), content, end.as_bytes()].concat());
        assert_eq!(status, StatusCode::OK, "{answer}");
        let came = CAME.lock().expect("it is whole").clone();
        let [file] = came.as_slice() else { panic!("{came:?}") };
        assert_eq!((&*file.name, &*file.mime, file.bytes), (&*name, "text/x", content.len() as u64));
        assert_eq!(fs::read(&file.path).expect("it is there"), content);
        assert!(PathBuf::from(&file.path).starts_with(&self.data), "{} is somewhere else", file.path);
        self.clear();
    }

    fn send(&self, boundary: &str, body: Vec<u8>) -> (StatusCode, Value) {
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = Request::post("/v1/chat").header("content-type", kind).body(Body::from(body));
        let mut request = request.expect("a request");
        request.extensions_mut().insert(Caller::new(Owner::default(), "fuzz"));
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.expect("it never fails");
            let status = answer.status();
            let body = to_bytes(answer.into_body(), MAX_ANSWER).await.expect("a short answer");
            self.engine().wait_until_idle().await;
            (status, serde_json::from_slice(&body).expect("JSON"))
        })
    }

    fn engine(&self) -> &Engine {
        self.host.engine()
    }

    /// Returns what lies in the folder of attachments.
    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.data.join("attachments")).into_iter().flatten();
        entries.map(|entry| entry.expect("an entry").path()).collect()
    }

    fn clear(&self) {
        let _ = fs::remove_dir_all(self.data.join("attachments"));
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.data);
    }
}
