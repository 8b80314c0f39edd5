//! The README, followed word by word: the first plugin in five minutes.
//!
//! Builds the project once more, in a copy with that plugin: `cargo test --test newcomer -- --ignored`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const README: &str = include_str!("../../README.md");

#[test]
#[ignore = "builds the project in a copy"]
fn the_first_plugin_is_made_as_the_readme_says() {
    let copy = Copy::new("newcomer");
    copy.write("plugins/no-delete/Cargo.toml", &block("`plugins/no-delete/Cargo.toml`:", "toml"));
    copy.write("plugins/no-delete/src/lib.rs", &block("and `plugins/no-delete/src/lib.rs`:", "rust"));
    let tested = copy.cargo(&["test", "-p", "hookwire-no-delete"]);
    let tested = words(&said(&tested));
    assert!(tested.contains("2 passed"), "{tested}");
    for line in block("**2.** Test it alone", "text").lines() {
        assert!(tested.contains(line), "no `{line}` in {tested}");
    }

    copy.list(&block("In `app/Cargo.toml`, a feature and a dependency:", "toml"));
    copy.edit("app/src/main.rs", "        \"notes\"", &block("in `app/src/main.rs`", "rust,ignore"));
    let shown = copy.cargo(&["run", "--quiet", "--", "hooks", "--point", "tool.gate"]);
    assert_eq!(
        words(&String::from_utf8_lossy(&shown.stdout)),
        words(&block("**4.** See it connected", "text"))
    );

    let denied = copy.chat(&["--set", "plugins.no-delete.words=[\"list\"]"], "list the files");
    assert_eq!(words(&denied), words(&block("**6.** See it act", "text")));

    copy.edit("plugins/no-delete/src/lib.rs", "    #[hook(", &block("**7.** Add a tool", "rust,ignore"));
    copy.write("words.toml", &block("**7.** Add a tool", "toml"));
    let counted = copy.chat(&["--set", "script=words.toml"], "count these four words");
    assert_eq!(words(&counted), words(&block("**7.** Add a tool", "text")));
}

#[test]
#[ignore = "builds the project in a copy"]
fn the_first_mistake_is_answered_as_the_readme_says() {
    let copy = Copy::new("mistaken");
    copy.write("plugins/no-delete/Cargo.toml", &block("`plugins/no-delete/Cargo.toml`:", "toml"));
    let code = block("and `plugins/no-delete/src/lib.rs`:", "rust").replace("tool.gate", "tool.gaet");
    copy.write("plugins/no-delete/src/lib.rs", &code);
    let answer = words(&said(&copy.cargo(&["check", "-p", "hookwire-no-delete"])));
    let promised = block("**5.** Make a mistake", "text");
    // The list of points is cut short in the README.
    for part in promised.split("..") {
        assert!(answer.contains(&words(part)), "no {part} in {answer}");
    }
}

/// Returns the first block of a kind behind some words of the README.
fn block(behind: &str, kind: &str) -> String {
    let rest = README.split_once(behind).unwrap_or_else(|| panic!("the README has no `{behind}`")).1;
    let block = rest.split_once(&format!("```{kind}\n")).expect("a block").1;
    block.split_once("```").expect("its end").0.to_owned()
}

/// Brings a text into a form in which only words count.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// The project, in a folder where it can be changed.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Self {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if copy.exists() {
            fs::remove_dir_all(&copy).unwrap();
        }
        take(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &copy);
        let copy = Self(copy);
        // Another version, or cargo would take what it builds here for the project's own crates.
        let version = env!("CARGO_PKG_VERSION");
        let text = fs::read_to_string(copy.0.join("Cargo.toml")).unwrap();
        let own = [format!("\nversion = \"{version}\""), format!("\"={version}\"")];
        let other = own.iter().fold(text, |text, own| text.replace(own, &own.replace(version, "0.0.1-copy")));
        copy.write("Cargo.toml", &other);
        copy
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.0.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Puts lines before the first one that begins with some text.
    fn edit(&self, file: &str, before: &str, lines: &str) {
        let text = fs::read_to_string(self.0.join(file)).unwrap();
        let at = text.find(&format!("\n{before}")).unwrap_or_else(|| panic!("{file} has no {before}")) + 1;
        self.write(file, &format!("{}{lines}{}", &text[..at], &text[at..]));
    }

    /// Puts the plugin into the manifest of the app: what stands there already is replaced.
    fn list(&self, lines: &str) {
        let (features, dependencies) = lines.split_once("[dependencies]\n").expect("two sections");
        let features = features.trim_start().strip_prefix("[features]\n").expect("features first");
        let text = fs::read_to_string(self.0.join("app/Cargo.toml")).unwrap();
        let kept: Vec<_> = text.lines().filter(|line| !line.starts_with("default = ")).collect();
        self.write("app/Cargo.toml", &(kept.join("\n") + "\n"));
        self.edit("app/Cargo.toml", "message-logger = ", &format!("{}\n", features.trim_end()));
        self.edit("app/Cargo.toml", "hookwire.workspace", dependencies);
    }

    /// Sends one message and returns the answer.
    fn chat(&self, settings: &[&str], message: &str) -> String {
        let data = self.0.join("data");
        let data = data.to_str().expect("a path that is text");
        let run = ["run", "--quiet", "--", "--data", data];
        let answered = self.cargo(&[&run[..], settings, &["chat", "-p", message]].concat());
        assert!(answered.status.success(), "{}", said(&answered));
        String::from_utf8(answered.stdout).expect("an answer that is text")
    }

    fn cargo(&self, args: &[&str]) -> Output {
        let mut cargo: Command = hookwire_tests::cargo::command();
        // What others wrote is built already.
        cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."));
        cargo.args(args).current_dir(&self.0).env_remove("RUSTFLAGS").output().expect("cargo runs")
    }
}

fn take(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name();
        let place = to.join(&name);
        if entry.file_type().unwrap().is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(entry.path()).unwrap(), place).unwrap();
        } else if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), place).unwrap();
        } else if name != "target" && name != ".git" {
            take(&entry.path(), &place);
        }
    }
}
