//! Hooks that change, hold back, refuse and send back.

use crate::{calling, saying};
use futures_util::FutureExt;
use hookwire::points::{
    AgentAfter, AgentBefore, AnswerReview, ContextProvide, Delta, End, InboundReceived, Message, MessageRole,
    ModelAfter, ModelBefore, ModelDelta, ModelResponse, ModelWrap, RequestIntercept, Review, ToolCall,
    ToolSelect,
};
use hookwire::{Error, Reply, Verdict, plugin};
use hookwire_host::engine::SendError;
use hookwire_tests::test_host::{Setup, TestHost};

fn no<T>(_: &mut T, _: &hookwire::Cx) -> hookwire::Result<()> {
    Err(Error::msg("not on my watch"))
}

#[tokio::test]
async fn a_delta_hook_changes_what_is_shown_and_kept() {
    let shout = |delta: &mut Delta, _: &_| {
        delta.text = delta.text.to_uppercase();
        Ok(())
    };
    let host = saying("be quiet now").edit::<ModelDelta>(shout).start().await;
    let heard = host.say("hello").await;
    assert_eq!((heard.shown(), &*heard.outcome.response), ("BE QUIET NOW".into(), "BE QUIET NOW"));
    assert_eq!(host.lines(heard.session()).await[1], "Assistant: BE QUIET NOW");
}

#[tokio::test]
async fn a_delta_hook_holds_back_and_lets_go_at_the_end() {
    let hold = |delta: &mut Delta, _: &_| {
        delta.text = if delta.last { "all at once".into() } else { String::new() };
        Ok(())
    };
    let host = saying("one by one").edit::<ModelDelta>(hold).start().await;
    let heard = host.say("hello").await;
    assert_eq!((heard.shown(), &*heard.outcome.response), ("all at once".into(), "all at once"));
}

#[tokio::test]
async fn a_delta_hook_stops_the_stream() {
    let stop = |delta: &mut Delta, _: &_| {
        delta.stop = delta.text.contains("secret").then(|| "it tells".into());
        if delta.stop.is_some() {
            delta.text.clear();
        }
        Ok(())
    };
    let host = saying("the secret is out").edit::<ModelDelta>(stop).start().await;
    let heard = host.say("hello").await;
    assert_eq!((heard.shown(), &*heard.outcome.response), ("the ".into(), "the "));
}

