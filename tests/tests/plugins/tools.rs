//! Tools and commands: their schemas, their arguments, and what happens when they fail.

use futures_util::future::pending;
use hookwire::plugin::{CommandDecl, Contribution, Manifest, Plugin, ToolDecl, ToolError, ToolOutput};
use hookwire::test::{Kit, cancel_after};
use hookwire::{Cx, Error, Reply, Result, plugin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::panic::panic_any;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

/// What to book.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
struct Booking {
    /// Where to.
    city: String,
    /// How many nights.
    #[serde(default = "one")]
    nights: u32,
    /// Who comes along.
    #[serde(default)]
    guests: Vec<Guest>,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
struct Guest {
    name: String,
}

fn one() -> u32 {
    1
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("when it was dropped");
    }
}

const OPEN: u8 = 1;
const BROKEN: u8 = 2;

#[derive(Default)]
struct Toolbox {
    line: AtomicU8,
}

#[plugin(id = "toolbox")]
impl Toolbox {
    /// Adds two numbers.
    ///
    /// Both are whole.
    #[tool]
    fn add(
        &self,
        /// The one.
        left: i64,
        /// The other.
        right: i64,
        /// What to call the sum.
        label: Option<String>,
    ) -> String {
        format!("{} = {}", label.unwrap_or_else(|| "sum".into()), left + right)
    }

    /// Books a hotel.
    #[tool]
    async fn book(&self, args: Booking) -> Booking {
        tokio::task::yield_now().await;
        args
    }

    /// Says who asks.
    #[tool(name = "who-am-i", description = "Tells the plugin's own id.")]
    fn who(&self, cx: &Cx) -> &'static str {
        cx.plugin()
    }

    /// Has a raw name, and a raw parameter.
    #[tool]
    fn r#match(&self, r#type: String) -> String {
        r#type
    }

    /// Does not give anything back.
    #[tool]
    fn nothing(&self) {}

    /// Never comes to an end.
    #[tool(timeout = "30s")]
    async fn wait(&self) -> u32 {
        let _bomb = Bomb;
        pending().await
    }

    /// Works while the line is open.
    #[tool(available = "is_open")]
    fn call(&self) -> &'static str {
        "called"
    }

    fn is_open(&self) -> bool {
        match self.line.load(Ordering::Relaxed) {
            OPEN => true,
            BROKEN => panic!("the line is broken"),
            _ => false,
        }
    }

    /// Opens the line, closes it or breaks it.
    #[tool]
    fn switch(&self, line: u8) {
        self.line.store(line, Ordering::Relaxed);
    }

    /// Fails in the way it is told to.
    #[tool]
    async fn fail(&self, how: String) -> Result<u32> {
        match how.as_str() {
            "error" => Err(Error::msg("it did not work out")),
            "panic" => panic!("over and out"),
            "bomb" => panic_any(Bomb),
            "hang" => {
                let _bomb = Bomb;
                pending().await
            }
            _ => Ok(7),
        }
    }

    /// Repeats.
    #[command("/echo")]
    fn echo(&self, args: &str) -> String {
        args.to_owned()
    }

    /// Replies in person.
    #[command("/who")]
    async fn who_command(&self, args: &str, cx: &Cx) -> Result<Reply> {
        tokio::task::yield_now().await;
        Ok(format!("{} {args}", cx.plugin()).into())
    }

    #[command("/fail")]
    async fn fail_command(&self, args: &str) -> Result<&'static str> {
        match args {
            "error" => Err(Error::msg("it did not work out")),
            "panic" => panic!("over and out"),
            "bomb" => panic_any(Bomb),
            "hang" => {
                let _bomb = Bomb;
                pending().await
            }
            _ => Ok("fine"),
        }
    }
}

async fn kit() -> Kit {
    Kit::of::<Toolbox>().start().await
}

fn tool(name: &str) -> &'static ToolDecl {
    Toolbox::MANIFEST.contributions_of::<ToolDecl>().find(|tool| tool.name == name).unwrap()
}

fn schema(name: &str) -> Value {
    tool(name).schema().unwrap().as_value().clone()
}

async fn refused(name: &str, args: Value) -> String {
    let error = kit().await.tool(name, args).await.unwrap_err();
    assert!(matches!(error, ToolError::Arguments { .. }), "{error:?}");
    error.to_string()
}

// ===== Schemas =====

