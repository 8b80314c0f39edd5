//! Skills: loaded by the model with a tool of the host, and given to it by people with `/skill`.

use crate::{calling, saying};
use hookwire::plugin::{Plugin, SkillDecl};
use hookwire::{Role, plugin};
use hookwire_host::engine::Incoming;
use hookwire_tests::test_host::{Setup, TestHost};
use serde_json::{Value, json};

const TEXT: &str = "Water them on Mondays, never at noon.";

#[derive(Default)]
struct Gardener;

#[plugin(id = "gardener", applies_to = gardens)]
impl Gardener {
    /// When somebody asks about plants.
    #[skill("watering")]
    const WATERING: &str = TEXT;

    /// When somebody wants fruit.
    #[skill("picking")]
    const PICKING: &str = "Twist, do not pull.";
}

/// Stands before `gardener` in no list but that of its name.
#[derive(Default)]
struct Arborist;

#[plugin(id = "arborist")]
impl Arborist {
    /// When somebody has a tree.
    #[skill("zealous-pruning")]
    const PRUNING: &str = "Less is more.";
}

/// Has its skills in files.
#[derive(Default)]
struct Library;

#[plugin(id = "library")]
impl Library {
    #[skill(folder = "fixtures/skills")]
    const SKILLS: () = ();
}

fn gardens(agent: &str, _: Role) -> bool {
    agent != "sailor"
}

fn loading(name: &str) -> Setup {
    calling(&format!("{{ tool = \"load_skill\", args = {{ name = {name:?} }} }}")).plugin::<Gardener>()
}

/// Returns the description of `load_skill` in the first request to the model, if it is offered.
fn offered(host: &TestHost) -> Option<Value> {
    let request = host.log.at("model.before").remove(0);
    let tools = request["tools"].as_array().cloned().unwrap_or_default();
    tools.into_iter().find(|tool| tool["name"] == "load_skill")
}

#[tokio::test]
async fn a_model_reads_of_skills_in_the_tool_and_loads_the_text_of_one() {
    let host = loading("gardener:watering").start().await;
    let heard = host.say("go").await;
    assert_eq!(heard.outcome.response, TEXT);
    let tool = offered(&host).expect("it is offered");
    let description = tool["description"].as_str().unwrap();
    assert!(
        description.ends_with(
            "\n- gardener:picking: When somebody wants fruit.\n- gardener:watering: When somebody asks about plants."
        ),
        "{description}"
    );
    assert_eq!(
        tool["schema"]["properties"]["name"]["enum"],
        json!(["gardener:picking", "gardener:watering"])
    );
    // Until it is loaded, no text of a skill is in a request.
    let requests = host.log.at("model.before");
    let with_text: Vec<_> = requests.iter().map(|request| request.to_string().contains(TEXT)).collect();
    assert_eq!(with_text, [false, true]);
}

#[tokio::test]
async fn loading_a_skill_passes_the_gates_as_every_tool_call_does() {
    let deny = |call: &hookwire::points::ToolCall, _: &_| match &*call.tool {
        "load_skill" => hookwire::Verdict::deny("no schooling"),
        _ => hookwire::Verdict::Allow,
    };
    let host = loading("gardener:watering").gate::<hookwire::points::ToolGate>(deny).start().await;
    let heard = host.say("go").await;
    assert!(heard.outcome.response.contains("no schooling"), "{}", heard.outcome.response);
}

#[tokio::test]
async fn a_skill_that_there_is_not_is_told_with_those_that_there_are() {
    let host = loading("gardener:wintering").start().await;
    let heard = host.say("go").await;
    let result = heard.results()[0];
    assert!(result.contains("\"gardener:picking\"") && result.contains("\"gardener:watering\""), "{result}");
}

#[tokio::test]
async fn skills_are_offered_only_to_agents_that_may_call_the_tool_and_for_whom_their_plugin_works() {
    let nobody_brings_one = calling("{ tool = \"echo\" }").start().await;
    nobody_brings_one.say("go").await;
    assert_eq!(offered(&nobody_brings_one), None);

    let not_allowed = loading("gardener:watering").config("[agents.default]\ntools = [\"echo\"]");
    let not_allowed = not_allowed.start().await;
    let heard = not_allowed.say("go").await;
    assert!(heard.results()[0].contains("there is no tool `load_skill`"), "{:?}", heard.results());
    assert_eq!(offered(&not_allowed), None);

    let not_for_it = loading("gardener:watering").config("[agents.sailor]").start().await;
    let message = Incoming { agent: Some("sailor".into()), ..TestHost::message("go") };
    let heard = not_for_it.send(message).await.unwrap();
    assert!(heard.results()[0].contains("there is no tool `load_skill`"), "{:?}", heard.results());
}

