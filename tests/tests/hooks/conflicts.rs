//! What cannot be wired is refused before anything runs, all at once, with every place named.

use hookwire::chain::assemble;
use hookwire::model::{Model, Scripted};
use hookwire::plugin::{
    CommandDecl, Contribution, ContributionKind, ContributionName, Manifest, ModelDecl, Plugin, SkillDecl,
    SourceLocation, ToolDecl, ToolSource, ToolSourceDecl, VerbDecl,
};
use hookwire::point::{KindName, Observe, Ordinal, PointInfo};
use hookwire::points::{MessageReceived, MessageSent};
use hookwire::registry::{Conflict, Conflicts, Entry};
use hookwire::{HookPoint, PluginList, Registry, Result, plugin};
use std::sync::Arc;

fn conflicts(plugins: &[&'static Manifest]) -> Conflicts {
    Registry::of(plugins).expect_err("a conflict")
}

/// The only conflict of these plugins, and its text.
fn only(plugins: &[&'static Manifest]) -> (Conflict, String) {
    let conflicts = conflicts(plugins);
    let [conflict] = conflicts.all() else { panic!("{conflicts}") };
    assert_eq!(conflict.to_string(), conflicts.to_string());
    (*conflict, conflicts.to_string())
}

fn place(plugin: &Manifest) -> String {
    plugin.place().to_string()
}

fn at(plugin: &Manifest, line: u32) -> String {
    SourceLocation { file: plugin.file, line }.to_string()
}

/// Takes no part in any conflict.
#[derive(Default)]
struct Peaceful;

#[plugin(id = "peaceful")]
impl Peaceful {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[test]
fn plugins_that_fit_together_are_a_registry() {
    let registry = Registry::of(&[Twins::MANIFEST, Peaceful::MANIFEST]).unwrap();
    let ids: Vec<_> = registry.plugins().iter().map(|plugin| plugin.id).collect();
    assert_eq!(ids, ["peaceful", "twins"]);
}

// ===== Names =====

#[derive(Default)]
struct Twins;

#[plugin(id = "twins")]
impl Twins {
    /// Finds something.
    #[tool]
    fn search(&self) {}

    #[command("/clear")]
    fn reset(&self) -> &'static str {
        "reset"
    }

    /// When something is lost.
    #[skill("searching")]
    const SKILL: &str = "Search.";

    /// Opens models that repeat what they are told.
    #[model("twin")]
    fn open(&self, _name: &str) -> Arc<Scripted> {
        Arc::new(Scripted::echo())
    }
}

#[derive(Default)]
struct OtherTwins;

#[plugin(id = "twins")]
impl OtherTwins {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[derive(Default)]
struct SameTool;

#[plugin(id = "same-tool")]
impl SameTool {
    /// Finds something else.
    #[tool(name = "search")]
    fn look(&self) {}
}

#[derive(Default)]
struct SameCommand;

#[plugin(id = "same-command")]
impl SameCommand {
    #[command("/clear")]
    fn anew(&self) -> &'static str {
        "anew"
    }
}

#[derive(Default)]
struct SameSkill;

#[plugin(id = "same-skill")]
impl SameSkill {
    /// When something else is lost.
    #[skill("searching")]
    const OTHER: &str = "Search elsewhere.";
}

#[derive(Default)]
struct SameModels;

#[plugin(id = "same-models")]
impl SameModels {
    /// Opens others that repeat what they are told.
    #[model("twin")]
    async fn open(&self, _name: &str) -> Result<Arc<dyn Model>> {
        Ok(Arc::new(Scripted::echo()))
    }
}

macro_rules! with_source {
    ($plugin:ident, $id:literal) => {
        #[derive(Default)]
        struct $plugin;

        #[plugin(id = $id)]
        impl $plugin {
            /// What a server has.
            #[tools("server")]
            fn server(&self) -> Result<Arc<dyn ToolSource>> {
                Err("there is none".into())
            }
        }
    };
}

with_source!(OneServer, "one-server");
with_source!(SameServer, "same-server");

#[test]
fn two_sources_of_tools_with_one_name() {
    let (conflict, text) = only(&[OneServer::MANIFEST, SameServer::MANIFEST]);
    assert!(
        matches!(conflict, Conflict::SameName { what: "tool source", name: "server", .. }),
        "{conflict:?}"
    );
    for plugin in [OneServer::MANIFEST, SameServer::MANIFEST] {
        let line = plugin.contributions_of::<ToolSourceDecl>().next().unwrap().line;
        assert!(text.contains(&at(plugin, line)), "{text}");
    }
}

#[test]
fn two_plugins_with_one_id() {
    let (conflict, text) = only(&[Twins::MANIFEST, Peaceful::MANIFEST, OtherTwins::MANIFEST]);
    assert!(matches!(conflict, Conflict::SameId { .. }), "{conflict:?}");
    assert!(text.contains("`twins`"), "{text}");
    for plugin in [Twins::MANIFEST, OtherTwins::MANIFEST] {
        assert!(text.contains(&place(plugin)), "{text}");
    }
}

#[test]
fn one_plugin_listed_twice() {
    let (conflict, text) = only(&[Peaceful::MANIFEST, Peaceful::MANIFEST]);
    assert!(matches!(conflict, Conflict::ListedTwice { .. }), "{conflict:?}");
    assert_eq!(
        text,
        format!("`peaceful` at {} is listed twice; remove one of the two", place(Peaceful::MANIFEST))
    );
}

#[test]
fn two_tools_with_one_name() {
    let (conflict, text) = only(&[SameTool::MANIFEST, Twins::MANIFEST]);
    assert!(matches!(conflict, Conflict::SameName { what: "tool", name: "search", .. }), "{conflict:?}");
    let first =
        at(SameTool::MANIFEST, SameTool::MANIFEST.contributions_of::<ToolDecl>().next().unwrap().line);
    let second = at(Twins::MANIFEST, Twins::MANIFEST.contributions_of::<ToolDecl>().next().unwrap().line);
    let expected = format!(
        "the tool `search` is of `same-tool` at {first} and of `twins` at {second}; rename one of them"
    );
    assert_eq!(text, expected);
}

#[test]
fn two_commands_with_one_name() {
    let (conflict, text) = only(&[SameCommand::MANIFEST, Twins::MANIFEST]);
    assert!(matches!(conflict, Conflict::SameName { what: "command", name: "clear", .. }), "{conflict:?}");
    assert!(
        text.contains(&at(
            SameCommand::MANIFEST,
            SameCommand::MANIFEST.contributions_of::<CommandDecl>().next().unwrap().line
        )),
        "{text}"
    );
    assert!(
        text.contains(&at(
            Twins::MANIFEST,
            Twins::MANIFEST.contributions_of::<CommandDecl>().next().unwrap().line
        )),
        "{text}"
    );
}

#[test]
fn two_skills_with_one_name() {
    let (conflict, text) = only(&[SameSkill::MANIFEST, Twins::MANIFEST]);
    assert!(matches!(conflict, Conflict::SameName { what: "skill", name: "searching", .. }), "{conflict:?}");
    assert!(
        text.contains(&at(
            SameSkill::MANIFEST,
            SameSkill::MANIFEST.contributions_of::<SkillDecl>().next().unwrap().line
        )),
        "{text}"
    );
    assert!(
        text.contains(&at(
            Twins::MANIFEST,
            Twins::MANIFEST.contributions_of::<SkillDecl>().next().unwrap().line
        )),
        "{text}"
    );
}

#[test]
fn two_model_providers_with_one_name() {
    let (conflict, text) = only(&[SameModels::MANIFEST, Twins::MANIFEST]);
    assert!(
        matches!(conflict, Conflict::SameName { what: "model provider", name: "twin", .. }),
        "{conflict:?}"
    );
    assert!(
        text.contains(&at(
            SameModels::MANIFEST,
            SameModels::MANIFEST.contributions_of::<ModelDecl>().next().unwrap().line
        )),
        "{text}"
    );
    assert!(
        text.contains(&at(
            Twins::MANIFEST,
            Twins::MANIFEST.contributions_of::<ModelDecl>().next().unwrap().line
        )),
        "{text}"
    );
}

#[test]
fn a_replaced_plugins_names_are_free() {
    /// Brings the tool, the command and the skill of `twins` in its place.
    #[derive(Default)]
    struct Heir;

    #[plugin(id = "heir", replaces = "twins")]
    impl Heir {
        /// Finds something.
        #[tool]
        fn search(&self) {}

        #[command("/clear")]
        fn reset(&self) -> &'static str {
            "reset"
        }
    }

    let registry = Registry::of(&[Heir::MANIFEST, Twins::MANIFEST]).unwrap();
    assert!(registry.plugin("twins").is_none());
}

/// A tool whose name no attribute would take.
#[derive(Debug)]
struct Imposter(&'static str, u32);

impl Contribution for Imposter {
    fn kind(&self) -> &'static ContributionKind {
        ToolDecl::KIND
    }

    fn name(&self) -> &'static str {
        self.0
    }

    fn description(&self) -> &'static str {
        "Does what it likes."
    }

    fn line(&self) -> u32 {
        self.1
    }
}

