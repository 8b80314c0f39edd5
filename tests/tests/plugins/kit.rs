//! The test kit treats plugins as the host does.

use hookwire::cx::Identity;
use hookwire::points::{MessageReceived, ToolBefore, ToolCall, ToolGate};
use hookwire::test::{Inject, Kit, PointProbe};
use hookwire::{Cx, Verdict, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::time::{Duration, SystemTime};

#[derive(Default)]
struct Weather;

/// A unit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Unit {
    /// Degrees Celsius.
    Celsius,
    /// Degrees Fahrenheit.
    Fahrenheit,
}

/// No object, which no macro can know.
#[derive(Debug, Deserialize, JsonSchema)]
struct Place(String);

#[derive(Debug, Deserialize, JsonSchema)]
struct Forecast {
    city: String,
}

#[plugin(id = "weather")]
impl Weather {
    /// Tells the temperature.
    #[tool]
    fn temperature(&self, city: String, unit: Unit) -> String {
        format!("{city}, {unit:?}")
    }

    /// Tells what comes.
    #[tool]
    fn forecast(&self, args: Forecast) -> String {
        args.city
    }

    /// Tells the time.
    #[tool]
    fn time(&self, args: Place) -> String {
        args.0
    }

    /// Tells who asks.
    #[tool]
    fn who(&self, cx: &Cx) -> Option<String> {
        cx.identity().user.clone()
    }

    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[tokio::test]
async fn a_wrong_name_is_told_with_the_names_that_there_are() {
    let kit = Kit::of::<Weather>().start().await;
    let wrong = kit.tool("temperature", json!({ "city": "Oslo", "unit": "kelvin" })).await.unwrap_err();
    let expected = "the arguments of `temperature` do not fit: `unit`: \"kelvin\" is none of \"celsius\", \"fahrenheit\"";
    assert_eq!(wrong.to_string(), expected);
}

#[tokio::test]
async fn a_struct_takes_no_more_arguments_than_it_names() {
    let kit = Kit::of::<Weather>().start().await;
    assert_eq!(kit.tool_schema("forecast")["additionalProperties"], false);
    let wrong = kit.tool("forecast", json!({ "city": "Oslo", "dys": 3 })).await.unwrap_err();
    assert!(wrong.to_string().ends_with("there is no argument `dys`; there are `city`"), "{wrong}");
}

#[tokio::test]
async fn a_tool_whose_arguments_are_no_object_cannot_be_called() {
    let kit = Kit::of::<Weather>().start().await;
    let wrong = kit.tool("time", json!("Oslo")).await.unwrap_err().to_string();
    assert_eq!(wrong, "the schema of the tool `time` describes no object: take a struct with named fields");
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Days {
    #[schemars(range(min = 1, max = 7))]
    days: u8,
}

#[derive(Default)]
struct Outlook;

#[plugin(id = "outlook")]
impl Outlook {
    /// Looks some days ahead.
    #[tool]
    fn outlook(&self, args: Days) -> u8 {
        args.days
    }

    #[hook("tool.before")]
    fn refuse(&self, call: &mut ToolCall) -> hookwire::Result<()> {
        if call.tool == "secret" { Err("not that one".into()) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_number_out_of_the_range_of_its_schema_is_refused() {
    let kit = Kit::of::<Outlook>().start().await;
    assert_eq!(kit.tool("outlook", json!({ "days": 7 })).await.unwrap().text(), "7");
    let error = kit.tool("outlook", json!({ "days": 9 })).await.unwrap_err().to_string();
    assert!(error.contains("`days`") && error.contains('7'), "{error}");
}

#[tokio::test]
async fn one_question_mark_passes_a_refusal_on() {
    async fn ask(cx: &Cx, tool: &str) -> hookwire::Result<()> {
        cx.fire::<ToolBefore>(&mut ToolCall::new(tool, json!({}))).await?;
        Ok(())
    }
    let kit = Kit::of::<Outlook>().start().await;
    ask(kit.cx(), "open").await.unwrap();
    let error = ask(kit.cx(), "secret").await.unwrap_err().to_string();
    assert!(error.contains("not that one"), "{error}");
}

#[tokio::test]
async fn a_plugin_that_is_given_twice_is_one_conflict() {
    let error = Kit::of::<Outlook>().and::<Outlook>().try_start().await.unwrap_err().to_string();
    assert!(error.contains("`outlook`") && error.contains("is listed twice"), "{error}");
    assert!(!error.contains("tool"), "{error}");
}

#[tokio::test]
async fn a_kit_may_be_asked_by_several() {
    let kit = Kit::of::<Weather>().start().await;
    let as_user = |user: &str| {
        let mut identity = Identity::default();
        identity.user = Some(user.into());
        kit.with_identity(identity)
    };
    for user in ["ann", "bob"] {
        assert_eq!(as_user(user).tool("who", json!({})).await.unwrap().text(), user);
    }
}

#[tokio::test]
async fn a_fault_where_there_is_no_hook_is_an_error_with_the_nearest_name() {
    let text = |error: hookwire::test::SetupError| error.to_string();
    let nobody = Kit::of::<Weather>().inject::<MessageReceived>("wether", Inject::Panic).try_start().await;
    assert_eq!(
        text(nobody.unwrap_err()),
        "nothing is injected: there is no plugin `wether`; did you mean `weather`?"
    );
    let nowhere = Kit::of::<Weather>().inject::<ToolGate>("weather", Inject::Panic).try_start().await;
    let expected = "nothing is injected: `weather` has no hook at `tool.gate`; there are `message.received`";
    assert_eq!(text(nowhere.unwrap_err()), expected);
}

#[tokio::test]
#[should_panic(expected = "no plugin here hooks `tool.gate`; there are `message.received`")]
async fn firing_where_nobody_hooks_fails_the_test() {
    let kit = Kit::of::<Weather>().start().await;
    let _ = kit.fire::<ToolGate>(&ToolCall::new("time", json!({}))).await;
}

#[tokio::test]
async fn a_configuration_of_nobody_fails_the_start() {
    let error = Kit::of::<Weather>().config("wether", json!({})).try_start().await.unwrap_err().to_string();
    assert!(error.contains("there is no plugin `wether`; did you mean `weather`?"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_clock_of_a_kit_is_set_by_the_test() {
    let morning = SystemTime::UNIX_EPOCH + Duration::from_mins(29_930_970);
    let kit = Kit::of::<Weather>().clock(morning).start().await;
    assert_eq!(kit.cx().now(), morning);
    tokio::time::advance(Duration::from_mins(1)).await;
    assert_eq!(kit.cx().now(), morning + Duration::from_mins(1));
}

#[tokio::test]
async fn without_a_clock_the_time_is_that_of_the_machine() {
    let kit = Kit::of::<Weather>().start().await;
    let before = SystemTime::now();
    let now = kit.cx().now();
    assert!(before <= now && now <= SystemTime::now());
}

#[tokio::test]
async fn a_ruling_is_compared_with_a_verdict() {
    let kit = Kit::of::<PointProbe>().start().await;
    assert_eq!(kit.fire::<ToolGate>(&ToolCall::new("time", json!({}))).await, Verdict::Allow);
}