#[tokio::test]
async fn the_skills_of_a_plugin_that_is_switched_off_are_gone() {
    let host = loading("gardener:watering").start().await;
    host.agent().plugins().disable("gardener").await.unwrap();
    let heard = host.say("go").await;
    assert!(heard.results()[0].contains("there is no tool `load_skill`"), "{:?}", heard.results());
}

#[tokio::test]
async fn slash_skill_lists_the_skills() {
    let host = saying("hm").plugin::<Gardener>().start().await;
    let heard = host.say("/skill").await;
    assert_eq!(
        heard.outcome.response,
        "gardener:picking: When somebody wants fruit.\ngardener:watering: When somebody asks about plants."
    );
    let both = saying("hm")
        .plugin::<Gardener>()
        .plugin::<Arborist>()
        .config("[agents.default]\n[agents.sailor]")
        .start()
        .await;
    let names =
        |text: &str| text.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect::<Vec<_>>();
    let all = both.say("/skill").await.outcome.response;
    assert_eq!(names(&all), ["arborist:zealous-pruning", "gardener:picking", "gardener:watering"]);
    let to_sailor = Incoming { agent: Some("sailor".into()), ..TestHost::message("/skill") };
    let of_sailor = both.send(to_sailor).await.unwrap().outcome.response;
    assert_eq!(names(&of_sailor), ["arborist:zealous-pruning"]);
    let host = saying("hm").start().await;
    assert_eq!(host.say("/skill").await.outcome.response, "no plugin of this agent brings a skill");
}

#[tokio::test]
async fn slash_skill_with_a_name_has_the_agent_follow_it() {
    let host = saying("done").plugin::<Gardener>().start().await;
    let heard = host.say("/skill gardener:watering  the roses, please").await;
    assert_eq!(heard.outcome.response, "done");
    let asked = format!("User: Follow the skill `gardener:watering`:\n\n{TEXT}\n\nthe roses, please");
    assert_eq!(host.lines(heard.session()).await, [&*asked, "Assistant: done"]);
    // Without a task the skill stands alone; its own name is enough, as no other skill has it.
    let heard = host.say("/skill picking").await;
    let first = &host.transcript(heard.session()).await[0];
    assert_eq!(first.text, "Follow the skill `picking`:\n\nTwist, do not pull.");
}

#[tokio::test]
async fn slash_skill_with_a_name_that_there_is_not_begins_nothing() {
    let host = saying("done").plugin::<Gardener>().start().await;
    let heard = host.say("/skill gardener:waterin the roses").await;
    assert_eq!(
        heard.outcome.error.as_deref(),
        Some("there is no skill `gardener:waterin`; did you mean `gardener:watering`?")
    );
    assert_eq!(heard.outcome.session, None);
    assert_eq!(host.log.count("model.before"), 0);
}

#[test]
fn the_skills_of_a_folder_are_in_the_manifest_by_name() {
    let skills: Vec<_> = Library::MANIFEST.contributions_of::<SkillDecl>().collect();
    let told: Vec<_> = skills.iter().map(|skill| (skill.name, skill.description, skill.text)).collect();
    assert_eq!(
        told,
        [
            (
                "binding",
                "When somebody wants a book bound: leather, cloth or paper.",
                "# Binding\n\nSew first, then glue."
            ),
            ("lending", "When somebody borrows a book.", "Write down who has it."),
        ]
    );
}

#[tokio::test]
async fn a_skill_of_a_folder_is_loaded_by_the_model_and_by_people() {
    let host = calling("{ tool = \"load_skill\", args = { name = \"library:lending\" } }");
    let host = host.plugin::<Library>().start().await;
    let heard = host.say("go").await;
    assert_eq!(heard.outcome.response, "Write down who has it.");
    let description = offered(&host).expect("it is offered")["description"].as_str().unwrap().to_owned();
    assert!(description.ends_with("\n- library:lending: When somebody borrows a book."), "{description}");
    let host = saying("done").plugin::<Library>().start().await;
    let heard = host.say("/skill library:binding my diary").await;
    let first = &host.transcript(heard.session()).await[0];
    assert_eq!(
        first.text,
        "Follow the skill `library:binding`:\n\n# Binding\n\nSew first, then glue.\n\nmy diary"
    );
}