const fn name(name: &'static str, line: u32) -> ContributionName {
    ContributionName { kind: ToolDecl::KIND, name, line }
}

#[test]
fn a_tool_that_is_called_as_one_of_the_host() {
    static TOOLS: [&dyn Contribution; 4] = [
        &Imposter("read_result", 1),
        &Imposter("delegate", 2),
        &Imposter("load_skill", 3),
        &Imposter("delegates", 4),
    ];
    static NAMES: [ContributionName; 4] =
        [name("read_result", 1), name("delegate", 2), name("load_skill", 3), name("delegates", 4)];
    static MANIFEST: Manifest =
        Manifest { id: "imposter", contributions: &TOOLS, names: &NAMES, ..*Peaceful::MANIFEST };
    let conflicts = conflicts(&[&MANIFEST]);
    let texts: Vec<_> = conflicts.all().iter().map(Conflict::to_string).collect();
    let expected = [("read_result", 1), ("delegate", 2), ("load_skill", 3)].map(|(name, line)| {
        let place = at(&MANIFEST, line);
        format!("the tool `{name}` of `imposter` at {place} has the name of one of the host's own; rename it")
    });
    assert_eq!(texts, expected);
}

/// Would be `hookwire sessions prune`, where `sessions` is the host's.
#[derive(Default)]
struct Pruner;

