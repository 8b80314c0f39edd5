//! Tests of how `notes` saves and finds notes.

use hookwire::Role;
use hookwire::cx::Identity;
use hookwire::test::Kit;
use hookwire_notes::Notes;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

/// A path for this test's file, at which there is none.
fn fresh(test: &str) -> PathBuf {
    let file = env::temp_dir().join(format!("notes-{test}-{}.jsonl", process::id()));
    for old in [file.clone(), torn(&file)] {
        let _ = fs::remove_file(old);
    }
    file
}

fn torn(file: &Path) -> PathBuf {
    format!("{}.torn", file.display()).into()
}

async fn start(file: &Path) -> Kit {
    Kit::of::<Notes>().config("notes", json!({ "file": file })).start().await
}

async fn add(kit: &Kit, text: &str) {
    kit.tool("note_add", json!({ "text": text })).await.unwrap();
}

async fn list(kit: &Kit) -> String {
    kit.command("notes", "").await.unwrap().text
}

#[tokio::test]
async fn a_note_that_was_kept_is_found() {
    let kit = Kit::of::<Notes>().start().await;
    kit.tool("note_add", json!({ "text": "Ada's birthday is in December" })).await.unwrap();
    let found = kit.tool("note_search", json!({ "words": "december ADA" })).await.unwrap();
    assert_eq!(found.text(), r#"[{"text":"Ada's birthday is in December"}]"#);
    assert_eq!(kit.command("/notes", "august").await.unwrap().text, "no such notes");
}

#[tokio::test]
async fn nobody_sees_the_notes_of_another() {
    let file = fresh("owners");
    let of = |user: Option<&str>| {
        let mut who = Identity::agent("default", Role::Agent);
        who.user = user.map(str::to_owned);
        Kit::of::<Notes>().config("notes", json!({ "file": file })).identity(who)
    };
    let kept = of(Some("ann")).start().await.tool("note_add", json!({ "text": "of ann" })).await.unwrap();
    assert_eq!(kept.text(), "kept; it is the only note");
    let local = of(None).start().await;
    add(&local, "of nobody").await;
    for (user, sees) in [(Some("ann"), "- of ann"), (Some("bob"), "no such notes"), (None, "- of nobody")] {
        assert_eq!(list(&of(user).start().await).await, sees, "{user:?}");
    }
    fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn the_operator_exports_the_notes_of_all_users_or_of_one() {
    let kit = Kit::of::<Notes>().start().await;
    for (tenant, user) in [("acme", "ann"), ("globex", "bob"), ("globex", "ann")] {
        let mut who = Identity::agent("default", Role::Agent);
        (who.tenant, who.user) = (Some(tenant.to_owned()), Some(user.to_owned()));
        add(&kit.with_identity(who), &format!("of {user}")).await;
    }
    let export = async |args| kit.verb("notes", "export", args).await.unwrap().text;
    let lines = [
        r#"{"tenant":"acme","user":"ann","text":"of ann"}"#,
        r#"{"tenant":"globex","user":"bob","text":"of bob"}"#,
        r#"{"tenant":"globex","user":"ann","text":"of ann"}"#,
    ];
    assert_eq!(export(json!({})).await, lines.join("\n"));
    assert_eq!(export(json!({ "user": "ann" })).await, [lines[0], lines[2]].join("\n"));
    assert_eq!(export(json!({ "user": "eve" })).await, "");
    let refused = kit.verb("notes", "export", json!({ "usr": "ann" })).await.unwrap_err().to_string();
    assert_eq!(refused, "there is no argument `usr`; did you mean `user`?");
}

#[tokio::test]
async fn an_organisation_does_not_see_the_notes_of_another_whose_users_have_the_same_names() {
    let file = fresh("tenants");
    let of = async |(tenant, user): (Option<&str>, Option<&str>)| {
        let mut who = Identity::agent("default", Role::Agent);
        (who.tenant, who.user) = (tenant.map(str::to_owned), user.map(str::to_owned));
        Kit::of::<Notes>().config("notes", json!({ "file": file })).identity(who).start().await
    };
    let owners = [
        (Some("acme"), Some("ann")),
        (Some("globex"), Some("ann")),
        (None, Some("ann")),
        (Some("acme"), Some("bob")),
        (Some("acme"), None),
        (None, None),
        // A name may not be taken for a part of another.
        (Some("acmean"), Some("n")),
    ];
    for owner in owners {
        let text = format!("of {owner:?}");
        let said = of(owner).await.tool("note_add", json!({ "text": text })).await.unwrap();
        assert_eq!(said.text(), "kept; it is the only note", "{owner:?}");
    }
    for owner in owners {
        // Read from the file again, and through each way in.
        let kit = of(owner).await;
        let text = format!("of {owner:?}");
        assert_eq!(list(&kit).await, format!("- {text}"), "{owner:?}");
        for words in ["", "of", "ann"] {
            let found = kit.tool("note_search", json!({ "words": words })).await.unwrap().text();
            let own = json!([{ "text": text }]).to_string();
            let expected = if text.contains(words) { own } else { "[]".into() };
            assert_eq!(found, expected, "{owner:?} searches for {words:?}");
        }
    }
    fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn owners_are_told_apart_in_one_running_plugin_too() {
    let kit = Kit::of::<Notes>().start().await;
    let wiring = kit.cx().wired().unwrap();
    let of = |tenant: &str| {
        let mut who = Identity::agent("default", Role::Agent);
        (who.tenant, who.user) = (Some(tenant.to_owned()), Some("ann".to_owned()));
        kit.cx().child(who, wiring.clone()).unwrap()
    };
    for tenant in ["acme", "globex"] {
        let args = json!({ "text": format!("of {tenant}") });
        let said = wiring.tool("note_add", args, None, &of(tenant)).await.unwrap().unwrap();
        assert_eq!(said.text(), "kept; it is the only note");
    }
    for tenant in ["acme", "globex"] {
        let listed = wiring.command("notes", "", &of(tenant)).await.unwrap().unwrap();
        assert_eq!(listed.text, format!("- of {tenant}"));
    }
}

#[tokio::test]
async fn without_a_file_of_their_own_notes_are_kept_where_the_host_keeps_things() {
    let folder = env::temp_dir().join(format!("notes-data-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let kit = || Kit::of::<Notes>().dir(&folder);
    add(&kit().start().await, "one").await;
    assert_eq!(list(&kit().start().await).await, "- one");
    assert!(folder.join("notes/notes.jsonl").exists());
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn what_ends_with_the_process_says_so() {
    let kit = Kit::of::<Notes>().without_dir().start().await;
    add(&kit, "one").await;
    let kept = kit.tool("note_add", json!({ "text": "two" })).await.unwrap();
    assert_eq!(kept.text(), "kept until the host stops; there are 2 notes now");
}

#[tokio::test]
async fn notes_in_a_file_outlive_the_process() {
    let file = env::temp_dir().join(format!("notes-{}.jsonl", process::id()));
    let setup = || Kit::of::<Notes>().config("notes", json!({ "file": file }));
    setup().start().await.tool("note_add", json!({ "text": "one" })).await.unwrap();
    let again = setup().start().await;
    assert_eq!(again.command("notes", "").await.unwrap().text, "- one");
    fs::write(&file, "no json\n").unwrap();
    let error = setup().try_start().await.unwrap_err().to_string();
    assert!(error.contains("line 1 of"), "{error}");
    fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn a_torn_last_line_is_told_and_left_out_and_spoils_nothing() {
    let file = fresh("torn");
    // Cut short within a character.
    let half = b"{\"text\":\"tw\xc3";
    fs::write(&file, [b"{\"text\":\"one\"}\n".as_slice(), half].concat()).unwrap();
    let kit = start(&file).await;
    assert_eq!(list(&kit).await, "- one");
    let logs = format!("{:?}", kit.logs());
    assert!(logs.contains("Warn") && logs.contains("was cut short"), "{logs}");
    add(&kit, "three").await;
    assert_eq!(fs::read_to_string(&file).unwrap(), "{\"text\":\"one\"}\n{\"text\":\"three\"}\n");
    assert_eq!(fs::read(torn(&file)).unwrap(), [half.as_slice(), b"\n"].concat());
    let again = start(&file).await;
    assert_eq!(list(&again).await, "- one\n- three");
    assert!(again.logs().is_empty(), "{:?}", again.logs());
    fs::remove_file(torn(&file)).unwrap();
    fs::remove_file(file).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn notes_are_for_nobody_else_on_the_machine() {
    use std::os::unix::fs::PermissionsExt;
    let file = fresh("private");
    add(&start(&file).await, "one").await;
    fs::write(&file, fs::read_to_string(&file).unwrap() + "{\"te").unwrap();
    add(&start(&file).await, "two").await;
    for file in [torn(&file), file] {
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
        fs::remove_file(file).unwrap();
    }
}

#[tokio::test]
async fn a_whole_last_line_without_a_break_is_a_note() {
    let file = fresh("unbroken");
    fs::write(&file, r#"{"text":"one"}"#).unwrap();
    let kit = start(&file).await;
    add(&kit, "two").await;
    assert_eq!(list(&kit).await, "- one\n- two");
    assert_eq!(list(&start(&file).await).await, "- one\n- two");
    assert!(kit.logs().is_empty() && !torn(&file).exists());
    fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn a_line_with_a_break_that_is_no_note_keeps_the_plugin_from_starting() {
    let file = fresh("spoilt");
    fs::write(&file, "{\"text\":\"one\"}\n{\"te\n{\"text\":\"th").unwrap();
    let setup = Kit::of::<Notes>().config("notes", json!({ "file": file }));
    let error = setup.try_start().await.unwrap_err().to_string();
    assert!(error.contains("line 2 of"), "{error}");
    fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn notes_that_come_at_once_keep_their_order() {
    let file = fresh("order");
    let kit = start(&file).await;
    tokio::join!(add(&kit, "1"), add(&kit, "2"), add(&kit, "3"), add(&kit, "4"), add(&kit, "5"));
    assert_eq!(list(&kit).await, "- 1\n- 2\n- 3\n- 4\n- 5");
    assert_eq!(list(&start(&file).await).await, "- 1\n- 2\n- 3\n- 4\n- 5");
    fs::remove_file(file).unwrap();
}

/// Runs itself again where no file may grow beyond a block or two, so that a write stops half-way.
#[cfg(unix)]
#[tokio::test]
async fn a_write_that_fails_half_way_leaves_the_file_as_it_was() {
    const NAME: &str = "a_write_that_fails_half_way_leaves_the_file_as_it_was";
    if env::var_os("NOTES_LIMITED").is_none() {
        let script = r#"trap '' XFSZ; ulimit -f 1; exec "$0" --exact "$1""#;
        let mut limited = process::Command::new("sh");
        limited.args(["-c", script]).arg(env::current_exe().unwrap()).arg(NAME).env("NOTES_LIMITED", "");
        let output = limited.output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        return assert!(output.status.success() && told.contains("1 passed"), "{told}");
    }
    let file = fresh("full");
    let kit = start(&file).await;
    add(&kit, "one").await;
    let long = "x".repeat(4000);
    let error = kit.tool("note_add", json!({ "text": long })).await.unwrap_err().to_string();
    assert!(error.contains("cannot be written"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "{\"text\":\"one\"}\n");
    add(&kit, "two").await;
    assert_eq!(list(&start(&file).await).await, "- one\n- two");
    fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn wrong_arguments_are_told_to_the_model() {
    let kit = Kit::of::<Notes>().start().await;
    let wrong = kit.tool("note_add", json!({ "text": 7 })).await.unwrap_err().to_string();
    assert_eq!(wrong, "the arguments of `note_add` do not fit: `text`: 7 is not of type \"string\"");
    let more = kit.tool("note_add", json!({ "text": "a", "tag": "b" })).await.unwrap_err().to_string();
    assert!(more.contains("there is no argument `tag`; there are `text`"), "{more}");
}
