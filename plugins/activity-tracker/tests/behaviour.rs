//! Tests of what `activity-tracker` records, who sees it, and what its store has of it.

use hookwire::cx::{Identity, Role};
use hookwire::points::{
    End, MessageReceived, Request, RequestEnd, RequestStart, SessionEnd, SessionStart, ToolCall, ToolReport,
    ToolTrace, TurnComplete,
};
use hookwire::test::{Kit, Setup};
use hookwire_activity_tracker::ActivityTracker;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

fn user(tenant: &str, user: &str) -> Identity {
    let mut who = Identity::agent("default", Role::Agent);
    (who.tenant, who.user) = (Some(tenant.to_owned()), Some(user.to_owned()));
    (who.request, who.turn) = (Some(format!("request of {tenant} {user}")), Some(3));
    who
}

fn admin() -> Identity {
    let mut who = user("local", "root");
    who.admin = true;
    who
}

fn setup(config: Value) -> Setup {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let setup = Kit::of::<ActivityTracker>().config("activity-tracker", config);
    setup.clock(time).identity(user("acme", "ann"))
}

async fn begin(kit: &Kit) {
    kit.fire::<RequestStart>(&Request::new("hello")).await.unwrap();
    kit.fire::<MessageReceived>(&MessageReceived::new("hello")).await.unwrap();
}

async fn end(kit: &Kit, tools: Vec<ToolTrace>) {
    let mut turn = TurnComplete::new("a secret answer", End::Completed);
    (turn.tools, turn.duration_ms) = (tools, 1200);
    kit.fire::<TurnComplete>(&turn).await.unwrap();
    kit.fire::<RequestEnd>(&RequestEnd::new(End::Completed)).await.unwrap();
}

async fn shown(kit: &Kit, args: &str) -> Vec<String> {
    let text = kit.command("/activity", args).await.unwrap().text;
    text.lines().map(str::to_owned).collect()
}

