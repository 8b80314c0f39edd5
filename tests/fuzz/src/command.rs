//! Slash commands: what follows the name reaches the command as it was written, and every other message the model.

use hookwire::live::Settings;
use hookwire::{Cx, Plugin, plugin};
use hookwire_engine::test::{TestAgent, TestTurn};
use std::cell::RefCell;
use tokio::runtime::{Builder, Runtime};

/// Gives back what it is given.
#[derive(Default)]
struct Echo;

#[plugin(id = "echo")]
impl Echo {
    /// Gives back its arguments.
    #[command("/echo")]
    fn echo(&self, args: &str, _: &Cx) -> String {
        format!("<{args}>")
    }

    /// Gives back what it was given by place or name.
    #[command("/list")]
    fn list(&self, number: Option<i64>, words: Option<Vec<String>>, loud: bool) -> String {
        format!("<{number:?} {words:?} {loud}>")
    }
}

/// The model answers with the message that it gets, and never with nothing, after which it would be asked again.
const SCRIPT: &str = r#"scenes = [{ on = "", steps = [{ text = "I got {message}" }] }]"#;
/// The number of messages after which the agent is replaced, as its memory keeps them all.
const LIFE: usize = 2_000;

struct Talk {
    runtime: Runtime,
    agent: TestAgent,
    left: usize,
}

thread_local! {
    static TALK: RefCell<Option<Talk>> = const { RefCell::new(None) };
}

/// Sends a text as a message, and as the arguments of a command.
pub fn command(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if !text.trim().is_empty() {
        any_message(text);
    }
    for space in [" ", "\n", "\t\u{2003}"] {
        let turn = chat(&format!(" /echo{space}{text}"));
        assert_eq!(turn.text(), format!("<{}>", text.trim()));
    }
    let turn = chat(&format!("/list {text}"));
    let error = turn.outcome.error.clone().unwrap_or_default();
    let usage = "; write /list [number] [words]... [--loud]";
    assert!(turn.text().starts_with('<') || error.ends_with(usage), "{text:?}: {error}");
}

fn any_message(text: &str) {
    let turn = chat(text);
    match parts(text) {
        Some(("echo", args)) => assert_eq!(turn.text(), format!("<{args}>")),
        Some(("help", "")) => assert!(turn.text().contains("/echo: Gives back its arguments.")),
        Some(("help" | "list" | "plugins" | "agents" | "skill" | "new", _)) => {}
        Some((name, _)) => {
            let error = turn.outcome.error.unwrap_or_default();
            assert!(error.starts_with(&format!("there is no command /{name}")), "{text:?}: {error}");
        }
        None => {
            // The script puts the result of a tool there, and there is none; no store takes a NUL.
            let text = text.replace('\0', "\u{fffd}").replace("{result}", "");
            assert_eq!(turn.text(), format!("I got {text}"));
        }
    }
}

/// Returns name and arguments, if a message is a command: a slash, a small letter, and then small letters, digits, `-`
/// and `_` up to a space or the end.
fn parts(message: &str) -> Option<(&str, &str)> {
    let rest = message.trim().strip_prefix('/')?;
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (name, args) = rest.split_at(end);
    let mut letters = name.bytes();
    let good = letters.next()?.is_ascii_lowercase()
        && letters.all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
    good.then_some((name, args.trim()))
}

fn chat(message: &str) -> TestTurn {
    TALK.with_borrow_mut(|talk| {
        if talk.as_ref().is_none_or(|talk| talk.left == 0) {
            *talk = Some(Talk::begin());
        }
        let talk = talk.as_mut().expect("it has begun");
        talk.left -= 1;
        talk.runtime.block_on(talk.agent.chat(message))
    })
}

impl Talk {
    fn begin() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let agent = runtime.block_on(TestAgent::start(&[Echo::MANIFEST], Settings::default(), SCRIPT));
        Self { runtime, agent, left: LIFE }
    }
}
