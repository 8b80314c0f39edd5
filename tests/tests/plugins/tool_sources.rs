//! Sources of tools that come and go: what is offered, when they are asked, and what their faults cost.

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, pending};
use hookwire::fault::FaultKind;
use hookwire::origin::PluginCode;
use hookwire::plugin::{Contribution, Plugin, SourceTool, ToolError, ToolOutput, ToolSource, ToolSourceDecl};
use hookwire::test::{Findings, Kit, findings};
use hookwire::{Cx, Error, Result, plugin};
use hookwire_tests::captured_log::CapturedLog;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

/// A source that does what it is told.
#[derive(Default)]
struct Shelf {
    tools: Mutex<Vec<SourceTool>>,
    /// How it lists its tools: well, if it is not told otherwise.
    how: Mutex<&'static str>,
    changed: Notify,
    asked: AtomicUsize,
}

impl Shelf {
    /// Has other tools from now on, and says so.
    fn put(&self, names: &[&str]) {
        *self.tools.lock().unwrap() = names.iter().map(|name| tool(name)).collect();
        self.changed.notify_waiters();
    }

    fn list_as(&self, how: &'static str) {
        *self.how.lock().unwrap() = how;
        self.changed.notify_waiters();
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn tool(name: &str) -> SourceTool {
    let text = json!({ "type": "string" });
    let schema = json!({
        "type": "object", "properties": { "text": text }, "required": ["text"], "additionalProperties": false
    });
    SourceTool::new(name, "Does what it is called.", schema)
}

impl ToolSource for Shelf {
    fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
        async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let how = *self.how.lock().unwrap();
            match how {
                "fail" => Err(Error::msg("the shelf fell down")),
                "panic" => panic!("the shelf is on fire"),
                "hang" => pending().await,
                _ => Ok(self.tools.lock().unwrap().clone()),
            }
        }
        .boxed()
    }

    fn changed(&self) -> BoxFuture<'_, ()> {
        self.changed.notified().boxed()
    }

    fn call<'a>(&'a self, tool: &'a str, args: Value, cx: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>> {
        async move {
            match tool {
                "fail" => Err(Error::msg("nothing on it")),
                "panic" => panic!("a book fell"),
                "hang" | "long" => pending().await,
                "who" => Ok(ToolOutput::new(cx.plugin())),
                _ => Ok(ToolOutput::new(args["text"].clone())),
            }
        }
        .boxed()
    }
}

#[derive(Default)]
struct Library {
    books: Arc<Shelf>,
    films: Arc<Shelf>,
}

#[plugin(id = "library")]
impl Library {
    /// A tool for each book.
    #[tools("books", list_timeout = "50ms", timeout = "80ms")]
    fn books(&self) -> Arc<dyn ToolSource> {
        self.books.clone()
    }

    /// A tool for each film.
    #[tools("films")]
    fn films(&self) -> Result<Arc<dyn ToolSource>> {
        Ok(self.films.clone())
    }
}

async fn library(books: &[&str]) -> (Kit, Arc<Shelf>) {
    let kit = Kit::of::<Library>().start().await;
    let shelf = kit.plugins().with_plugin(|library: &Library| Arc::clone(&library.books)).unwrap();
    shelf.put(books);
    (kit, shelf)
}

async fn offered(kit: &Kit) -> Vec<String> {
    kit.tool_source("books").tools().await.into_iter().map(|spec| spec.name).collect()
}

#[tokio::test]
async fn a_source_is_a_contribution_with_what_its_attribute_says() {
    let decl =
        |name| Library::MANIFEST.contributions_of::<ToolSourceDecl>().find(|decl| decl.name == name).unwrap();
    let books = decl("books");
    assert_eq!((books.description, books.title()), ("A tool for each book.", "books__*".into()));
    assert!(books.line > 1 && books.line < decl("films").line);
    assert_eq!(books.list_limit(), Duration::from_millis(50));
    assert_eq!(books.timeout, Some(Duration::from_millis(80)));
    assert_eq!(decl("films").list_limit(), ToolSourceDecl::LIST_TIMEOUT);
    assert_eq!(books.details()["list_timeout_ms"], 50);
    assert_eq!(books.details()["timeout_ms"], 80);
    assert!(!decl("films").details().contains_key("timeout_ms"));
}

