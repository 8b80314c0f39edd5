//! Flowly's examples, in one plugin: a tool `weather`, a hook that blocks writes to `/etc/`, a command `/ping`, a skill `onboard` that is
//! loaded on demand, and a hook at the end of a session.

use hookwire::points::{SessionEnd, ToolCall};
use hookwire::{Cx, Verdict, plugin};
use hookwire_tests::test_host::{Setup, TestHost};

const SCRIPT: &str = r#"
[[scenes]]
on = "weather"
steps = [{ calls = [{ tool = "weather", args = { city = "Oslo" } }] }, { text = "{result}" }]
[[scenes]]
on = "passwd"
steps = [{ calls = [{ tool = "write_file", args = { path = "/etc/passwd" } }] }, { text = "{result}" }]
[[scenes]]
on = "notes"
steps = [{ calls = [{ tool = "write_file", args = { path = "notes.txt" } }] }, { text = "{result}" }]
[[scenes]]
on = "onboard"
steps = [{ calls = [{ tool = "load_skill", args = { name = "my-plugin:onboard" } }] }, { text = "{result}" }]
"#;

#[derive(Default)]
struct MyPlugin;

#[plugin(id = "my-plugin")]
impl MyPlugin {
    /// Looks up the weather of a city.
    #[tool]
    fn weather(&self, city: String) -> String {
        format!("{city}: rain")
    }

    /// Says where it would have written.
    #[tool]
    fn write_file(&self, path: String) -> String {
        format!("wrote {path}")
    }

    #[hook("tool.gate")]
    fn keep_etc(&self, call: &ToolCall) -> Verdict {
        match call.args["path"].as_str() {
            Some(path) if path.starts_with("/etc/") => Verdict::deny("writes to /etc/ are not allowed"),
            _ => Verdict::Allow,
        }
    }

    /// Answers, to see how long that takes.
    #[command("/ping")]
    fn ping(&self, args: &str) -> String {
        format!("pong {args}").trim_end().into()
    }

    /// How to show somebody around who is new here.
    #[skill("onboard")]
    const ONBOARD: &str = "Begin with the kitchen.";

    #[hook("session.end")]
    fn say_good_bye(&self, _: &SessionEnd, cx: &Cx) {
        cx.info("good-bye");
    }
}

#[tokio::test]
async fn a_plugin_brings_a_tool_a_block_a_command_and_a_skill() {
    let host = Setup::new(SCRIPT).plugin::<MyPlugin>().start().await;
    let answers = async |text: &str| {
        let heard = host.say(text).await;
        TestHost::completed(&heard);
        heard.outcome.response
    };
    assert_eq!(answers("weather").await, "Oslo: rain");
    let blocked = answers("passwd").await;
    assert!(blocked.contains("writes to /etc/ are not allowed"), "{blocked}");
    assert_eq!(answers("notes").await, "wrote notes.txt");
    let skill = answers("onboard").await;
    assert!(skill.contains("Begin with the kitchen."), "{skill}");

    for (command, pong) in [("/ping", "pong"), ("/ping now", "pong now")] {
        let asked = host.log.count("model.before");
        let heard = host.say(command).await;
        assert_eq!((&*heard.outcome.response, heard.outcome.error), (pong, None));
        assert_eq!(host.log.count("model.before"), asked, "no model is asked");
    }
    let system = host.log.at("model.before")[0]["system"].to_string();
    assert!(!system.contains("onboard"), "a skill is not in the instructions: {system}");
}

#[tokio::test]
async fn a_plugin_hears_of_the_end_of_a_session() {
    let folder = crate::DataFolder::new("session-end");
    let host = Setup::new(SCRIPT).plugin::<MyPlugin>().config(&folder.config()).start().await;
    let session = host.say("weather").await.session().to_owned();
    assert!(folder.logged("my-plugin").is_empty(), "a turn's end is not its session's");
    host.send(TestHost::reply(&session, "/new")).await.unwrap();
    assert_eq!(folder.logged("my-plugin").len(), 1);
}