/// Returns the values of the plugin in the store, as JSON.
async fn stored(kit: &Kit) -> Vec<String> {
    let found = kit.cx_of("activity-tracker").kv().scan::<Value>("", "", 500).await.unwrap();
    found.into_iter().map(|(_, value)| value.to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_turn_is_recorded_from_its_session_to_its_end_with_its_tools() {
    let kit = setup(json!({})).start().await;
    kit.fire::<SessionStart>(&SessionStart::new("s")).await.unwrap();
    begin(&kit).await;
    tokio::time::advance(Duration::from_mins(2)).await;
    let call = |tool: &str| ToolReport::new(ToolCall::new(tool, json!({ "path": "/secret" })), "secret");
    let mut failed = ToolTrace::new(call("write"));
    failed.report.is_error = true;
    failed.duration_ms = 7;
    end(&kit, vec![ToolTrace::new(call("read")), failed]).await;
    kit.fire::<SessionEnd>(&SessionEnd::new("s")).await.unwrap();
    let expected = [
        "working on 0; of late, turns: 1, tool calls: 2",
        "just now  ann (acme): a session ended",
        "just now  ann (acme): turn 3 ended: completed, 1200 ms",
        "just now  ann (acme): tool `write` failed: 7 ms",
        "just now  ann (acme): tool `read`: 0 ms",
        "2 minutes ago  ann (acme): turn 3 began",
        "2 minutes ago  ann (acme): a session began",
    ];
    assert_eq!(shown(&kit, "").await, expected);
    assert_eq!(shown(&kit, "2").await, expected[..3]);
    kit.plugins().stop().await;
    assert!(!stored(&kit).await.concat().contains("secret"));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_expired_is_told_from_one_that_was_closed() {
    let kit = setup(json!({})).start().await;
    let mut expired = SessionEnd::new("s");
    expired.expired = true;
    kit.fire::<SessionEnd>(&expired).await.unwrap();
    assert_eq!(shown(&kit, "").await[1..], ["just now  ann (acme): a session expired"]);
}

#[tokio::test(start_paused = true)]
async fn requests_are_marked_while_they_are_worked_on() {
    let kit = setup(json!({})).start().await;
    let mut asking = user("acme", "ann");
    asking.request = Some("of the command".into());
    let asking = kit.with_identity(asking);
    let working = async || shown(&asking, "").await.remove(0);
    begin(&kit).await;
    asking.fire::<RequestStart>(&Request::new("/activity")).await.unwrap();
    assert_eq!(working().await, "working on 1; of late, turns: 0, tool calls: 0");
    end(&kit, Vec::new()).await;
    assert_eq!(working().await, "working on 0; of late, turns: 1, tool calls: 0");
}

#[tokio::test(start_paused = true)]
async fn everybody_sees_their_own_activities_and_admins_those_of_all() {
    let kit = setup(json!({})).start().await;
    for (tenant, name) in [("acme", "ann"), ("globex", "ann"), ("acme", "bob")] {
        begin(&kit.with_identity(user(tenant, name))).await;
    }
    let first = "working on 1; of late, turns: 0, tool calls: 0";
    let mut asking = user("acme", "ann");
    asking.request = None;
    assert_eq!(shown(&kit.with_identity(asking), "").await, [first, "just now  ann (acme): turn 3 began"]);
    let nobody = Identity::agent("default", Role::Agent);
    assert_eq!(shown(&kit.with_identity(nobody), "").await.len(), 1);
    let all = shown(&kit.with_identity(admin()), "").await;
    assert_eq!(all[0], "working on 3; of late, turns: 0, tool calls: 0");
    assert_eq!(all.len(), 4, "{all:?}");
}

#[tokio::test(start_paused = true)]
async fn the_store_is_written_by_a_task_and_at_the_stop() {
    let kit = setup(json!({ "flush_secs": 60 })).start().await;
    assert_eq!(kit.tasks(), ["write activities"]);
    begin(&kit).await;
    tokio::time::sleep(Duration::from_secs(59)).await;
    assert_eq!(stored(&kit).await.len(), 0);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(stored(&kit).await.len(), 1);
    end(&kit, Vec::new()).await;
    assert!(kit.plugins().stop().await.is_empty());
    assert_eq!((stored(&kit).await.len(), kit.tasks().len()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_start_has_stored_is_there_again() {
    let mut kit = setup(json!({})).start().await;
    begin(&kit).await;
    end(&kit, Vec::new()).await;
    kit.plugins().disable("activity-tracker").await.unwrap();
    kit.plugins().enable("activity-tracker").await.unwrap();
    kit.renew();
    begin(&kit).await;
    let lines = shown(&kit, "").await;
    let ends = ["turn 3 began", "turn 3 ended: completed, 1200 ms", "turn 3 began"];
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(lines[1..].iter().zip(ends).all(|(line, end)| line.ends_with(end)), "{lines:?}");
}

#[tokio::test(start_paused = true)]
async fn only_so_many_activities_are_kept_in_memory_and_in_the_store() {
    let kit = setup(json!({ "keep": 3 })).start().await;
    for _ in 0..3 {
        for _ in 0..4 {
            begin(&kit).await;
        }
        tokio::time::sleep(Duration::from_secs(6)).await;
        assert_eq!(shown(&kit, "").await.len(), 1 + 3);
    }
    begin(&kit).await;
    kit.plugins().stop().await;
    assert_eq!(stored(&kit).await.len(), 3);
    let refused = setup(json!({ "keep": 5_001 })).try_start().await.unwrap_err().to_string();
    assert!(refused.contains("`keep` is 5001, and there is room for 5000 activities"), "{refused}");
    let refused = setup(json!({ "flush_secs": 0 })).try_start().await.unwrap_err().to_string();
    assert!(refused.contains("`flush_secs` is 0"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn values_that_are_no_activities_any_more_are_removed() {
    let mut kit = setup(json!({})).start().await;
    kit.cx_of("activity-tracker").kv().set("old", &json!({ "of": "another version" })).await.unwrap();
    kit.plugins().disable("activity-tracker").await.unwrap();
    kit.plugins().enable("activity-tracker").await.unwrap();
    kit.renew();
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(stored(&kit).await, [""; 0]);
}
