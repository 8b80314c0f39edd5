//! Commands with typed arguments: how they are written, what is told of a wrong use, and who may run them.

use hookwire::arguments::ParameterKind;
use hookwire::cx::{Identity, Role};
use hookwire::plugin::{CommandDecl, Contribution, Plugin};
use hookwire::test::Kit;
use hookwire::{Cx, Result, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

#[derive(Default)]
struct Reminders;

/// How loud a reminder is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Volume {
    /// Hardly to be heard.
    Low,
    /// Not to be missed.
    High,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "shown by Debug")]
struct Alarm {
    /// At which hour.
    #[schemars(range(max = 23))]
    hour: u8,
    /// On which days.
    #[serde(default)]
    days: Vec<String>,
    volume: Option<Volume>,
    /// Whether it rings again.
    dry_run: bool,
}

#[plugin(id = "reminders")]
impl Reminders {
    /// Reminds you later.
    #[command("/remind")]
    async fn remind(
        &self,
        /// In how many minutes.
        minutes: u32,
        text: String,
        cx: &Cx,
    ) -> Result<String> {
        if minutes == 0 {
            return Err("that is now".into());
        }
        Ok(format!("{} in {minutes}: {text}", cx.identity().agent))
    }

    /// Rings at an hour.
    #[command("/alarm")]
    fn alarm(&self, args: Alarm) -> String {
        format!("{args:?}")
    }

    /// Forgets what it knows.
    #[command("/forget", scope = "admin")]
    fn forget(&self) -> &'static str {
        "forgotten"
    }

    /// Takes whatever is written.
    #[command("/say")]
    fn say(&self, args: &str) -> String {
        args.to_owned()
    }

    #[command("/between")]
    fn between(&self, from: String, factor: f64, to: Option<String>) -> String {
        format!("{from:?} {factor} {to:?}")
    }
}

async fn kit() -> Kit {
    Kit::of::<Reminders>().identity(Identity::agent("default", Role::Agent)).start().await
}

fn decl(name: &str) -> &'static CommandDecl {
    Reminders::MANIFEST.contributions_of::<CommandDecl>().find(|it| it.name == name).unwrap()
}

/// Runs commands of one name, and returns what each said.
async fn run<const N: usize>(name: &str, lines: [&str; N]) -> [String; N] {
    let kit = kit().await;
    let mut said = Vec::new();
    for line in lines {
        let ran = kit.command(name, line).await;
        said.push(ran.map_or_else(|error| error.to_string(), |reply| reply.text));
    }
    said.try_into().unwrap()
}

#[tokio::test]
async fn arguments_are_given_by_place_or_by_name_and_the_last_text_is_the_rest_of_the_line() {
    let lines = [
        "5 don't forget \"the milk\"",
        "5 'one text'",
        "  --minutes 5 --text tea",
        "text=\"two words\" minutes=5",
        "--text='a \"b\"' 5",
        "5 -- --flag minutes=3",
        "5 a=b is  as it was",
        r#"--text "a \"b\" \\ \n" 5"#,
    ];
    let said = run("/remind", lines).await;
    let texts = [
        "don't forget \"the milk\"",
        "one text",
        "tea",
        "two words",
        "a \"b\"",
        "--flag minutes=3",
        "a=b is  as it was",
        r#"a "b" \ \n"#,
    ];
    assert_eq!(said, texts.map(|text| format!("default in 5: {text}")));
}

#[tokio::test]
async fn what_is_wrong_with_arguments_is_told_with_how_they_are_written() {
    let lines = [
        "",
        "5",
        "five tea",
        "-5 tea",
        "--minuets 5 tea",
        "5 minutes=6",
        "--minutes",
        "--text 'tea 5",
        "0 tea",
    ];
    let said = run("/remind", lines).await;
    let whys = [
        "`minutes` is missing",
        "`text` is missing",
        "`minutes` takes a whole number, and `five` is none",
        "`minutes`: -5 is less than the minimum of 0",
        "there is no argument `--minuets`; did you mean `minutes`?",
        "`minutes` is given twice; keep one",
        "`--minutes` needs a value behind it",
        "the quotation mark before `tea 5` is not closed",
    ];
    let usage = "; write /remind <minutes> <text>";
    assert_eq!(said[..8], whys.map(|why| format!("{why}{usage}")));
    assert_eq!(said[8], "that is now", "an error of the command is its own");
}

