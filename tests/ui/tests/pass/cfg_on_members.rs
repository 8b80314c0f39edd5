use hookwire::plugin;
use hookwire::plugin::{Plugin, SkillDecl, ToolDecl};
use hookwire::points::{MessageReceived, MessageSent, ToolCall};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[cfg(feature = "two")]
    #[hook("tool.before")]
    fn there(&self, _call: &mut ToolCall) {}

    #[cfg(any())]
    #[hook("message.received")]
    fn gone(&self, _: &NoSuchEvent) {}

    #[hook("message.received")]
    #[cfg(feature = "one")]
    async fn with_a_feature(&self, _: &MessageReceived) {}

    #[cfg(feature = "one")]
    #[hook("message.sent")]
    fn either(&self, _: &MessageSent) {}

    #[cfg(not(feature = "one"))]
    #[hook("message.sent")]
    fn either(&self, _: &MessageSent) {}

    /// Says it.
    #[cfg(feature = "two")]
    #[tool]
    fn echo(&self, text: String) -> String {
        text
    }

    /// Says it in another way.
    #[cfg(any())]
    #[tool]
    fn echo(&self, text: NoSuchType) -> String {
        text
    }

    /// Teaches nothing.
    #[cfg(any())]
    #[skill("nothing")]
    const NOTHING: &str = "";
}

pub(crate) fn main() {
    let hooks: Vec<_> = Audit::MANIFEST.hooks.iter().map(|hook| hook.method).collect();
    assert_eq!(hooks, ["there", "with_a_feature", "either"]);
    assert_eq!(Audit::MANIFEST.contributions_of::<ToolDecl>().count(), 1);
    assert_eq!(Audit::MANIFEST.contributions_of::<SkillDecl>().count(), 0);
    assert_eq!(Audit::MANIFEST.names.len(), 1);
}
