//! What `notes` promises.

use hookwire::test::Kit;
use hookwire_notes::Notes;
use serde_json::json;
use std::{env, fs, process};

#[tokio::test]
async fn a_note_that_was_kept_is_found() {
    let kit = Kit::of::<Notes>().start().await;
    kit.tool("note_add", json!({ "text": "Ada's birthday is in December" })).await.unwrap();
    let found = kit.tool("note_search", json!({ "words": "december ADA" })).await.unwrap();
    assert_eq!(found.text(), r#"[{"text":"Ada's birthday is in December"}]"#);
    assert_eq!(kit.command("/notes", "august").await.unwrap().text, "no such notes");
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
async fn wrong_arguments_are_told_to_the_model() {
    let kit = Kit::of::<Notes>().start().await;
    let wrong = kit.tool("note_add", json!({ "text": 7 })).await.unwrap_err().to_string();
    assert_eq!(
        wrong,
        "the arguments of `note_add` do not fit: `text`: invalid type: integer `7`, expected a string"
    );
    let more = kit.tool("note_add", json!({ "text": "a", "tag": "b" })).await.unwrap_err().to_string();
    assert!(more.contains("unknown field `tag`"), "{more}");
}
