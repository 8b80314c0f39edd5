//! Commands in the background: they begin at once, answer with a message to the session, and end with their plugin.

use hookwire::chain::FaultKind;
use hookwire::cx::{Identity, Outbox, RequestKind, Role};
use hookwire::origin::PluginCode;
use hookwire::plugin::{CommandDecl, Contribution, Plugin};
use hookwire::test::Kit;
use hookwire::{Cx, Result, plugin};
use std::future::pending;
use std::time::Duration;
use tokio::sync::Notify;

#[derive(Default)]
struct Importer(Notify);

#[plugin(id = "importer")]
impl Importer {
    /// Imports something.
    #[command("/import", background, timeout = "1h")]
    async fn import(&self, what: String, times: Option<u32>, cx: &Cx) -> Result<String> {
        match &*what {
            "nothing" => Ok(String::new()),
            "much" => Ok("é".repeat(Outbox::MOST_BYTES)),
            "wait" => {
                self.0.notified().await;
                Ok(format!("{} {times:?} {}", cx.plugin(), cx.cancelled().is_cancelled()))
            }
            "panic" => panic!("it fell over"),
            "never" => pending().await,
            _ => Err("there is no such thing".into()),
        }
    }

    /// Takes as long as others do.
    #[command("/tidy", background)]
    fn tidy(&self) -> &'static str {
        "tidy"
    }

    #[command("/soon", timeout = "1s")]
    async fn soon(&self) -> &'static str {
        pending().await
    }
}

fn decl(name: &str) -> &'static CommandDecl {
    Importer::MANIFEST.contributions_of::<CommandDecl>().find(|it| it.name == name).unwrap()
}

async fn kit() -> Kit {
    let mut identity = Identity::agent("default", Role::Agent);
    identity.session = Some("here".into());
    Kit::of::<Importer>().identity(identity).start().await
}

/// Runs a command to its end, and returns what is sent to the session.
async fn answer(kit: &Kit, args: &str) -> String {
    let reply = kit.command("/import", args).await.unwrap();
    assert_eq!(reply.text, "/import has begun; its answer comes as a message");
    kit.wait_for_tasks().await;
    let sent = kit.sent().pop().expect("an answer");
    assert_eq!((sent.plugin, &*sent.session), ("importer", "here"));
    sent.text
}

#[tokio::test]
async fn a_command_in_the_background_answers_at_once_and_then_with_a_message() {
    let kit = kit().await;
    kit.command("/import", "wait").await.unwrap();
    assert_eq!((kit.tasks(), kit.sent().len()), (vec!["/import".to_owned()], 0));
    kit.plugins().with_plugin::<Importer, _>(|importer| importer.0.notify_one()).unwrap();
    kit.wait_for_tasks().await;
    assert_eq!(kit.sent()[0].text, "importer None false");
    assert_eq!(answer(&kit, "nothing").await, "/import is done");
    let much = answer(&kit, "much").await;
    assert!(much.len() <= Outbox::MOST_BYTES && much.ends_with("é … (131072 bytes)"), "{}", much.len());
    assert!(kit.faults().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_command_in_the_background_that_fails_panics_or_takes_too_long_says_so_in_the_session() {
    let kit = kit().await;
    assert_eq!(answer(&kit, "something").await, "/import failed: there is no such thing");
    assert!(kit.faults().await.is_empty(), "whoever asked has heard of it");
    assert_eq!(answer(&kit, "panic").await, "/import of `importer` panicked: it fell over");
    assert_eq!(answer(&kit, "never").await, "/import of `importer` took longer than 3600s");
    let faults = kit.faults().await;
    let kinds: Vec<_> = faults.iter().map(|fault| (fault.code, &*fault.hook, fault.kind)).collect();
    let code = PluginCode::Command;
    assert_eq!(kinds, [(code, "import", FaultKind::Panic), (code, "import", FaultKind::Timeout)]);
}

#[tokio::test]
async fn outside_of_a_session_and_with_wrong_arguments_a_command_in_the_background_does_not_begin() {
    let kit = kit().await;
    let refused = kit.command("/import", "wait often").await.unwrap_err().to_string();
    assert_eq!(refused, "`times` takes a whole number, and `often` is none; write /import <what> [times]");
    let refused = kit.with_identity(Identity::default()).command("/import", "wait").await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "/import answers later, with a message to the session, and there is no session yet: say something first"
    );
    assert_eq!((kit.tasks().len(), kit.sent().len()), (0, 0));
}

#[tokio::test]
async fn on_the_command_line_the_answer_is_waited_for() {
    let kit = kit().await;
    kit.plugins().with_plugin::<Importer, _>(|importer| importer.0.notify_one()).unwrap();
    let mut identity = Identity::agent("default", Role::Agent);
    identity.kind = RequestKind::Cli;
    let reply = kit.with_identity(identity).command("/import", "wait").await.unwrap();
    assert_eq!((&*reply.text, kit.sent().len()), ("importer None false", 0));
}

#[tokio::test]
async fn a_command_in_the_background_ends_with_its_plugin() {
    let kit = kit().await;
    kit.command("/import", "wait").await.unwrap();
    kit.plugins().disable("importer").await.unwrap();
    assert_eq!((kit.tasks().len(), kit.sent().len()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_command_says_how_long_it_may_take() {
    let minutes = |name: &str| decl(name).limit().as_secs() / 60;
    assert_eq!((minutes("import"), minutes("tidy")), (60, 10));
    assert_eq!(decl("soon").limit(), Duration::from_secs(1));
    let details = decl("import").details();
    assert_eq!((&details["background"], &details["timeout_ms"]), (&true.into(), &3_600_000.into()));
    let late = kit().await.command("/soon", "").await.unwrap_err().to_string();
    assert_eq!(late, "/soon of `importer` took longer than 1s");
}