#[test]
fn plain_parameters_make_a_schema() {
    let schema = schema("add");
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["properties"]["left"]["type"], "integer");
    assert_eq!(schema["properties"]["label"]["type"], json!(["string", "null"]));
    assert_eq!(schema["required"], json!(["left", "right"]));
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn plain_parameters_are_described_by_their_doc_comments() {
    let schema = schema("add");
    assert_eq!(schema["properties"]["left"]["description"], "The one.");
    assert_eq!(schema["properties"]["label"]["description"], "What to call the sum.");
}

#[test]
fn a_struct_makes_a_schema_with_the_descriptions_of_its_fields() {
    let schema = schema("book");
    assert_eq!(schema["properties"]["city"], json!({ "type": "string", "description": "Where to." }));
    assert_eq!(schema["properties"]["nights"]["default"], 1);
    assert_eq!(schema["properties"]["guests"]["items"]["$ref"], "#/$defs/Guest");
    assert_eq!(schema["required"], json!(["city"]));
}

#[test]
fn a_tool_is_described_by_its_doc_comment_unless_it_says_otherwise() {
    assert!(tool("add").description.starts_with("Adds two numbers.\n"));
    assert_eq!(tool("who-am-i").description, "Tells the plugin's own id.");
    assert!(tool("add").line > 0);
}

#[test]
fn the_paragraphs_of_a_description_stay_apart() {
    assert_eq!(tool("add").description, "Adds two numbers.\n\nBoth are whole.");
}

#[test]
fn raw_names_lose_their_prefix() {
    assert!(schema("match")["properties"].as_object().unwrap().contains_key("type"));
}

#[test]
fn a_tool_without_parameters_has_a_schema_too() {
    assert_eq!(schema("nothing")["type"], "object");
}

// ===== Calls =====

#[tokio::test]
async fn a_tool_is_called_with_its_typed_arguments() {
    let kit = kit().await;
    let call = async |name, args| kit.tool(name, args).await.unwrap();
    assert_eq!(call("add", json!({ "left": 1, "right": 2 })).await.text(), "sum = 3");
    assert_eq!(call("add", json!({ "left": 1, "right": 2, "label": "x" })).await.text(), "x = 3");
    assert_eq!(call("match", json!({ "type": "raw" })).await.text(), "raw");
    assert_eq!(call("who-am-i", json!({})).await.text(), "toolbox");
    let booked = call("book", json!({ "city": "Oslo", "guests": [{ "name": "Ada" }] })).await;
    assert_eq!(*booked.value(), json!({ "city": "Oslo", "nights": 1, "guests": [{ "name": "Ada" }] }));
    assert_eq!(booked.text(), booked.value().to_string());
    assert_eq!(call("fail", json!({ "how": "not" })).await.text(), "7");
    let nothing = call("nothing", json!({})).await;
    assert_eq!((nothing.text().as_str(), nothing.value()), ("", &Value::Null));
}

#[tokio::test]
async fn arguments_of_a_wrong_type_are_told_with_their_place() {
    assert_eq!(
        refused("add", json!({ "left": "one", "right": 2 })).await,
        "the arguments of `add` do not fit: `left`: \"one\" is not of type \"integer\""
    );
    assert_eq!(
        refused("book", json!({ "city": "Oslo", "guests": [{ "name": "Ada" }, { "name": 7 }] })).await,
        "the arguments of `book` do not fit: `guests[1].name`: 7 is not of type \"string\""
    );
    assert_eq!(
        refused("match", json!({ "type": 1 })).await,
        "the arguments of `match` do not fit: `type`: 1 is not of type \"string\""
    );
}

#[tokio::test]
async fn arguments_that_are_no_object_are_told_to_be_one() {
    for args in [json!(7), json!([]), Value::Null] {
        let text = refused("add", args).await;
        assert_eq!(
            text,
            "the arguments of `add` do not fit: they must be a JSON object, each argument under its name"
        );
    }
}

#[tokio::test]
async fn missing_arguments_are_named() {
    let missing = refused("add", json!({ "left": 1 })).await;
    assert_eq!(missing, "the arguments of `add` do not fit: `right` is missing");
    let nested = refused("book", json!({ "city": "Oslo", "guests": [{}] })).await;
    assert_eq!(nested, "the arguments of `book` do not fit: `guests[0].name` is missing");
}

#[tokio::test]
async fn arguments_that_no_plain_parameter_takes_are_refused() {
    let extra = refused("add", json!({ "left": 1, "right": 2, "third": 3 })).await;
    assert!(extra.contains("there is no argument `third`; there are `left`, `right`, `label`"), "{extra}");
    let none = refused("nothing", json!({ "a": 1 })).await;
    assert!(none.ends_with("do not fit: it takes no arguments"), "{none}");
}

