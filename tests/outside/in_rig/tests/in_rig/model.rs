//! What hooks do to the model of an agent.

use crate::{Ran, agent, asked, commands, hooks, running};
use futures::StreamExt;
use hookwire::points::{Message, MessageRole, ModelRequest, ModelResponse, ModelWrap};
use hookwire::{Next, Plugin, Result, plugin};
use rig_agent::agent::MultiTurnStreamItem;
use rig_core::message;
use rig_core::test_utils::{MockCompletionModel, MockTurn};
use serde_json::json;

/// Changes what models are asked and answer.
#[derive(Default)]
struct Translator;

#[plugin(id = "translator", unlinked)]
impl Translator {
    #[hook("model.before")]
    fn ask(&self, request: &mut ModelRequest) {
        request.system.push_str(" Use English.");
        request.messages[0].text = "hello".into();
        request.tools.retain(|tool| tool.name == "read_file");
        request.parameters.insert("temperature".into(), json!(0.5));
        request.parameters.insert("seed".into(), json!(7));
    }

    #[hook("model.after")]
    fn answer(&self, response: &mut ModelResponse) {
        response.message.text = response.message.text.to_uppercase();
        response.message.calls.retain(|call| call.tool == "read_file");
    }
}

/// Answers by itself.
#[derive(Default)]
struct Cache;

#[plugin(id = "cache", unlinked)]
impl Cache {
    #[hook("model.wrap")]
    async fn wrap(&self, _: ModelRequest, _: Next<'_, ModelWrap>) -> Result<ModelResponse> {
        Ok(ModelResponse::new(Message::new(MessageRole::Assistant, "as before")))
    }
}

/// Adds a message to what models are asked.
#[derive(Default)]
struct Adding;

#[plugin(id = "adding", unlinked)]
impl Adding {
    #[hook("model.before")]
    fn ask(&self, request: &mut ModelRequest) {
        request.messages.push(Message::new(MessageRole::System, "it rains"));
    }
}

/// Refuses every request.
#[derive(Default)]
struct Closed;

#[plugin(id = "closed", unlinked)]
impl Closed {
    #[hook("model.before")]
    fn ask(&self, _: &mut ModelRequest) -> Result<()> {
        Err("not at night".into())
    }
}

#[tokio::test]
async fn a_hook_changes_texts_tools_and_parameters_of_a_request() {
    let model = MockCompletionModel::text("hi");
    agent(&hooks(&[Translator::MANIFEST]).await, &model, &Ran::default()).prompt("bonjour").await.unwrap();
    let request = &model.requests()[0];
    let history = json!(request.chat_history);
    assert_eq!(history[0]["content"], "You tidy up. Use English.");
    assert_eq!(history[1]["content"][0]["text"], "hello");
    assert_eq!(request.tools.iter().map(|tool| tool.name.as_str()).collect::<Vec<_>>(), ["read_file"]);
    assert_eq!(request.temperature, Some(0.5));
    assert_eq!(request.additional_params, Some(json!({ "seed": 7 })));
}

#[tokio::test]
async fn a_hook_changes_the_text_and_the_calls_of_an_answer() {
    let model = MockCompletionModel::text("hi");
    let hooks = hooks(&[Translator::MANIFEST]).await;
    let answer = agent(&hooks, &model, &Ran::default()).prompt("bonjour").await.unwrap();
    assert_eq!(answer.output(), "HI");
    let ran = Ran::default();
    let answer = agent(&hooks, &running("ls"), &ran).prompt("bonjour").await.unwrap();
    assert_eq!((answer.output(), commands(&ran)), (String::new(), Vec::new()));
}

#[tokio::test]
async fn a_streamed_run_passes_the_hooks_too() {
    let model = MockCompletionModel::text("hi");
    let hooks = hooks(&[Translator::MANIFEST]).await;
    let items = agent(&hooks, &model, &Ran::default()).prompt("bonjour").stream().collect::<Vec<_>>().await;
    let last = items.into_iter().last().unwrap().unwrap();
    assert!(matches!(last, MultiTurnStreamItem::FinalResponse(answer) if answer.output() == "HI"));
    assert!(!asked(&model).contains("bonjour"));
}

#[tokio::test]
async fn a_hook_that_answers_by_itself_keeps_the_model_from_being_asked() {
    let model = MockCompletionModel::text("hi");
    let answer = agent(&hooks(&[Cache::MANIFEST]).await, &model, &Ran::default()).prompt("hello").await;
    assert_eq!(answer.unwrap().output(), "as before");
    assert_eq!(model.request_count(), 0);
}

#[tokio::test]
async fn what_the_bridge_cannot_carry_is_an_error_and_the_model_is_not_asked() {
    let model = MockCompletionModel::text("hi");
    let answer = agent(&hooks(&[Adding::MANIFEST]).await, &model, &Ran::default()).prompt("hello").await;
    let error = answer.unwrap_err().to_string();
    assert!(error.contains("here it can change texts only"), "{error}");
    assert_eq!(asked(&model), "");
}

#[tokio::test]
async fn a_request_that_a_hook_refuses_ends_the_run_and_the_model_is_not_asked() {
    let model = MockCompletionModel::text("hi");
    let answer = agent(&hooks(&[Closed::MANIFEST]).await, &model, &Ran::default()).prompt("hello").await;
    let error = answer.unwrap_err().to_string();
    assert!(error.contains("not at night"), "{error}");
    assert_eq!(model.request_count(), 0);
}

#[tokio::test]
async fn a_question_stays_one_where_the_instructions_are_empty() {
    let hooks = hooks(&[]).await;
    let model = MockCompletionModel::from_turns([MockTurn::text("done")]);
    let agent = hooks.agent(model.clone()).preamble("").build();
    agent.prompt("what is here?").await.unwrap();
    let history = model.requests().remove(0).chat_history;
    assert_eq!(json!(history.last()), json!(message::Message::user("what is here?")), "{history:?}");
}

/// Sets a limit to what is none.
#[derive(Default)]
struct Unlimited;

#[plugin(id = "unlimited", unlinked)]
impl Unlimited {
    #[hook("model.before")]
    fn ask(&self, request: &mut ModelRequest) {
        request.parameters.insert("max_tokens".into(), json!("many"));
    }
}

#[tokio::test]
async fn a_limit_that_cannot_be_read_is_an_error_and_is_not_lost() {
    let hooks = hooks(&[Unlimited::MANIFEST]).await;
    let model = MockCompletionModel::from_turns([MockTurn::text("done")]);
    let error = hooks.agent(model.clone()).build().prompt("what is here?").await.unwrap_err();
    assert!(error.to_string().contains("a hook has set `max_tokens` to \"many\""), "{error}");
    assert!(model.requests().is_empty());
}
