//! What `user-memory` remembers is its user's alone, and gone when it is forgotten: on the engine's own store, whatever
//! users do at the same time.

use crate::saying;
use hookwire::cx::{Cancel, Cx, Identity, KvOwner, KvScan, KvSpace, Role};
use hookwire::live::Wiring;
use hookwire::points::{Context, ContextProvide, Message, MessageReceived, MessageRole, TurnPersisted};
use hookwire_host::engine::store::{Memory, Store};
use hookwire_host::store::{Location, open};
use hookwire_tests::test_host::TestHost;
use hookwire_user_memory::UserMemory;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use tokio::runtime::Runtime;

const TENANTS: usize = 20;
/// Users of the same names are in every tenant.
const USERS: usize = 1_000;
/// So many users are at work at the same moment.
const LANES: usize = 8;

/// What a user does; a number chooses which of their facts.
#[derive(Debug, Clone)]
enum Act {
    /// Has the model call the tool.
    Remember(usize),
    /// Asks for it in a message.
    Say(usize),
    /// Begins a turn.
    Recall,
    List,
    Forget(usize),
    ForgetAll,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..4_usize).prop_map(Act::Remember),
        2 => (0..4_usize).prop_map(Act::Say),
        2 => Just(Act::Recall),
        1 => Just(Act::List),
        2 => (0..4_usize).prop_map(Act::Forget),
        1 => Just(Act::ForgetAll),
    ]
}

/// Acts of all users in any order; each user has at least one fact at some time.
fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    let more = vec((0..USERS, act()), 3 * USERS);
    more.prop_map(|more| (0..USERS).map(|user| (user, Act::Remember(0))).chain(more).collect::<Vec<_>>())
        .prop_shuffle()
}

/// One user, and what should be remembered of them, by id.
struct User {
    name: String,
    cx: Cx,
    wiring: Wiring,
    store: Arc<dyn Store>,
    space: KvSpace,
    facts: BTreeMap<u64, String>,
}

impl User {
    fn new(number: usize, host: &TestHost) -> Self {
        let (tenant, user) = (format!("tenant {}", number % TENANTS), format!("user {}", number / TENANTS));
        let mut who = Identity::agent("default", Role::Agent);
        (who.tenant, who.user) = (Some(tenant.clone()), Some(user.clone()));
        let plugins = host.agent().plugins();
        let name = format!("{user} of {tenant}");
        let space = KvSpace { plugin: "user-memory", owner: KvOwner::User { tenant, user } };
        Self {
            name,
            wiring: plugins.wiring("default", Role::Agent),
            cx: plugins.cx(who, Cancel::default(), None),
            store: Arc::clone(&host.store),
            space,
            facts: BTreeMap::new(),
        }
    }

    /// A text that nobody else has.
    fn fact(&self, number: usize) -> String {
        format!("{} has secret {number}", self.name)
    }

    fn expect(&mut self, fact: String) -> u64 {
        if let Some((id, _)) = self.facts.iter().find(|(_, known)| **known == fact) {
            return *id;
        }
        let id = self.facts.last_key_value().map_or(1, |(last, _)| last + 1);
        self.facts.insert(id, fact);
        id
    }

    async fn command(&self, name: &str, args: &str) -> String {
        match self.wiring.command(name, args, &self.cx).await.expect("a command") {
            Ok(reply) => reply.text,
            Err(error) => error.to_string(),
        }
    }

    /// Returns what is in the store, by key.
    async fn rows(&self) -> Vec<(String, Value)> {
        let all = KvScan { prefix: "", after: "", limit: 10_000 };
        self.store.values(&self.space, all, 0).await.expect("values are read")
    }

