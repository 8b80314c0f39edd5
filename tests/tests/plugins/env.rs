//! Environment variables: declared, checked before anything runs, and readable by nobody else.

use hookwire::points::MessageReceived;
use hookwire::test::Kit;
use hookwire::{Cx, Result, plugin};

#[derive(Default)]
struct Keyed;

#[plugin(id = "keyed", env(name = "SERVICE_KEY", description = "the key of the service", secret))]
impl Keyed {
    #[hook("message.received", on_failure = "closed")]
    fn read(&self, message: &MessageReceived, cx: &Cx) -> Result<()> {
        let key = cx.env(&message.text)?;
        cx.info(format!("{} letters, {key:?}", key.expose().len()));
        Ok(())
    }
}

#[tokio::test]
async fn a_declared_variable_can_be_read_and_is_not_printed() {
    let kit = Kit::of::<Keyed>().env("SERVICE_KEY", "swordfish").start().await;
    kit.fire::<MessageReceived>(&MessageReceived::new("SERVICE_KEY")).await.unwrap();
    let line = &kit.logs()[0].message;
    assert!(line.starts_with("9 letters") && !line.contains("swordfish"), "{line}");
}

#[tokio::test]
async fn an_undeclared_variable_is_refused_with_the_cure() {
    let kit = Kit::of::<Keyed>().env("SERVICE_KEY", "x").env("OTHER", "y").start().await;
    let refused = kit.fire::<MessageReceived>(&MessageReceived::new("OTHER")).await.unwrap_err();
    assert!(refused.message().contains("add `env(name = \"OTHER\")` to its `#[plugin(..)]`"), "{refused}");
}

#[tokio::test]
async fn a_plugin_whose_variables_are_not_set_does_not_start() {
    let error = Kit::of::<Keyed>().try_start().await.unwrap_err().to_string();
    let expected = "it needs environment variables that are not set: `SERVICE_KEY` (the key of the service)";
    assert!(error.contains(expected), "{error}");
}

#[derive(Default)]
struct Reader;

#[plugin(id = "reader", capabilities = [env])]
impl Reader {
    #[hook("message.received", on_failure = "closed")]
    fn read(&self, message: &MessageReceived, cx: &Cx) -> Result<()> {
        cx.info(cx.env(&message.text)?.expose());
        Ok(())
    }
}

#[tokio::test]
async fn a_plugin_with_the_capability_reads_any_variable() {
    let kit = Kit::of::<Reader>().env("OTHER", "y").start().await;
    kit.fire::<MessageReceived>(&MessageReceived::new("OTHER")).await.unwrap();
    assert_eq!(kit.logs()[0].message, "y");
    let refused = kit.fire::<MessageReceived>(&MessageReceived::new("MISSING")).await.unwrap_err();
    assert!(refused.message().contains("`MISSING` is not set"), "{refused}");
}