#[tokio::test]
async fn tools_of_a_source_are_offered_under_its_name_and_called_by_their_own() {
    let (kit, _) = library(&["dune", "who"]).await;
    let books = kit.tool_source("books");
    let specs = books.tools().await;
    assert_eq!(specs[0].name, "books__dune");
    assert_eq!(specs[0].description, "Does what it is called.");
    assert_eq!(specs[0].schema["required"], json!(["text"]));
    assert_eq!(kit.tool("books__dune", json!({ "text": "spice" })).await.unwrap().text(), "spice");
    assert_eq!(books.call("who", json!({ "text": "" })).await.unwrap().text(), "library");
    assert!(kit.tool_source("films").tools().await.is_empty());
}

#[tokio::test]
async fn arguments_that_do_not_fit_the_schema_never_reach_the_source() {
    let (kit, _) = library(&["panic"]).await;
    let error = kit.tool_source("books").call("panic", json!({ "txt": 1 })).await.unwrap_err();
    assert!(matches!(error, ToolError::Arguments { .. }), "{error:?}");
    let error = kit.tool("books__dun", json!({})).await.unwrap_err().to_string();
    assert!(error.contains("`books__dun`"), "{error}");
}

#[tokio::test]
async fn a_source_is_asked_once_and_again_when_it_says_that_its_list_has_changed() {
    let (kit, shelf) = library(&["dune"]).await;
    assert_eq!(shelf.asked(), 0, "nobody has wanted its tools yet");
    for _ in 0..3 {
        assert_eq!(offered(&kit).await, ["books__dune"]);
    }
    assert_eq!(shelf.asked(), 1);
    shelf.put(&["emma", "dune"]);
    assert_eq!(offered(&kit).await, ["books__dune", "books__emma"]);
    assert_eq!(shelf.asked(), 2);
    // Without a word of the source, nobody knows of a change.
    shelf.tools.lock().unwrap().clear();
    assert_eq!(offered(&kit).await.len(), 2);
}

#[tokio::test]
async fn many_who_want_a_list_wait_for_one_answer() {
    let (kit, shelf) = library(&["dune"]).await;
    let lists = futures_util::future::join_all((0..20).map(|_| offered(&kit))).await;
    assert!(lists.iter().all(|list| list == &["books__dune"]), "{lists:?}");
    assert_eq!(shelf.asked(), 1);
}

#[tokio::test]
async fn a_tool_that_is_gone_when_it_is_called_is_a_clear_error() {
    let (kit, shelf) = library(&["dune"]).await;
    offered(&kit).await;
    shelf.put(&[]);
    let wiring = kit.cx().wired().unwrap();
    let error = wiring.tool("books__dune", json!({}), None, kit.cx()).await.unwrap().unwrap_err();
    assert!(matches!(error, ToolError::Gone { origin: "books", .. }), "{error:?}");
    let text = error.to_string();
    assert_eq!(text, "there is no tool `books__dune` any more: `books` does not have it now");
    assert!(wiring.tool("magazines__dune", json!({}), None, kit.cx()).await.is_none());
}