#[plugin(id = "sessions")]
impl Pruner {
    /// Removes what is old.
    #[verb("prune")]
    fn prune(&self) -> &'static str {
        "pruned"
    }

    /// Removes everything.
    #[verb("clear")]
    fn clear(&self) -> &'static str {
        "cleared"
    }
}

#[test]
fn verbs_behind_the_name_of_one_of_the_host() {
    let (conflict, text) = only(&[Pruner::MANIFEST]);
    assert!(matches!(conflict, Conflict::ReservedId { what: "verb", .. }), "{conflict:?}");
    let line = Pruner::MANIFEST.contributions_of::<VerbDecl>().next().unwrap().line;
    let place = at(Pruner::MANIFEST, line);
    assert_eq!(
        text,
        format!(
            "the verbs of `sessions` at {place} would stand behind the name of one of the host's own; give the plugin another id"
        )
    );
}

#[test]
fn two_plugins_may_have_verbs_of_one_name() {
    #[derive(Default)]
    struct Gardener;

    #[plugin(id = "gardener")]
    impl Gardener {
        /// Cuts trees.
        #[verb("prune")]
        fn prune(&self) -> &'static str {
            "pruned"
        }
    }

    #[derive(Default)]
    struct Barber;

    #[plugin(id = "barber")]
    impl Barber {
        /// Cuts hair.
        #[verb("prune")]
        fn prune(&self) -> &'static str {
            "pruned"
        }
    }

    assert!(Registry::of(&[Gardener::MANIFEST, Barber::MANIFEST]).is_ok());
}

// ===== Replacements =====

#[derive(Default)]
struct Usurper;

