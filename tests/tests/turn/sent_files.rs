//! Files that plugins send to sessions: kept with the session, told of at once, and gone with it.

use crate::faulty::Faulty;
use hookwire::cx::{OutboxError, OutboxMessage};
use hookwire::points::MessageFile;
use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::Event;
use hookwire_host::engine::attachments::{delete, sent_file};
use hookwire_host::engine::store::Store;
use hookwire_tests::test_host::{Setup, TestHost};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Default)]
struct Clerk;

#[plugin(id = "clerk", capabilities = [send])]
impl Clerk {
    /// Hands out a file.
    #[tool]
    async fn hand_out(&self, name: String, cx: &Cx) -> Result<String> {
        hand_out(&name, cx).await
    }

    #[command("/hand")]
    async fn hand(&self, args: &str, cx: &Cx) -> Result<String> {
        hand_out(args, cx).await
    }

    /// Hands out a file later.
    #[command("/later", background)]
    async fn later(&self, args: &str) -> Result<String> {
        Ok(format!("here is {args}"))
    }
}

async fn hand_out(name: &str, cx: &Cx) -> Result<String> {
    let session = cx.identity().session.clone().unwrap_or_default();
    let message = OutboxMessage::default().file(name, "text/plain", "one").file("b.bin", "a/b", [0_u8, 1]);
    cx.send().to_session(&session, message).await?;
    Ok("handed out".into())
}

const SCRIPT: &str = r#"
[[scenes]]
on = "hello"
steps = [{ text = "hi" }]
[[scenes]]
on = ""
steps = [{ calls = [{ tool = "hand_out", args = { name = "{message}" } }] }, { text = "{result}" }]"#;

/// A host with a data folder.
struct Home {
    host: TestHost,
    data: PathBuf,
}

impl Home {
    async fn new(test: &str, store: Option<&Arc<dyn Store>>) -> Self {
        let data = std::env::temp_dir().join(format!("hookwire-sent-files-{test}-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        let config = format!("[store]\ndata = {:?}", data.display().to_string());
        let setup = Setup::new(SCRIPT).plugin::<Clerk>().config(&config);
        let host = match store {
            Some(store) => setup.store(store).start().await,
            None => setup.start().await,
        };
        Self { host, data }
    }

    async fn file(&self, session: &str, id: &str) -> Option<(MessageFile, PathBuf)> {
        sent_file(&*self.host.store, Some(&self.data), session, id).await.unwrap()
    }

    fn clean(self) {
        fs::remove_dir_all(self.data).unwrap();
    }
}

/// Returns the files of the last message of a session.
async fn last_files(host: &TestHost, session: &str) -> Vec<MessageFile> {
    host.store.messages(session, 0, 100).await.unwrap().pop().unwrap().message.files
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

#[tokio::test]
async fn files_are_kept_with_the_session_and_go_with_it() {
    let home = Home::new("kept", None).await;
    let session = home.host.say("hello").await.session().to_owned();
    let hand = TestHost::reply(&session, "/hand a report.txt");
    assert_eq!(home.host.send(hand).await.unwrap().outcome.response, "handed out");
    let files = last_files(&home.host, &session).await;
    let described: Vec<_> = files.iter().map(|it| (&*it.name, &*it.mime, it.bytes)).collect();
    assert_eq!(described, [("a report.txt", "text/plain", 3), ("b.bin", "a/b", 2)]);
    assert!(files[0].sha256.starts_with("7692c3ad3540bb80"), "{files:?}");
    let (file, path) = home.file(&session, &files[0].id).await.expect("the file");
    assert_eq!((&file, &*fs::read_to_string(&path).unwrap()), (&files[0], "one"));
    assert!(path.starts_with(home.data.join("attachments").join(&session)), "{}", path.display());
    for (session, id) in [("other", &*files[0].id), (&session, "../../x"), (&session, "none")] {
        assert_eq!(home.file(session, id).await, None, "{session} {id}");
    }
    assert!(delete(&*home.host.store, Some(&home.data), &session).await.unwrap());
    assert!(!path.exists() && is_empty(&home.data.join("attachments")));
    home.clean();
}

#[tokio::test]
async fn whoever_follows_a_turn_hears_of_the_files() {
    let home = Home::new("followed", None).await;
    let heard = home.host.say("report.txt").await;
    let sent = heard.events.iter().find_map(|event| match event {
        Event::Sent { plugin, text, files } => Some((&**plugin, &**text, files.clone())),
        _ => None,
    });
    let (plugin, text, files) = sent.expect("the message");
    assert_eq!((plugin, text, &*files[0].name), ("clerk", "", "report.txt"));
    home.clean();
}

#[tokio::test]
async fn of_a_message_that_cannot_be_kept_no_file_stays() {
    let (faulty, store) = Faulty::at(&[]);
    let home = Home::new("faulty", Some(&store)).await;
    let session = home.host.say("hello").await.session().to_owned();
    for method in ["add_message", "put_blob"] {
        faulty.fail(if method == "put_blob" { &["put_blob"] } else { &["add_message"] });
        let heard = home.host.send(TestHost::reply(&session, "/hand a.txt")).await.unwrap();
        assert!(heard.outcome.error.is_some(), "{method}");
        assert!(is_empty(&home.data.join("attachments")), "{method}");
    }
    home.clean();
}

#[tokio::test]
async fn a_host_without_a_data_folder_sends_texts_alone() {
    let host = Setup::new(SCRIPT).plugin::<Clerk>().start().await;
    let session = host.say("hello").await.session().to_owned();
    let heard = host.send(TestHost::reply(&session, "/hand a.txt")).await.unwrap();
    assert_eq!(heard.outcome.error, Some(OutboxError::NoFolder.to_string()));
}

#[tokio::test]
async fn the_answer_of_a_command_in_the_background_stands_in_the_transcript() {
    let host = Setup::new(SCRIPT).plugin::<Clerk>().start().await;
    let session = host.say("hello").await.session().to_owned();
    let heard = host.send(TestHost::reply(&session, "/later the book")).await.unwrap();
    assert_eq!(heard.outcome.response, "/later has begun; its answer comes as a message");
    while let Some((_, task)) = host.agent().plugins().tasks().first() {
        task.wait().await;
    }
    let last = host.store.messages(&session, 0, 100).await.unwrap().pop().unwrap().message;
    assert_eq!((last.plugin.as_deref(), &*last.text), (Some("clerk"), "here is the book"));
    let refused = host.say("/later the book").await.outcome.error.unwrap();
    assert!(refused.contains("there is no session yet"), "{refused}");
    let help = host.say("/help").await.outcome.response;
    assert!(help.contains("/later: Hands out a file later. (clerk); answers later"), "{help}");
}