#[tokio::test]
async fn a_stopped_answer_calls_no_tools() {
    let stop = |delta: &mut Delta, _: &_| {
        delta.stop = Some("no".into());
        Ok(())
    };
    let host = calling(r#"{ tool = "echo", args = { text = "hi" } }"#).edit::<ModelDelta>(stop).start().await;
    let heard = host.say("hello").await;
    assert_eq!((&*heard.outcome.response, host.log.count("echo")), ("I ", 0));
}

/// What refuses a turn that has begun: the answer says who it was, and the turn ends as it should.
async fn refused(setup: Setup) {
    let host = setup.start().await;
    let heard = host.say("hello").await;
    let error = heard.outcome.error.clone().unwrap_or_default();
    assert_eq!(heard.outcome.end, End::Refused, "{error}");
    assert!(error.contains("`probe`") && error.contains("not on my watch"), "{error}");
    assert_eq!(host.lines(heard.session()).await.len(), 1, "nothing but the message is kept");
    for point in ["request.start", "turn.persisted", "turn.complete", "request.end"] {
        assert_eq!(host.log.count(point), 1, "{point}");
    }
    assert_eq!(host.log.at("request.end")[0]["end"], "refused");
    // The session goes on.
    assert!(host.send(TestHost::reply(heard.session(), "again")).await.is_ok());
}

#[tokio::test]
async fn every_closed_edit_hook_refuses_with_its_plugins_name() {
    refused(saying("hi").edit::<AgentBefore>(no)).await;
    refused(saying("hi").edit::<ToolSelect>(no)).await;
    refused(saying("hi").edit::<ModelBefore>(no)).await;
    refused(saying("hi").edit::<ModelDelta>(no)).await;
    refused(saying("hi").edit::<ModelAfter>(no)).await;
    refused(saying("hi").edit::<AnswerReview>(no)).await;
    refused(saying("hi").edit::<AgentAfter>(no)).await;
    refused(saying("hi").wrap::<ModelWrap>(|_, _| async { Err(Error::msg("not on my watch")) }.boxed()))
        .await;
}

#[tokio::test]
async fn an_inbound_hook_refuses_drops_and_changes() {
    let host = saying("hi").edit::<InboundReceived>(no).start().await;
    let refused = host.send(TestHost::message("hello")).await.unwrap_err();
    assert!(matches!(&refused, SendError::Refused(why) if why.contains("`probe`")), "{refused}");

    let host = saying("{message}").edit::<InboundReceived>(|inbound, _| {
        match &*inbound.text {
            "spam" => inbound.drop_because("spam"),
            _ => inbound.text.push('!'),
        }
        Ok(())
    });
    let host = host.start().await;
    let dropped = host.send(TestHost::message("spam")).await.unwrap_err();
    assert!(matches!(&dropped, SendError::Dropped(why) if why == "spam"), "{dropped}");
    assert_eq!(host.log.count("request.start"), 0);
    assert_eq!(host.say("hello").await.outcome.response, "hello!");
}

#[tokio::test]
async fn a_hook_answers_in_the_agents_place_and_the_model_is_not_asked() {
    let setup = saying("hi")
        .answer::<RequestIntercept>(|request, _| (request.message == "ping").then(|| Reply::from("pong")));
    let host = setup.start().await;
    let heard = host.say("ping").await;
    assert_eq!((heard.outcome.end, &*heard.outcome.response), (End::Intercepted, "pong"));
    assert_eq!((heard.shown(), host.log.count("model.before")), ("pong".into(), 0));
    assert_eq!(host.say("hello").await.outcome.response, "hi");
}

#[tokio::test]
async fn an_answer_in_the_agents_place_may_have_a_status_and_data() {
    let setup = saying("hi").answer::<RequestIntercept>(|request, _| {
        let reply = || Reply::from("no tea").with_status(418).with_data(serde_json::json!({ "pot": 1 }));
        (request.message == "tea").then(reply)
    });
    let host = setup.start().await;
    let outcome = host.say("tea").await.outcome;
    assert_eq!((outcome.status, outcome.data), (Some(418), Some(serde_json::json!({ "pot": 1 }))));
    let outcome = host.say("hello").await.outcome;
    assert_eq!((outcome.status, outcome.data), (None, None));
}

#[tokio::test]
async fn a_wrap_hook_answers_in_the_models_place_and_passes_the_delta_hooks() {
    let setup = saying("hi").wrap::<ModelWrap>(|_, _| {
        async { Ok(ModelResponse::new(Message::new(MessageRole::Assistant, "from the cache"))) }.boxed()
    });
    let shout = |delta: &mut Delta, _: &_| {
        delta.text = delta.text.to_uppercase();
        Ok(())
    };
    let heard = setup.edit::<ModelDelta>(shout).start().await.say("hello").await;
    assert_eq!((heard.shown(), &*heard.outcome.response), ("FROM THE CACHE".into(), "FROM THE CACHE"));
}

#[tokio::test]
async fn a_wrap_hook_that_asks_twice_shows_and_keeps_the_second_answer() {
    let setup = saying("once").wrap::<ModelWrap>(|request, next| {
        async move {
            next.run(request.clone()).await?;
            next.run(request).await
        }
        .boxed()
    });
    let host = setup.start().await;
    let heard = host.say("hello").await;
    assert_eq!((heard.shown(), &*heard.outcome.response), ("once".into(), "once"));
    assert_eq!(host.log.count("model.usage"), 2);
}

#[tokio::test]
async fn what_later_hooks_make_of_an_answer_is_what_is_shown_and_kept() {
    let mend = |response: &mut ModelResponse, _: &_| {
        response.message.text.push_str(", mended");
        Ok(())
    };
    let sign = |message: &mut Message, _: &_| {
        message.text = format!("signed: {}", message.text);
        Ok(())
    };
    let setup =
        saying("hi").edit::<ModelAfter>(mend).edit::<AgentAfter>(sign).edit::<AnswerReview>(|review, _| {
            review.answer.push('!');
            Ok(())
        });
    let host = setup.start().await;
    let heard = host.say("hello").await;
    let answer = "signed: hi, mended!";
    assert_eq!((heard.shown(), &*heard.outcome.response), (answer.into(), answer));
    assert_eq!(host.lines(heard.session()).await[1], format!("Assistant: {answer}"));
    assert_eq!(host.log.at("turn.complete")[0]["response"], answer);
}

#[tokio::test]
async fn a_review_sends_back_until_it_is_content() {
    let setup = Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"bad\" }, { text = \"good\" }]");
    let picky = |review: &mut Review, _: &_| {
        if review.answer == "bad" {
            review.send_back("too bad");
        }
        Ok(())
    };
    let host = setup.edit::<AnswerReview>(picky).start().await;
    let heard = host.say("hello").await;
    assert_eq!((heard.shown(), &*heard.outcome.response), ("good".into(), "good"));
    let rounds: Vec<_> = host.log.at("answer.review").iter().map(|it| it["rounds"].as_u64()).collect();
    assert_eq!(rounds, [Some(0), Some(1)]);
    assert!(host.log.at("model.before")[1]["messages"].to_string().contains("too bad"));
    assert_eq!(host.lines(heard.session()).await, ["User: hello", "Assistant: good"]);
}