    async fn act(&mut self, act: Act) -> TestCaseResult {
        match act {
            Act::Remember(number) => {
                let fact = self.fact(number);
                let said = self.wiring.tool("remember", json!({ "fact": fact }), None, &self.cx).await;
                let said = said.expect("a tool").map_err(|error| TestCaseError::fail(error.to_string()))?;
                prop_assert_eq!(said.text(), format!("remembered as {}", self.expect(fact)));
            }
            Act::Say(number) => {
                let fact = self.fact(number);
                let message = MessageReceived::new(format!("Remember that {fact}\nThank you."));
                self.wiring.notify::<MessageReceived>(&message, &self.cx).await;
                self.wiring.notify::<TurnPersisted>(&TurnPersisted::new(1_u64), &self.cx).await;
                self.expect(fact);
            }
            Act::Recall => {
                let context = Context::new(vec![Message::new(MessageRole::User, "which secret?")]);
                let told = self.wiring.fire::<ContextProvide>(&context, &self.cx).await;
                let told = told.map_err(|error| TestCaseError::fail(error.to_string()))?;
                let lines = told.iter().flat_map(|message| message.text.lines().skip(1));
                let facts: Vec<Value> = lines.map(|line| serde_json::from_str(line).expect("JSON")).collect();
                let own = self.facts.iter().map(|(id, fact)| json!({ "id": id, "fact": fact }));
                prop_assert_eq!(facts, own.collect::<Vec<_>>());
            }
            Act::List => {
                let own = self.facts.iter().map(|(id, fact)| format!("{id}: {fact}")).collect::<Vec<_>>();
                let own = if own.is_empty() { "nothing is remembered".into() } else { own.join("\n") };
                prop_assert_eq!(self.command("memory", "").await, own);
            }
            Act::Forget(number) => match self.facts.keys().nth(number).copied() {
                Some(id) => {
                    let fact = self.facts.remove(&id).expect("it is there");
                    prop_assert_eq!(
                        self.command("forget", &id.to_string()).await,
                        format!("forgotten: {fact}")
                    );
                }
                // Others have facts of this number.
                None => {
                    let id = self.facts.last_key_value().map_or(1, |(last, _)| last + 1).to_string();
                    let said = self.command("forget", &id).await;
                    prop_assert!(said.starts_with(&format!("there is no fact `{id}`")), "{said}");
                }
            },
            Act::ForgetAll => self.forget_all().await?,
        }
        Ok(())
    }

    async fn forget_all(&mut self) -> TestCaseResult {
        let count = std::mem::take(&mut self.facts).len();
        let said = self.command("forget", "all").await;
        prop_assert!(said.starts_with(&format!("{count} fact")), "{said}");
        let rows = self.rows().await;
        prop_assert!(rows.is_empty(), "{rows:?}");
        Ok(())
    }

    /// Nothing but the user's own is in the store, and then nothing at all.
    async fn end(mut self) -> TestCaseResult {
        let texts: Vec<_> = self.rows().await.into_iter().map(|(_, row)| row["text"].clone()).collect();
        prop_assert_eq!(texts, self.facts.values().map(|fact| json!(fact)).collect::<Vec<_>>());
        self.forget_all().await
    }
}

/// Has the users of a lane do their acts in order.
async fn run(mut users: BTreeMap<usize, User>, acts: Vec<(usize, Act)>) -> TestCaseResult {
    for (number, act) in acts {
        users.get_mut(&number).expect("a user of this lane").act(act).await?;
    }
    for user in users.into_values() {
        user.end().await?;
    }
    Ok(())
}

async fn run_all(store: Arc<dyn Store>, acts: Vec<(usize, Act)>) -> TestCaseResult {
    let host = saying("hello").plugin::<UserMemory>().store(&store).start().await;
    let mut lanes = Vec::new();
    for lane in 0..LANES {
        let is_here = |number: usize| number % LANES == lane;
        let users =
            (0..USERS).filter(|number| is_here(*number)).map(|number| (number, User::new(number, &host)));
        let acts: Vec<_> = acts.iter().filter(|(number, _)| is_here(*number)).cloned().collect();
        lanes.push(tokio::spawn(run(users.collect(), acts)));
    }
    for lane in lanes {
        lane.await.expect("no panic")?;
    }
    host.stop().await;
    Ok(())
}

/// A failing case is large: it is made smaller a few times only.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, cases, max_shrink_iters: 20, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn a_thousand_users_in_twenty_tenants_have_their_own_facts_in_memory(acts in acts()) {
        Runtime::new().unwrap().block_on(run_all(Arc::new(Memory::default()), acts))?;
    }
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn a_thousand_users_in_twenty_tenants_have_their_own_facts_in_sqlite(acts in acts()) {
        let folder = std::env::temp_dir().join(format!("hookwire-user-memory-{}", uuid::Uuid::now_v7()));
        fs::create_dir_all(&folder).unwrap();
        let outcome = Runtime::new().unwrap().block_on(async {
            let store = open(&Location::Folder(folder.clone())).await.unwrap();
            run_all(store, acts).await
        });
        fs::remove_dir_all(&folder).unwrap();
        outcome?;
    }
}