#[tokio::test]
async fn a_tool_or_command_that_does_not_exist_is_an_error() {
    let kit = kit().await;
    assert_eq!(
        kit.tool("ad", json!({})).await.unwrap_err().to_string(),
        "there is no tool `ad`; did you mean `add`?"
    );
    assert_eq!(
        kit.command("/ecko", "").await.unwrap_err().to_string(),
        "there is no command `/ecko`; did you mean `/echo`?"
    );
}

// ===== Failures =====

#[tokio::test]
async fn an_error_of_a_tool_is_its_result() {
    let error = kit().await.tool("fail", json!({ "how": "error" })).await.unwrap_err();
    assert!(matches!(error, ToolError::Failed(_)));
    assert_eq!(error.to_string(), "it did not work out");
}

#[tokio::test]
async fn a_panic_in_a_tool_is_an_error_and_the_tool_works_on() {
    let kit = kit().await;
    let error = kit.tool("fail", json!({ "how": "panic" })).await.unwrap_err();
    assert!(matches!(&error, ToolError::Panicked { tool, .. } if tool == "fail"));
    assert_eq!(error.to_string(), "`fail` panicked: over and out");
    let error = kit.tool("fail", json!({ "how": "bomb" })).await.unwrap_err();
    assert_eq!(error.to_string(), "`fail` panicked: a panic with a payload that is no text");
    assert_eq!(kit.tool("fail", json!({ "how": "not" })).await.unwrap().text(), "7");
}