#[tokio::test]
async fn a_review_that_is_never_content_comes_to_an_end() {
    let picky = |review: &mut Review, _: &_| {
        review.send_back("no");
        Ok(())
    };
    let setup = saying("hi").edit::<AnswerReview>(picky).config("[agents.default.limits]\nreviews = 1");
    let host = setup.start().await;
    let heard = host.say("hello").await;
    assert_eq!(heard.outcome.end, End::Limited);
    assert!(heard.outcome.error.unwrap().contains("limits.reviews"));
    assert_eq!(host.log.count("answer.review"), 2);
}

#[tokio::test]
async fn what_hooks_add_reaches_the_model_before_the_message() {
    let setup = saying("hi")
        .collect::<ContextProvide>(|_, _| vec![Message::new(MessageRole::System, "it is Monday")])
        .edit::<AgentBefore>(|state, _| {
            state.system = "Be brief.".into();
            Ok(())
        })
        .edit::<ModelBefore>(|request, _| {
            request.parameters.insert("temperature".into(), 0.into());
            Ok(())
        });
    let host = setup.start().await;
    host.say("hello").await;
    let request = &host.log.at("model.wrap")[0];
    assert_eq!((&request["system"], &request["parameters"]["temperature"]), (&"Be brief.".into(), &0.into()));
    assert_eq!(request["messages"][0]["text"], "it is Monday");
    assert_eq!(request["messages"][1]["text"], "hello");
}

/// A gate that never decides.
#[derive(Default)]
struct Ditherer;

#[plugin(id = "ditherer")]
impl Ditherer {
    #[hook("tool.gate", timeout = "1h")]
    async fn decide(&self, _: &ToolCall) -> Verdict {
        std::future::pending().await
    }
}

#[tokio::test]
async fn the_operator_decides_how_long_a_hook_may_take_and_what_its_failure_does() {
    for (policy, result) in [("closed", "denied by `ditherer`"), ("open", "hello")] {
        let table = "[hooks.ditherer.\"tool.gate\"]\ntimeout = \"20ms\"";
        let config = format!("{table}\non_failure = {policy:?}");
        let setup = calling("{ tool = \"echo\", args = { text = \"hello\" } }");
        let host = setup.plugin::<Ditherer>().config(&config).start().await;
        let heard = host.say("go").await;
        assert!(heard.results()[0].contains(result), "{policy}: {:?}", heard.results());
        let fault = host.log.at("plugin.fault").remove(0);
        assert!(fault.to_string().contains("20ms"), "{fault}");
    }
}
