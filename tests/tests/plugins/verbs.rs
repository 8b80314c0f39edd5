//! Verbs: what the operator runs, with typed arguments.

use hookwire::cx::{Identity, Role};
use hookwire::plugin::{Plugin, VerbDecl};
use hookwire::test::Kit;
use hookwire::{Cx, Result, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::future::pending;
use std::time::Duration;

#[derive(Default)]
struct Ledger;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "shown by Debug")]
struct Export {
    /// The year.
    #[schemars(range(min = 2000))]
    year: u16,
    #[serde(default)]
    accounts: Vec<String>,
}

#[plugin(id = "ledger")]
impl Ledger {
    /// Writes the books.
    #[verb("export")]
    async fn export(&self, args: Export, cx: &Cx) -> Result<String> {
        if args.accounts.is_empty() {
            return Err("there is nothing to write".into());
        }
        Ok(format!("{}: {args:?}", cx.identity().agent))
    }

    /// Counts.
    #[verb("count")]
    fn count(&self, dry_run: bool, most: Option<u32>) -> String {
        format!("{dry_run} {most:?}")
    }

    /// Never ends.
    #[verb("hang", timeout = "20ms")]
    async fn hang(&self) -> &'static str {
        pending().await
    }

    /// Breaks.
    #[verb("break")]
    fn smash(&self) -> &'static str {
        panic!("in pieces")
    }
}

/// Another one with a verb of the same name.
#[derive(Default)]
struct Journal;

#[plugin(id = "journal")]
impl Journal {
    /// Writes the days.
    #[verb("export")]
    fn export(&self) -> &'static str {
        "days"
    }
}

async fn kit() -> Kit {
    Kit::of::<Ledger>().and::<Journal>().identity(Identity::agent("default", Role::Agent)).start().await
}

async fn said(kit: &Kit, plugin: &str, verb: &str, args: serde_json::Value) -> String {
    let ran = kit.verb(plugin, verb, args).await;
    ran.map_or_else(|error| error.to_string(), |reply| reply.text)
}

#[tokio::test]
async fn a_verb_is_given_typed_arguments_by_their_names() {
    let kit = kit().await;
    let ran = said(&kit, "ledger", "export", json!({ "year": 2026, "accounts": ["a"] })).await;
    assert_eq!(ran, "default: Export { year: 2026, accounts: [\"a\"] }");
    assert_eq!(said(&kit, "ledger", "count", json!({ "dry_run": true })).await, "true None");
    for (args, why) in [
        (json!({ "year": 2026 }), "there is nothing to write"),
        (json!({ "year": 1999 }), "`year`: 1999 is less than the minimum of 2000"),
        (json!({ "year": "2026" }), "`year`: \"2026\" is not of type \"integer\""),
        (json!({}), "`year` is missing"),
        (json!({ "yaer": 2026, "year": 2026 }), "there is no argument `yaer`; did you mean `year`?"),
    ] {
        assert_eq!(said(&kit, "ledger", "export", args).await, why);
    }
}

#[tokio::test]
async fn verbs_of_two_plugins_may_have_one_name() {
    let kit = kit().await;
    assert_eq!(said(&kit, "journal", "export", json!({})).await, "days");
    assert_eq!(
        said(&kit, "journal", "exprot", json!({})).await,
        "there is no verb `exprot`; did you mean `export`?"
    );
    let names = |plugin: &str| {
        let wiring = kit.cx().wired().unwrap();
        let verbs = wiring.contributions::<VerbDecl>().filter(|(_, owner)| owner.id == plugin);
        verbs.map(|(verb, _)| verb.name).collect::<Vec<_>>()
    };
    assert_eq!(names("ledger"), ["break", "count", "export", "hang"]);
    assert_eq!(names("journal"), ["export"]);
}

#[tokio::test(start_paused = true)]
async fn a_verb_that_takes_too_long_is_stopped() {
    let kit = kit().await;
    assert_eq!(said(&kit, "ledger", "hang", json!({})).await, "hang of `ledger` took longer than 20ms");
    let limit = |name: &str| {
        Ledger::MANIFEST.contributions_of::<VerbDecl>().find(|verb| verb.name == name).unwrap().limit()
    };
    assert_eq!((limit("hang"), limit("count")), (Duration::from_millis(20), VerbDecl::TIMEOUT));
}

#[tokio::test]
async fn a_verb_that_panics_is_an_error() {
    let kit = kit().await;
    assert_eq!(said(&kit, "ledger", "break", json!({})).await, "break of `ledger` panicked: in pieces");
}

#[test]
fn a_verb_is_listed_with_its_schema() {
    let export = Ledger::MANIFEST.contributions.iter().find(|it| it.name() == "export").unwrap().info();
    assert_eq!((export.kind, export.description), ("verb", "Writes the books."));
    assert_eq!(export.details["schema"]["properties"]["year"]["description"], "The year.");
    assert_eq!(export.details["timeout_ms"], json!(600_000));
}

hookwire::conformance!(journal_stands_what_every_plugin_should: Journal);
