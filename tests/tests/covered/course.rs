//! The course's plugins: initialised once with a configuration, called before and after everything in the order of their registration. Its
//! exercise: a plugin that intercepts and logs all messages of the agent, and one that misbehaves and cannot bring the host down.

use crate::{DataFolder, asked_with, saying};
use hookwire::points::{Inbound, Message, MessageReceived, MessageSent};
use hookwire::{Cx, plugin};
use hookwire_tests::test_host::TestHost;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// What stands before each message.
    greeting: String,
}

struct Recorder {
    config: Config,
}

#[plugin(id = "recorder")]
impl Recorder {
    #[init]
    fn new(config: Config) -> Self {
        Self { config }
    }

    #[hook("inbound.received")]
    fn before(&self, inbound: &mut Inbound) {
        inbound.text = format!("{} {}", self.config.greeting, inbound.text);
    }

    #[hook("agent.after")]
    fn after(&self, answer: &mut Message) {
        answer.text.push('!');
    }

    #[hook("message.received")]
    fn log_message(&self, message: &MessageReceived, cx: &Cx) {
        cx.info(format!("user: {}", message.text));
    }

    #[hook("message.sent")]
    fn log_reply(&self, reply: &MessageSent, cx: &Cx) {
        cx.info(format!("agent: {}", reply.text));
    }
}

/// Breaks down wherever it is called.
#[derive(Default)]
struct Misbehaved;

#[plugin(id = "misbehaved")]
impl Misbehaved {
    #[hook("message.received")]
    fn receive(&self, _: &MessageReceived) {
        panic!("no");
    }

    #[hook("message.sent")]
    async fn send(&self, _: &MessageSent) {
        panic!("no again");
    }
}

#[tokio::test]
async fn all_messages_pass_a_plugin_and_are_logged_whatever_another_one_does() {
    let folder = DataFolder::new("recorder");
    let config = format!("{}[plugins.recorder]\ngreeting = \"hello,\"", folder.config());
    let setup = saying("fine").plugin::<Recorder>().plugin::<Misbehaved>().config(&config);
    let host = setup.start().await;
    let heard = host.say("how are you?").await;
    TestHost::completed(&heard);
    assert_eq!(asked_with(&host), ["hello, how are you?"]);
    assert_eq!(heard.outcome.response, "fine!");
    let logged: Vec<_> = folder.logged("recorder").into_iter().map(|(_, line)| line).collect();
    assert_eq!(logged, ["user: hello, how are you?", "agent: fine!"]);
    TestHost::completed(&host.say("still there?").await);
    let faults = host.stop().await.at("plugin.fault");
    assert!(!faults.is_empty() && faults.iter().all(|fault| fault["plugin"] == "misbehaved"), "{faults:?}");
}