#[plugin(id = "usurper", replaces = "peacful")]
impl Usurper {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[derive(Default)]
struct Rival;

#[plugin(id = "rival", replaces = "peaceful")]
impl Rival {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[derive(Default)]
struct OtherRival;

#[plugin(id = "other-rival", replaces = "peaceful")]
impl OtherRival {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[test]
fn a_plugin_that_replaces_nobody_and_whom_it_probably_meant() {
    let (conflict, text) = only(&[Usurper::MANIFEST, Peaceful::MANIFEST]);
    assert!(matches!(conflict, Conflict::ReplacesNobody { target: "peacful", .. }), "{conflict:?}");
    let expected = format!(
        "`usurper` at {} replaces `peacful`, which is not in this binary; did you mean `peaceful`?",
        place(Usurper::MANIFEST)
    );
    assert_eq!(text, expected);
}

#[test]
fn two_plugins_that_replace_the_same() {
    let (conflict, text) = only(&[Rival::MANIFEST, OtherRival::MANIFEST, Peaceful::MANIFEST]);
    assert!(matches!(conflict, Conflict::ReplacedTwice { target: "peaceful", .. }), "{conflict:?}");
    for plugin in [Rival::MANIFEST, OtherRival::MANIFEST] {
        assert!(text.contains(&place(plugin)), "{text}");
    }
}

#[derive(Default)]
struct Rock;

#[plugin(id = "rock", replaces = "scissors")]
impl Rock {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[derive(Default)]
struct Paper;

#[plugin(id = "paper", replaces = "rock")]
impl Paper {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[derive(Default)]
struct Scissors;

#[plugin(id = "scissors", replaces = "paper")]
impl Scissors {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[test]
fn plugins_that_replace_each_other_in_a_circle() {
    let (conflict, text) = only(&[Rock::MANIFEST, Paper::MANIFEST, Scissors::MANIFEST, Peaceful::MANIFEST]);
    let Conflict::ReplacedInCircle { plugins } = &conflict else { panic!("{conflict:?}") };
    assert_eq!(plugins.iter().count(), 3);
    let (rock, paper, scissors) = (place(Rock::MANIFEST), place(Paper::MANIFEST), place(Scissors::MANIFEST));
    let expected = format!(
        "`paper` at {paper} is replaced by `scissors` at {scissors} is replaced by `rock` at {rock} is replaced by \
         `paper` at {paper}, so none of them would run; drop one `replaces`"
    );
    assert_eq!(text, expected);
}

// ===== Order =====

#[derive(Default)]
struct Lost;

#[plugin(id = "lost")]
impl Lost {
    #[hook("message.received", before = "peacefull")]
    fn received(&self, _: &MessageReceived) {}

