//! The agent for tests of plugins.

use hookwire::live::Settings;
use hookwire::test::FakeClock;
use hookwire::{Cx, Plugin, plugin};
use hookwire_engine::options::EngineOptions;
use hookwire_engine::test::TestAgent;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

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

#[derive(Default)]
struct Century;

#[plugin(id = "century")]
impl Century {
    /// Tells the century.
    #[tool]
    fn century(&self, cx: &Cx) -> String {
        let years = cx.now().duration_since(UNIX_EPOCH).unwrap().as_secs() / (365 * 24 * 3600) + 1970;
        format!("{}", years / 100 + 1)
    }
}

#[tokio::test]
async fn plugins_in_a_turn_read_the_clock_that_the_test_has_set() {
    let script = "[[scenes]]\non = \"\"\n[[scenes.steps]]\ncalls = [{ tool = \"century\", args = {} }]\n\
                  [[scenes.steps]]\ntext = \"It is the {result}th.\"\n";
    let clock = FakeClock::new(UNIX_EPOCH + Duration::from_hours(200 * 366 * 24));
    let options = EngineOptions { clock: Some(Arc::new(clock)), ..EngineOptions::default() };
    let agent = TestAgent::start_with(&[Century::MANIFEST], Settings::default(), script, options).await;
    assert_eq!(agent.chat("which century is it?").await.text(), "It is the 22th.");
}
