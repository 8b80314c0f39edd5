//! The agent for tests of plugins.

use hookwire::plugin;
use hookwire_engine::test::TestAgent;

#[derive(Default)]
struct Weather;

#[plugin(id = "weather")]
impl Weather {
    /// Tells what comes.
    #[tool]
    fn forecast(&self, city: String) -> String {
        city
    }
}

#[tokio::test]
async fn a_script_is_played_through_the_real_engine() {
    let script = "[[scenes]]\non = \"\"\n[[scenes.steps]]\ncalls = [{ tool = \"forecast\", args = { city = \"Oslo\" } }]\n\
                  [[scenes.steps]]\ntext = \"In {result}.\"\n";
    let agent = TestAgent::of::<Weather>(script).await;
    let turn = agent.chat("what comes?").await;
    assert_eq!((turn.results(), turn.text()), (vec!["Oslo"], "In Oslo."));
}
