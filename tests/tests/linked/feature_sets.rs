//! An app of a hundred plugins, with thirty sets of features of which each has one mistake: `cargo check` has one error,
//! on the entry that is wrong.

use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const PLUGINS: usize = 100;

/// A set of features with a mistake.
struct Mistaken {
    /// The plugins that are off.
    off: Vec<usize>,
    /// The plugin whose entry is wrong.
    wrong: usize,
    says: String,
}

/// Returns how each plugin differs from a plain one: arguments of `#[plugin]`, of its hook, and its tool.
fn oddities(index: usize) -> (String, String, String) {
    let (mut plugin, mut hook, mut tool) =
        (format!("id = \"p{index}\""), String::new(), format!("tool_{index}"));
    match index {
        0..6 => _ = write!(plugin, ", requires = [\"p{}\"]", index + 6),
        12..18 => _ = write!(plugin, ", conflicts = [\"p{}\"]", index + 6),
        24..30 => tool = format!("shared_{index}"),
        30..36 => tool = format!("shared_{}", index - 6),
        36..40 => hook = format!(", before = \"p{}\"", index + 4),
        40..44 => hook = format!(", before = \"p{}\"", index - 4),
        44..48 => plugin = format!("id = \"twin-{index}\""),
        48..52 => plugin = format!("id = \"twin-{}\"", index - 4),
        52..=55 => plugin.push_str(", replaces = \"p56\""),
        57 | 58 => _ = write!(plugin, ", after = \"p{}\"", 115 - index),
        _ => {}
    }
    (plugin, hook, tool)
}

/// Pairs of plugins that do not go together: the first, the second, whose entry is wrong, and what is said.
fn pairs() -> Vec<(usize, usize, usize, String)> {
    let mut pairs = Vec::new();
    pairs.extend((12..18).map(|it| (it, it + 6, it, format!("cannot be in one binary with `p{}`", it + 6))));
    pairs.extend((24..30).map(|it| (it, it + 6, it + 6, format!("the tool `shared_{it}` is of"))));
    pairs.extend((36..40).map(|it| (it, it + 4, it + 4, "wait for each other".into())));
    pairs.extend((44..48).map(|it| (it, it + 4, it + 4, "two plugins have the id".into())));
    pairs.extend((52..55).map(|it| (it, it + 1, it + 1, "both replace `p56`".into())));
    pairs.push((57, 58, 58, "can start first".into()));
    pairs
}

fn sets() -> Vec<Mistaken> {
    // One of each pair is off, so that nothing is wrong.
    let harmless: Vec<_> = pairs().into_iter().map(|(first, _, _, _)| first).chain([55]).collect();
    let missing = (0..6).map(|wrong| Mistaken {
        off: harmless.iter().copied().chain([wrong + 6]).collect(),
        wrong,
        says: format!("requires `p{}`", wrong + 6),
    });
    let conflicting = pairs().into_iter().map(|(first, second, wrong, says)| Mistaken {
        off: harmless.iter().copied().filter(|it| ![first, second].contains(it)).collect(),
        wrong,
        says,
    });
    missing.chain(conflicting).collect()
}

fn write() -> PathBuf {
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("feature-sets");
    let core = super::slim::root().join("core");
    let (mut features, mut list) = (String::new(), String::new());
    let mut plugins = String::from("use hookwire::plugin;\nuse hookwire::points::ToolCall;\n");
    for index in 0..PLUGINS {
        let (plugin, hook, tool) = oddities(index);
        let _ = write!(
            plugins,
            "\n#[derive(Default)]\npub struct P{index};\n\n#[plugin({plugin})]\nimpl P{index} {{\n    \
             #[hook(\"tool.before\"{hook})]\n    fn before(&self, _: &mut ToolCall) {{}}\n\n    \
             /// Tool {index}.\n    #[tool(name = \"{tool}\")]\n    fn tool(&self) {{}}\n}}\n"
        );
        let _ = writeln!(list, "        \"p{index}\" => plugins::P{index},");
        let _ = writeln!(features, "p{index} = []");
    }
    let package = |name: &str, more: &str| {
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\nhookwire.workspace = true\n{more}"
        )
    };
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"app\", \"plugins\"]\n\n\
         [workspace.dependencies]\nhookwire = {{ path = '{}' }}\n",
        core.display()
    );
    let main = format!("fn main() {{\n    let _ = hookwire::plugins! {{\n{list}    }};\n}}\n");
    let app = package("app", &format!("plugins = {{ path = \"../plugins\" }}\n\n[features]\n{features}"));
    for (file, text) in [
        ("Cargo.toml", manifest),
        ("plugins/Cargo.toml", package("plugins", "")),
        ("plugins/src/lib.rs", plugins),
        ("app/Cargo.toml", app),
        ("app/src/main.rs", main),
    ] {
        let file = place.join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
        fs::write(file, text).expect("the file can be written");
    }
    fs::copy(super::slim::root().join("Cargo.lock"), place.join("Cargo.lock")).expect("the versions");
    place
}

/// Checks the app without some plugins; returns the errors, each with the line that it is on.
fn errors(place: &Path, off: &[usize]) -> Vec<(String, String)> {
    let on: Vec<_> = (0..PLUGINS).filter(|index| !off.contains(index)).map(|it| format!("p{it}")).collect();
    let mut cargo = hookwire_tests::cargo::command();
    cargo.args(["check", "--quiet", "--offline", "-p", "app", "--message-format=json", "--features"]);
    // A folder of its own, so that it can be run beside other builds.
    let target = place.join("target");
    let output = cargo.arg(on.join(",")).env("CARGO_TARGET_DIR", target).current_dir(place).output();
    let output = output.expect("cargo runs");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = messages.map(|it| it["message"].clone()).filter(|it| it["level"] == "error");
    let main = fs::read_to_string(place.join("app/src/main.rs")).expect("the app");
    let errors: Vec<_> = errors
        .filter_map(|error| {
            // As people see it: the span itself is in the macro that panics.
            let (_, place) = error["rendered"].as_str()?.split_once("--> app/src/main.rs:")?;
            let line: usize = place.split_once(':')?.0.parse().ok()?;
            let entry = main.lines().nth(line - 1)?.trim().to_owned();
            Some((error["message"].as_str()?.to_owned(), entry))
        })
        .collect();
    assert!(output.status.success() == errors.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    errors
}

#[test]
#[ignore = "checks an app thirty times"]
fn each_of_thirty_sets_of_features_with_a_mistake_fails_on_the_entry_that_is_wrong() {
    let place = write();
    let harmless: Vec<_> = pairs().into_iter().map(|(first, _, _, _)| first).chain([55]).collect();
    assert_eq!(errors(&place, &harmless), [], "nothing is wrong with the other plugins");
    let sets = sets();
    assert_eq!(sets.len(), 30);
    for Mistaken { off, wrong, says } in sets {
        let found = errors(&place, &off);
        let [(message, entry)] = &*found else { panic!("{} errors for p{wrong}: {found:?}", found.len()) };
        assert!(message.contains(&says), "{message:?} does not say {says:?}");
        assert_eq!(*entry, format!("\"p{wrong}\" => plugins::P{wrong},"));
    }
}