#[tokio::test]
async fn a_tool_that_cannot_be_offered_is_left_out_and_told_once() {
    let log = CapturedLog::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _collecting = tracing::subscriber::set_default(lines);
    let (kit, shelf) = library(&[]).await;
    let with_schema = |name: &str, schema| SourceTool::new(name, "?", schema);
    *shelf.tools.lock().unwrap() = vec![
        tool("dune"),
        tool("du ne"),
        tool(""),
        tool(&"x".repeat(64)),
        tool("dune"),
        with_schema("text", json!("string")),
        with_schema("list", json!({ "type": "array" })),
        with_schema("broken", json!({ "type": "object", "properties": 7 })),
        tool("emma"),
    ];
    for _ in 0..2 {
        shelf.changed.notify_waiters();
        assert_eq!(offered(&kit).await, ["books__dune", "books__emma"]);
    }
    let left_out = kit.tool_source("books").left_out();
    let whys: Vec<_> = left_out.iter().map(|tool| &*tool.why).collect();
    let expected = ["letters", "letters", "longer than", "twice", "object", "object", "is none"];
    assert_eq!(whys.len(), expected.len(), "{whys:#?}");
    for (why, expected) in whys.iter().zip(expected) {
        assert!(why.contains(expected), "no {expected} in {why}");
    }
    let text = log.text();
    for (tool, plugin, source) in [("dune", "library", "books"), ("broken", "library", "books")] {
        let sentence = format!("the tool `{tool}` of `{source}` is not offered: ");
        let lines: Vec<_> = text.lines().filter(|line| line.contains(&sentence)).collect();
        assert_eq!(lines.len(), 1, "{text}");
        assert!(
            lines[0].contains("WARN") && lines[0].contains(&format!("plugin=\"{plugin}\"")),
            "{}",
            lines[0]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_that_fails_panics_or_hangs_is_a_fault_of_the_plugin_and_the_last_one_stays() {
    for (how, kind, why) in [
        ("fail", FaultKind::Error, "the shelf fell down"),
        ("panic", FaultKind::Panic, "the shelf is on fire"),
        ("hang", FaultKind::Timeout, "took longer than 50ms"),
    ] {
        let (kit, shelf) = library(&["dune"]).await;
        assert_eq!(offered(&kit).await, ["books__dune"]);
        shelf.list_as(how);
        assert_eq!(offered(&kit).await, ["books__dune"], "{how}");
        let [fault] = &*kit.faults().await else { panic!("one fault of {how}") };
        assert_eq!((&*fault.plugin, &*fault.hook, fault.kind), ("library", "books", kind));
        assert_eq!(fault.code, PluginCode::Contribution);
        assert!(fault.message.contains(why), "{fault}");
        assert!(kit.tool_source("books").problem().unwrap().contains(why));
        assert_eq!(kit.tool("books__dune", json!({ "text": "spice" })).await.unwrap().text(), "spice");
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_that_failed_is_asked_again_later_while_nobody_waits_or_when_it_says_so() {
    let (kit, shelf) = library(&["dune"]).await;
    shelf.list_as("hang");
    assert!(offered(&kit).await.is_empty());
    for _ in 0..5 {
        offered(&kit).await;
    }
    assert_eq!(shelf.asked(), 1, "a turn waits for it once");
    tokio::time::sleep(Duration::from_secs(31)).await;
    *shelf.how.lock().unwrap() = "";
    assert!(offered(&kit).await.is_empty(), "nobody waits for a source that has failed");
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(offered(&kit).await, ["books__dune"]);
    assert_eq!((shelf.asked(), kit.tool_source("books").problem()), (2, None));
    shelf.list_as("fail");
    offered(&kit).await;
    shelf.list_as("");
    shelf.put(&["emma"]);
    assert_eq!(offered(&kit).await, ["books__emma"], "its own word ends the pause");
}

#[tokio::test(start_paused = true)]
async fn one_source_that_hangs_does_not_hold_up_another_for_longer_than_its_own_time() {
    let (kit, shelf) = library(&["dune"]).await;
    let films = kit.plugins().with_plugin(|library: &Library| Arc::clone(&library.films)).unwrap();
    films.put(&["alien"]);
    shelf.list_as("hang");
    let tools = kit.cx().wired().unwrap().sourced_tools().await;
    let names: Vec<_> = tools.iter().map(|tool| (&*tool.spec.name, tool.plugin)).collect();
    assert_eq!(names, [("films__alien", "library")]);
}

#[tokio::test(start_paused = true)]
async fn errors_panics_and_time_outs_of_calls_are_those_of_the_tool() {
    let (kit, shelf) = library(&["fail", "panic", "hang"]).await;
    let call = async |tool| kit.tool_source("books").call(tool, json!({ "text": "" })).await.unwrap_err();
    assert_eq!(call("fail").await.to_string(), "nothing on it");
    assert_eq!(call("panic").await.to_string(), "`books__panic` panicked: a book fell");
    let after = |error: ToolError| match error {
        ToolError::TimedOut { after, .. } => after,
        other => panic!("{other:?}"),
    };
    assert_eq!(after(call("hang").await), Duration::from_millis(80), "that of the source");
    *shelf.tools.lock().unwrap() = vec![tool("long").with_timeout(Duration::from_millis(7))];
    shelf.changed.notify_waiters();
    assert_eq!(after(call("long").await), Duration::from_millis(7), "that of the tool");
}

#[tokio::test]
async fn a_plugin_that_is_made_anew_is_asked_anew_and_one_that_is_off_offers_nothing() {
    let (mut kit, old) = library(&["dune"]).await;
    assert_eq!(offered(&kit).await, ["books__dune"]);
    kit.plugins().reload("library").await.unwrap();
    assert_eq!(offered(&kit).await, ["books__dune"], "a request keeps the instance that it began with");
    kit.renew();
    assert!(offered(&kit).await.is_empty());
    let new = kit.plugins().with_plugin(|library: &Library| Arc::clone(&library.books)).unwrap();
    new.put(&["emma"]);
    assert_eq!(offered(&kit).await, ["books__emma"]);
    assert_eq!((old.asked(), new.asked()), (1, 2));
    kit.plugins().disable("library").await.unwrap();
    kit.renew();
    assert!(kit.cx().wired().unwrap().sourced_tools().await.is_empty());
    assert!(kit.plugins().tool_sources("library").is_empty());
    assert!(kit.tool("books__emma", json!({ "text": "" })).await.is_err());
    kit.plugins().enable("library").await.unwrap();
    kit.renew();
    let newest = kit.plugins().with_plugin(|library: &Library| Arc::clone(&library.books)).unwrap();
    newest.put(&["ulysses"]);
    assert_eq!(offered(&kit).await, ["books__ulysses"]);
}

#[tokio::test]
async fn nothing_of_a_source_is_left_when_its_plugin_is_off_or_the_live_set_is_gone() {
    let (mut kit, shelf) = library(&["dune"]).await;
    offered(&kit).await;
    kit.plugins().disable("library").await.unwrap();
    kit.renew();
    let left = async |shelf: &Arc<Shelf>| {
        while Arc::strong_count(shelf) > 1 {
            tokio::task::yield_now().await;
        }
    };
    left(&shelf).await;
    let (kit, shelf) = library(&["dune"]).await;
    offered(&kit).await;
    drop(kit);
    left(&shelf).await;
}

#[tokio::test]
async fn the_sources_of_an_agents_instance_are_told_with_the_agent() {
    let kit = Kit::of::<Library>().agent_config("support", "library", json!({})).start().await;
    let sources = kit.plugins().tool_sources("library");
    let told: Vec<_> = sources.iter().map(|it| (it.agent.as_deref(), it.source)).collect();
    let support = Some("support");
    assert_eq!(told, [(None, "books"), (None, "films"), (support, "books"), (support, "films")]);
}

/// Whose source cannot be had.
#[derive(Default)]
struct Closed;

#[plugin(id = "closed")]
impl Closed {
    /// Tools behind a door.
    #[tools("door")]
    fn door(&self) -> Result<Arc<dyn ToolSource>> {
        Err(Error::msg("the door is locked"))
    }
}

#[tokio::test]
async fn a_source_that_cannot_be_made_is_a_source_that_cannot_list() {
    let kit = Kit::of::<Closed>().start().await;
    assert!(kit.tool_source("door").tools().await.is_empty());
    assert_eq!(kit.tool_source("door").problem().unwrap(), "the door is locked");
    assert_eq!(kit.faults().await.len(), 1);
    let Findings { found, untried } = findings::<Closed>(json!({}));
    assert_eq!(found, [""; 0]);
    assert!(
        untried.iter().any(|it| it.contains("`door`") && it.contains("the door is locked")),
        "{untried:?}"
    );
}

/// Gives a source of one kind, whatever it is asked.
macro_rules! library_of {
    ($plugin:ident, $id:literal, $how:literal, $tools:expr) => {
        #[derive(Default)]
        struct $plugin;

        #[plugin(id = $id)]
        impl $plugin {
            /// Books.
            #[tools("books", list_timeout = "50ms")]
            fn books(&self) -> Arc<dyn ToolSource> {
                Arc::new(Shelf { tools: Mutex::new($tools), how: Mutex::new($how), ..Shelf::default() })
            }
        }
    };
}

library_of!(Sound, "sound", "", vec![tool("dune")]);
library_of!(Hanging, "hanging", "hang", Vec::new());
library_of!(Burning, "burning", "panic", Vec::new());
library_of!(Misnamed, "misnamed", "", vec![tool("du ne")]);
library_of!(Falling, "falling", "", vec![tool("panic")]);

#[test]
fn the_conformance_suite_lists_each_source_and_calls_its_tools() {
    assert_eq!(findings::<Sound>(json!({})).found, [""; 0]);
    let cases = [
        (findings::<Hanging>(json!({})), "took longer than 50ms"),
        (findings::<Burning>(json!({})), "the shelf is on fire"),
        (findings::<Misnamed>(json!({})), "the tool `du ne` of `books` is not offered"),
        (findings::<Falling>(json!({})), "`books__panic` panicked: a book fell"),
    ];
    for (Findings { found, .. }, words) in cases {
        assert!(found.iter().any(|finding| finding.contains(words)), "no {words} in {found:?}");
    }
}