#[tokio::test]
async fn a_struct_is_read_in_the_order_of_its_fields_with_lists_choices_and_flags() {
    let lines = [
        "7",
        "7 mon tue --volume low",
        "hour=7 --days mon --dry-run days=tue",
        "7 dry_run=no",
        "24",
        "7 --volume loud",
        "7 --dry-run=maybe",
    ];
    let said = run("/alarm", lines).await;
    assert_eq!(said[0], "Alarm { hour: 7, days: [], volume: None, dry_run: false }");
    // What is written by place goes to `volume`, the last one; `days` is a list in the middle and takes one.
    assert!(said[1].starts_with("`volume` takes one of low, high"), "{}", said[1]);
    assert_eq!(said[2], "Alarm { hour: 7, days: [\"mon\", \"tue\"], volume: None, dry_run: true }");
    assert_eq!(said[3], "Alarm { hour: 7, days: [], volume: None, dry_run: false }");
    let usage = "; write /alarm <hour> [days]... [volume] [--dry-run]";
    assert_eq!(said[4], format!("`hour`: 24 is greater than the maximum of 23{usage}"));
    assert_eq!(said[5], format!("`volume` takes one of low, high, and `loud` is none{usage}"));
    assert_eq!(said[6], format!("`dry_run` takes yes or no, and `maybe` is none{usage}"));
}

#[tokio::test]
async fn a_text_before_others_is_one_word_and_what_is_optional_may_be_left_out() {
    let said = run("/between", ["a 2.5", "'a b' 3 and so on", "a x"]).await;
    assert_eq!(said[0], "\"a\" 2.5 None");
    assert_eq!(said[1], "\"a b\" 3 Some(\"and so on\")");
    assert_eq!(said[2], "`factor` takes a number, and `x` is none; write /between <from> <factor> [to]");
    let said = run("/alarm", ["7 mon low high"]).await;
    assert!(said[0].starts_with("`high` is one word too many; write /alarm "), "{}", said[0]);
}

#[test]
fn a_command_says_what_it_takes_before_anything_runs() {
    let remind = decl("remind");
    assert_eq!(remind.usage(), "/remind <minutes> <text>");
    let details = remind.details();
    assert_eq!(details["schema"]["properties"]["minutes"]["description"], "In how many minutes.");
    assert_eq!((&details["usage"], &details["admin"]), (&json!("/remind <minutes> <text>"), &json!(false)));
    assert!(remind.arguments.is_some() && decl("say").arguments.is_none());
    let parameters = decl("alarm").parameters().unwrap().unwrap();
    let [hour, days, volume, dry_run] = parameters.all() else { panic!("{parameters}") };
    assert_eq!(
        (&*hour.description, hour.required, &hour.kind),
        ("At which hour.", true, &ParameterKind::Integer)
    );
    assert_eq!(days.kind, ParameterKind::List(Box::new(ParameterKind::Text)));
    assert_eq!(volume.kind, ParameterKind::Choice(vec!["low".into(), "high".into()]));
    assert_eq!((dry_run.flag(), &dry_run.kind), ("dry-run".into(), &ParameterKind::Flag));
    assert_eq!((decl("say").usage(), decl("forget").usage()), ("/say".into(), "/forget".into()));
}

#[tokio::test]
async fn a_command_for_admins_is_refused_to_everybody_else() {
    let kit = kit().await;
    let refused = kit.command("/forget", "").await.unwrap_err().to_string();
    assert_eq!(refused, "/forget is for admins; the operator says who is one");
    let mut identity = Identity::agent("default", Role::Agent);
    identity.admin = true;
    assert_eq!(kit.with_identity(identity).command("/forget", "").await.unwrap().text, "forgotten");
}

hookwire::conformance!(reminders_stand_what_every_plugin_should: Reminders);