#[tokio::test]
async fn a_cancelled_tool_that_panics_in_its_drop_harms_nobody_and_its_plugin_is_named() {
    let kit = kit().await;
    assert!(cancel_after(3, kit.tool("fail", json!({ "how": "hang" }))).await.is_none());
    assert!(cancel_after(3, kit.command("/fail", "hang")).await.is_none());
    let faults: Vec<_> = kit.plugins().flush_faults().await.iter().map(ToString::to_string).collect();
    let [tool, command] = &*faults else { panic!("{faults:?}") };
    assert!(tool.starts_with("tool `fail` of `toolbox` ("), "{tool}");
    assert!(command.starts_with("command `fail` of `toolbox` ("), "{command}");
    assert!(
        faults.iter().all(|fault| fault.ends_with("panicked: while it was dropped: when it was dropped"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_tool_is_stopped_when_its_own_time_is_over() {
    let error = kit().await.tool("wait", json!({})).await.unwrap_err();
    assert!(matches!(&error, ToolError::TimedOut { tool, .. } if tool == "wait"), "{error:?}");
    assert_eq!(error.to_string(), "`wait` took longer than 30s and was stopped");
}

#[tokio::test(start_paused = true)]
async fn a_tool_or_command_that_sets_no_time_has_two_minutes() {
    assert_eq!((tool("wait").timeout, tool("fail").timeout), (Some(Duration::from_secs(30)), None));
    let kit = kit().await;
    let error = kit.tool("fail", json!({ "how": "hang" })).await.unwrap_err();
    assert!(matches!(error, ToolError::TimedOut { after: ToolDecl::TIMEOUT, .. }), "{error:?}");
    let error = kit.command("/fail", "hang").await.unwrap_err();
    assert_eq!(error.to_string(), "/fail of `toolbox` took longer than 120s");
}

#[tokio::test]
async fn a_tool_that_is_not_available_is_neither_offered_nor_called() {
    let kit = kit().await;
    let offered = || kit.cx().wired().unwrap().tools().any(|(tool, _)| tool.name == "call");
    assert!(!offered());
    let error = kit.tool("call", json!({})).await.unwrap_err();
    assert_eq!(error.to_string(), "`call` is not available now");
    kit.tool("switch", json!({ "line": OPEN })).await.unwrap();
    assert!(offered());
    assert_eq!(kit.tool("call", json!({})).await.unwrap().text(), "called");
}

#[tokio::test]
async fn a_tool_that_panics_when_asked_is_not_available() {
    let kit = kit().await;
    kit.tool("switch", json!({ "line": BROKEN })).await.unwrap();
    let error = kit.tool("call", json!({})).await.unwrap_err();
    assert!(matches!(&error, ToolError::Unavailable { tool } if tool == "call"), "{error:?}");
    assert!(kit.cx().wired().unwrap().tools().all(|(tool, _)| tool.name != "call"));
}

#[test]
fn a_host_makes_outputs_of_texts_and_of_data() {
    assert_eq!(ToolOutput::new("done").text(), "done");
    assert_eq!(*ToolOutput::new(json!({ "left": 1 })).value(), json!({ "left": 1 }));
}

#[tokio::test]
async fn commands_are_given_the_rest_of_the_line_and_their_cx() {
    let kit = kit().await;
    assert_eq!(kit.command("/echo", "a  b ").await.unwrap().text, "a  b ");
    assert_eq!(kit.command("who", "asks").await.unwrap().text, "toolbox asks");
    let echo = Toolbox::MANIFEST.contributions_of::<CommandDecl>().find(|it| it.name == "echo").unwrap();
    assert_eq!(echo.description, "Repeats.");
}

#[tokio::test]
async fn a_command_fails_as_a_tool_does() {
    let kit = kit().await;
    let said = async |how| kit.command("/fail", how).await.unwrap_err().to_string();
    assert_eq!(said("error").await, "it did not work out");
    assert_eq!(said("panic").await, "/fail of `toolbox` panicked: over and out");
    assert_eq!(said("bomb").await, "/fail of `toolbox` panicked: a panic with a payload that is no text");
    assert_eq!(kit.command("/fail", "").await.unwrap().text, "fine");
}

/// Arguments whose schema is written by hand, and badly.
#[derive(Deserialize)]
struct Unschemed {}

impl JsonSchema for Unschemed {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Unschemed".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        panic!("no schema today")
    }
}

struct Clumsy;

#[plugin(id = "clumsy")]
impl Clumsy {
    #[init]
    fn new(_: Unschemed) -> Self {
        Self
    }

    /// Has a schema that panics.
    #[tool(timeout = "1s")]
    fn stumble(&self, args: Unschemed) {
        let _ = args;
    }
}

#[test]
fn a_schema_that_panics_is_an_error() {
    let manifest: &Manifest = Clumsy::MANIFEST;
    let stumble = manifest.contributions_of::<ToolDecl>().next().unwrap();
    let expected = "the schema of the tool `stumble` cannot be made, as its code panicked: no schema today";
    assert_eq!(stumble.schema().unwrap_err().to_string(), expected);
    assert_eq!(stumble.details()["schema_error"], expected);
    let config = manifest.config_schema().unwrap().unwrap_err().to_string();
    assert!(config.starts_with("the schema of the configuration of `clumsy` cannot be made"), "{config}");
}

#[test]
fn the_operator_decides_for_tools_that_do_not_say_themselves_how_long_they_take() {
    let declares = Clumsy::MANIFEST.contributions_of::<ToolDecl>().next().unwrap();
    let says_nothing = tool("add");
    for operator in [Duration::from_millis(20), Duration::from_mins(9)] {
        assert_eq!(declares.limit(Some(operator)), Duration::from_secs(1));
        assert_eq!(says_nothing.limit(Some(operator)), operator);
    }
    assert_eq!(says_nothing.limit(None), ToolDecl::TIMEOUT);
}

#[test]
fn contributions_are_listed_without_knowing_their_kinds() {
    let titles: Vec<_> = Toolbox::MANIFEST.contributions.iter().map(|it| it.info().title).collect();
    assert!(titles.contains(&"who-am-i".to_owned()) && titles.contains(&"/echo".to_owned()), "{titles:?}");
    let add = Toolbox::MANIFEST.contributions.iter().find(|it| it.name() == "add").unwrap().info();
    assert_eq!((add.kind, add.description), ("tool", "Adds two numbers.\n\nBoth are whole."));
    assert_eq!(add.details["schema"]["properties"]["left"]["description"], "The one.");
    assert_eq!(
        (&add.details["timeout_ms"], &add.details["timeout_declared"]),
        (&json!(120_000), &json!(false))
    );
}

#[tokio::test]
async fn a_contribution_of_any_kind_is_called_by_its_declaration() {
    let kit = kit().await;
    let wiring = kit.cx().wired().unwrap();
    let call = async |name: &str, args: &'static str| {
        let limit = Duration::from_millis(20);
        let called = wiring.call::<CommandDecl>(name, args.to_owned(), limit, kit.cx()).await;
        called.map(|called| called.map(|reply| reply.text).map_err(|error| error.to_string()))
    };
    assert_eq!(call("who", "asks").await, Some(Ok("toolbox asks".into())));
    assert_eq!(call("ecko", "").await, None);
    let panicked = "the command `/fail` of `toolbox` panicked: over and out";
    assert_eq!(call("fail", "panic").await, Some(Err(panicked.into())));
    let hung = "the command `/fail` of `toolbox` took longer than 20ms";
    assert_eq!(call("fail", "hang").await, Some(Err(hung.into())));
}
