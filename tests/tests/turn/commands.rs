//! Slash commands: what `/help` says of them, their typed arguments, and who may run those for admins.

use crate::saying;
use hookwire::plugin;
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::Owner;
use hookwire_tests::test_host::{Setup, TestHost};

#[derive(Default)]
struct Desk;

#[plugin(id = "desk")]
impl Desk {
    /// Books a table.
    #[command("/book")]
    fn book(
        &self,
        /// For how many.
        guests: u8,
        /// Under which name.
        name: String,
        quiet: bool,
    ) -> String {
        format!("{name}, {guests}, {quiet}")
    }

    /// Closes the house.
    #[command("/shut", scope = "admin")]
    fn shut(&self) -> &'static str {
        "shut"
    }
}

fn desk() -> Setup {
    saying("hm").plugin::<Desk>()
}

/// Sends a message as somebody, and returns the answer or the error.
async fn say_as(host: &TestHost, owner: (&str, &str), sender: &str, text: &str) -> String {
    let owner = Owner { tenant: owner.0.into(), user: owner.1.into() };
    let message = Incoming { owner, sender: sender.into(), ..TestHost::message(text) };
    let outcome = host.send(message).await.unwrap().outcome;
    outcome.error.unwrap_or(outcome.response)
}

#[tokio::test]
async fn typed_arguments_reach_a_command_and_a_wrong_use_is_answered() {
    let host = desk().start().await;
    assert_eq!(host.say("/book 4 Ann  Lee").await.outcome.response, "Ann  Lee, 4, false");
    assert_eq!(host.say("/book --quiet 4 Ann").await.outcome.response, "Ann, 4, true");
    let wrong = host.say("/book four Ann").await.outcome;
    let expected = "`guests` takes a whole number, and `four` is none; write /book <guests> <name> [--quiet]";
    assert_eq!((wrong.error.as_deref(), &*wrong.response), (Some(expected), ""));
    let large = host.say("/book 300 Ann").await.outcome.error.unwrap();
    assert!(large.starts_with("`guests`: 300 is greater than the maximum of 255; write /book "), "{large}");
}

#[tokio::test]
async fn help_lists_the_commands_and_shows_one_with_its_arguments() {
    let host = desk().start().await;
    let all = host.say("/help").await.outcome.response;
    let lines: Vec<_> = all.lines().collect();
    for line in [
        "/help [command]: shows the commands, or how one is used",
        "/book <guests> <name> [--quiet]: Books a table. (desk)",
        "/shut: Closes the house. (desk)",
    ] {
        assert!(lines.contains(&line), "{all}");
    }
    let book = "/book <guests> <name> [--quiet]: Books a table. (desk)\n  \
                <guests>  For how many. (a whole number)\n  <name>  Under which name.\n  [--quiet]";
    for name in ["book", "/book"] {
        assert_eq!(host.say(&format!("/help {name}")).await.outcome.response, book);
    }
    assert_eq!(
        host.say("/help new").await.outcome.response,
        "/new: ends this session; the next message begins another"
    );
    let unknown = host.say("/help bock").await.outcome.error;
    assert_eq!(unknown.as_deref(), Some("there is no command /bock; did you mean /book?"));
}

#[tokio::test]
async fn commands_for_admins_are_for_who_runs_the_host_and_whom_the_operator_names() {
    let host = desk().config("admins = [\"ann\", \"acme/bob\"]\n[agents.default]").start().await;
    let refused = "/shut is for admins; the operator says who is one";
    for (owner, sender, said) in [
        (("", ""), "", "shut"),
        // Who only says that he is somebody is nobody.
        (("", ""), "ann", refused),
        (("", "ann"), "", "shut"),
        (("", "eve"), "ann", refused),
        (("acme", "bob"), "", "shut"),
        (("", "bob"), "", refused),
        (("acme", "ann"), "", refused),
        (("acme", ""), "bob", refused),
    ] {
        assert_eq!(say_as(&host, owner, sender, "/shut").await, said, "{owner:?} {sender}");
        let help = say_as(&host, owner, sender, "/help").await;
        assert_eq!(help.contains("/shut"), said == "shut", "{owner:?} {sender}");
    }
}