    #[hook("message.sent", after = "somebody-else")]
    fn sent(&self, _: &MessageSent) {}
}

#[test]
fn a_neighbour_that_does_not_exist_and_who_was_probably_meant() {
    let conflicts = conflicts(&[Lost::MANIFEST, Peaceful::MANIFEST]);
    let texts: Vec<_> = conflicts.all().iter().map(Conflict::to_string).collect();
    let line = |method| Lost::MANIFEST.hooks.iter().find(|hook| hook.method == method).unwrap().line;
    let (received, sent) = (at(Lost::MANIFEST, line("received")), at(Lost::MANIFEST, line("sent")));
    assert_eq!(
        texts,
        [
            format!(
                "a hook of `lost` at {received} is to run before `peacefull`, but there is no such plugin; \
             did you mean `peaceful`?"
            ),
            format!(
                "a hook of `lost` at {sent} is to run after `somebody-else`, but there is no such plugin; \
             there are `lost`, `peaceful`"
            ),
        ]
    );
}

#[derive(Default)]
struct Hen;

#[plugin(id = "hen")]
impl Hen {
    #[hook("message.received", before = "egg")]
    fn received(&self, _: &MessageReceived) {}
}

#[derive(Default)]
struct Egg;

#[plugin(id = "egg")]
impl Egg {
    #[hook("message.received", before = "hen")]
    fn received(&self, _: &MessageReceived) {}
}

#[test]
fn hooks_that_wait_for_each_other() {
    let (conflict, text) = only(&[Hen::MANIFEST, Peaceful::MANIFEST, Egg::MANIFEST]);
    let Conflict::Cycle { point, hooks } = &conflict else { panic!("{conflict:?}") };
    assert_eq!((*point, hooks.iter().count()), ("message.received", 2));
    let (hen, egg) =
        (at(Hen::MANIFEST, Hen::MANIFEST.hooks[0].line), at(Egg::MANIFEST, Egg::MANIFEST.hooks[0].line));
    assert!(text.contains(&format!("`hen` at {hen}")) && text.contains(&format!("`egg` at {egg}")), "{text}");
    assert!(text.starts_with("the hooks at `message.received` wait for each other: "), "{text}");
    assert!(!text.contains("peaceful"), "{text}");
}

// ===== Points =====

/// A point whose name is taken; made by hand, because in the catalogue it would trouble every test here.
struct Impostor;

static INFO: PointInfo = PointInfo {
    remote: None,
    name: "message.received",
    type_name: "Impostor",
    kind: KindName::Observe,
    event: "String",
    event_info: None,
    outcome: "()",
    outcome_info: None,
    doc: "",
    documentation: "",
    package: "impostor",
    file: "impostor/src/lib.rs",
    line: 42,
    sync: false,
    policy: KindName::Observe.policy(),
    ordinal: &ORDINAL,
    assemble: assemble::<Impostor>,
    sample: None,
};
static ORDINAL: Ordinal = Ordinal::new();

impl HookPoint for Impostor {
    type Kind = Observe;
    type Event = String;
    type Outcome = ();
    const INFO: &'static PointInfo = &INFO;
}

#[derive(Default)]
struct Deceived;

#[plugin(id = "deceived")]
impl Deceived {
    #[hook(Impostor)]
    fn received(&self, _: &String) {}
}

#[test]
fn two_points_with_one_name() {
    let (conflict, text) = only(&[Deceived::MANIFEST, Peaceful::MANIFEST]);
    assert!(matches!(conflict, Conflict::SamePoint { name: "message.received", .. }), "{conflict:?}");
    let real = MessageReceived::INFO;
    assert!(text.contains("impostor/src/lib.rs:42"), "{text}");
    assert!(text.contains(&format!("{}:{}", real.file, real.line)), "{text}");
}

// ===== All of it =====

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let conflicts = conflicts(&[
        Twins::MANIFEST,
        OtherTwins::MANIFEST,
        SameTool::MANIFEST,
        SameSkill::MANIFEST,
        Usurper::MANIFEST,
        Rival::MANIFEST,
        OtherRival::MANIFEST,
        Peaceful::MANIFEST,
        Lost::MANIFEST,
        Hen::MANIFEST,
        Egg::MANIFEST,
        Deceived::MANIFEST,
    ]);
    let count = |wanted: fn(&Conflict) -> bool| conflicts.all().iter().filter(|it| wanted(it)).count();
    assert_eq!(count(|it| matches!(it, Conflict::SameId { .. })), 1);
    assert_eq!(count(|it| matches!(it, Conflict::SameName { .. })), 2);
    assert_eq!(count(|it| matches!(it, Conflict::ReplacesNobody { .. })), 1);
    assert_eq!(count(|it| matches!(it, Conflict::ReplacedTwice { .. })), 1);
    assert_eq!(count(|it| matches!(it, Conflict::UnknownNeighbour { .. })), 2);
    assert_eq!(count(|it| matches!(it, Conflict::Cycle { .. })), 1);
    assert_eq!(count(|it| matches!(it, Conflict::SamePoint { .. })), 1);
    assert_eq!(conflicts.all().len(), 9, "{conflicts}");

    let text = conflicts.to_string();
    assert!(text.starts_with("the plugins cannot live together, for 9 reasons:\n  - "), "{text}");
    assert_eq!(text.lines().count(), 10, "{text}");
}

// ===== Plugins that speak of others =====

#[derive(Default)]
struct Needy;

#[plugin(id = "needy", requires = ["peaceful", "peacful"])]
impl Needy {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[test]
fn a_plugin_that_another_one_requires_has_to_be_there() {
    static ENTRIES: [Entry; 2] = [entry(Needy::MANIFEST, 1), entry(Peaceful::MANIFEST, 2)];
    let (_, text) = only(&[Needy::MANIFEST, Peaceful::MANIFEST]);
    let at = place(Needy::MANIFEST);
    let requires = "requires `peacful`, which is not in this binary; did you mean `peaceful`?";
    assert_eq!(text, format!("`needy` at {at} {requires}"));
    let list = PluginList { entries: &ENTRIES, feature_disabled: &["peacful"], orders: None };
    let requires = "requires `peacful`, whose feature is off; switch it on, or this plugin off";
    assert_eq!(Registry::linked(&list).unwrap_err().to_string(), format!("`needy` at {at} {requires}"));
    assert!(
        Registry::without(&[Needy::MANIFEST, Peaceful::MANIFEST], &["peacful"]).is_ok(),
        "a test of one alone"
    );
}

#[derive(Default)]
struct Loner;

#[plugin(id = "loner", conflicts = ["peaceful", "nobody"])]
impl Loner {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[test]
fn plugins_that_exclude_each_other() {
    let (_, text) = only(&[Peaceful::MANIFEST, Loner::MANIFEST]);
    let (loner, peaceful) = (place(Loner::MANIFEST), place(Peaceful::MANIFEST));
    let says = "it says so in `conflicts`; switch one of them off";
    assert_eq!(
        text,
        format!("`loner` at {loner} cannot be in one binary with `peaceful` at {peaceful}: {says}")
    );
    assert!(Registry::of(&[Loner::MANIFEST]).is_ok());
}

// ===== The list and the linker =====

/// Is in nobody's linker section.
static GHOST: Manifest = Manifest { id: "ghost", ..*Peaceful::MANIFEST };

const fn entry(manifest: &'static Manifest, line: u32) -> Entry {
    Entry { feature: "some", manifest, file: "app/src/main.rs", line }
}

#[test]
fn what_is_listed_and_linked_once_is_taken() {
    static ENTRIES: [Entry; 2] = [entry(Peaceful::MANIFEST, 1), entry(Twice::MANIFEST, 2)];
    let registry = Registry::linked(&PluginList {
        entries: &ENTRIES[..1],
        feature_disabled: &["lost-feature"],
        orders: None,
    })
    .unwrap();
    assert_eq!(registry.plugins().len(), 1);
    assert_eq!(registry.feature_disabled(), ["lost-feature"]);
    let unlisted: Vec<_> = registry.unlisted().iter().map(|plugin| plugin.id).collect();
    assert!(unlisted.contains(&"hen") && !unlisted.contains(&"peaceful"), "{unlisted:?}");
}

#[test]
fn a_plugin_that_is_listed_and_not_linked() {
    static ENTRIES: [Entry; 2] = [entry(Peaceful::MANIFEST, 1), entry(&GHOST, 2)];
    let conflicts =
        Registry::linked(&PluginList { entries: &ENTRIES, feature_disabled: &[], orders: None }).unwrap_err();
    let [conflict] = conflicts.all() else { panic!("{conflicts}") };
    assert!(matches!(conflict, Conflict::NotLinked { .. }), "{conflict:?}");
    let text = conflict.to_string();
    assert!(text.contains("`ghost`") && text.contains("listed at app/src/main.rs:2"), "{text}");
    assert!(text.contains(&place(&GHOST)), "{text}");
}

#[derive(Default)]
struct Twice;

#[plugin(id = "twice")]
impl Twice {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

/// The same once more: what happens if a crate is linked twice.
mod again {
    use hookwire::plugin;
    use hookwire::points::MessageReceived;

    #[derive(Default)]
    struct Twice;

    #[plugin(id = "twice")]
    impl Twice {
        #[hook("message.received")]
        fn received(&self, _: &MessageReceived) {}
    }
}

#[test]
fn a_plugin_that_was_linked_twice() {
    static ENTRIES: [Entry; 1] = [entry(Twice::MANIFEST, 9)];
    let conflicts =
        Registry::linked(&PluginList { entries: &ENTRIES, feature_disabled: &[], orders: None }).unwrap_err();
    let [conflict] = conflicts.all() else { panic!("{conflicts}") };
    assert!(matches!(conflict, Conflict::LinkedAgain { count: 2, .. }), "{conflict:?}");
    assert!(conflict.to_string().contains(&place(Twice::MANIFEST)), "{conflict}");
}

#[test]
fn a_plugin_that_is_listed_twice() {
    static ENTRIES: [Entry; 2] = [entry(Peaceful::MANIFEST, 3), entry(Peaceful::MANIFEST, 8)];
    let conflicts =
        Registry::linked(&PluginList { entries: &ENTRIES, feature_disabled: &[], orders: None }).unwrap_err();
    let [conflict] = conflicts.all() else { panic!("{conflicts}") };
    assert!(matches!(conflict, Conflict::ListedTwice { .. }), "{conflict:?}");
}

#[test]
fn a_neighbour_or_a_replaced_plugin_whose_feature_is_off_is_no_conflict() {
    static ENTRIES: [Entry; 3] =
        [entry(Lost::MANIFEST, 1), entry(Usurper::MANIFEST, 2), entry(Peaceful::MANIFEST, 3)];
    let off = &["peacefull", "somebody-else", "peacful"];
    let registry =
        Registry::linked(&PluginList { entries: &ENTRIES, feature_disabled: off, orders: None }).unwrap();
    assert_eq!(registry.plugins().len(), 3);
}
