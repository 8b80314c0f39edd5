//! Tests of `write_file` and `edit_file`.

mod fixture;

use fixture::TestWorkspace;
use futures_util::future::join_all;
use serde_json::json;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

#[tokio::test]
async fn a_new_file_is_made_with_its_folders() {
    let workspace = TestWorkspace::new().await;
    let said = workspace.call("write_file", json!({ "path": "a/b/c.txt", "content": "one\ntwo\n" })).await;
    assert_eq!(said, "created `a/b/c.txt` (2 lines, 8 bytes)");
    assert_eq!(workspace.contents("a/b/c.txt"), "one\ntwo\n");
    assert_eq!(fs::read_dir(workspace.root.join("a/b")).unwrap().count(), 1);
}

#[tokio::test]
async fn a_write_tells_what_changed() {
    let workspace = TestWorkspace::new().await;
    workspace.put("a", "one\ntwo\nthree\n");
    let said = workspace.call("write_file", json!({ "path": "a", "content": "one\n2\nthree\n" })).await;
    assert_eq!(said, "changed `a`\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three");
    let same = workspace.call("write_file", json!({ "path": "a", "content": "one\n2\nthree\n" })).await;
    assert_eq!(same, "`a` has these contents already");
    workspace.put("bin", b"\xff\0");
    let said = workspace.call("write_file", json!({ "path": "bin", "content": "x" })).await;
    assert!(said.contains("which was binary"), "{said}");
    let long = "line\n".repeat(500);
    let said = workspace.call("write_file", json!({ "path": "bin", "content": long })).await;
    assert!(said.lines().count() < 70 && said.contains("left out"), "{said}");
}

#[tokio::test]
async fn an_edit_replaces_the_one_place() {
    let workspace = TestWorkspace::new().await;
    workspace.put("a.rs", "fn a() {\n    1\n}\n\nfn b() {\n    1\n}\n");
    let args = json!({ "path": "a.rs", "old": "fn b() {\n    1", "new": "fn b() {\n    2" });
    let said = workspace.call("edit_file", args).await;
    assert!(said.starts_with("changed `a.rs`\n@@") && said.contains("-    1\n+    2"), "{said}");
    assert_eq!(workspace.contents("a.rs"), "fn a() {\n    1\n}\n\nfn b() {\n    2\n}\n");
}

#[tokio::test]
async fn an_edit_that_fits_nowhere_or_twice_says_so_and_changes_nothing() {
    let workspace = TestWorkspace::new().await;
    workspace.put("a", "x = 1\n  y = 2\nx = 1\naaa\n");
    let refused = async |old: &str, new: &str| {
        workspace.refused("edit_file", json!({ "path": "a", "old": old, "new": new })).await
    };
    assert_eq!(
        refused("x = 1", "x = 2").await,
        "the old text is in `a` 2 times, on lines 1, 3; add the lines around it until it is unique"
    );
    assert!(refused("aa", "b").await.contains("2 times, on lines 4, 4"), "overlaps count");
    assert_eq!(
        refused("    y = 2\nz", "").await,
        "the old text is not in `a`, but line 2 is like its first line; read the file again and copy the passage exactly"
    );
    assert!(refused("", "b").await.contains("the old text is empty"));
    assert!(refused("y", "y").await.contains("the same"));
    assert_eq!(workspace.contents("a"), "x = 1\n  y = 2\nx = 1\naaa\n");
}

#[tokio::test]
async fn an_edit_keeps_the_breaks_and_the_mode_of_the_file() {
    let workspace = TestWorkspace::new().await;
    workspace.put("a", "one\r\ntwo\r\nthree\r\n");
    fs::set_permissions(workspace.root.join("a"), Permissions::from_mode(0o750)).unwrap();
    workspace.call("edit_file", json!({ "path": "a", "old": "one\ntwo", "new": "1\n2" })).await;
    assert_eq!(workspace.contents("a"), "1\r\n2\r\nthree\r\n");
    assert_eq!(fs::metadata(workspace.root.join("a")).unwrap().permissions().mode() & 0o777, 0o750);
}

#[tokio::test]
async fn edits_of_one_file_at_once_are_all_in_it() {
    let workspace = TestWorkspace::new().await;
    let lines =
        |marks: [&str; 2]| (0..40).map(|n| format!("{}{n}{}", marks[0], marks[1])).collect::<Vec<_>>();
    workspace.put("a", lines(["<", ">"]).join("\n"));
    let edit = |n| {
        workspace.call("edit_file", json!({ "path": "a", "old": format!("<{n}>"), "new": format!("[{n}]") }))
    };
    join_all((0..40).map(edit)).await;
    assert_eq!(workspace.contents("a"), lines(["[", "]"]).join("\n"));
}

#[tokio::test]
async fn whoever_reads_meanwhile_sees_the_old_or_the_new_and_never_half() {
    let workspace = TestWorkspace::new().await;
    let contents = ["a".repeat(500_000), "b".repeat(500_000)];
    workspace.put("f", &contents[0]);
    let (path, expected) = (workspace.root.join("f"), contents.clone());
    let reader = std::thread::spawn(move || {
        (0..300).filter(|_| !expected.contains(&fs::read_to_string(&path).unwrap())).count()
    });
    for turn in 0..30 {
        workspace.call("write_file", json!({ "path": "f", "content": contents[(turn + 1) % 2] })).await;
    }
    assert_eq!(reader.join().unwrap(), 0);
    assert_eq!(fs::read_dir(&workspace.root).unwrap().count(), 1);
}

#[tokio::test]
async fn what_a_write_that_was_cut_short_left_behind_is_in_nobodys_way_and_goes() {
    let workspace = TestWorkspace::new().await;
    // In a container each host has the same number.
    let draft = |count: u32| format!(".hookwire-{}-{count}.tmp", std::process::id());
    let drafts: Vec<_> = (0..500).map(draft).collect();
    for draft in &drafts {
        workspace.put(draft, "half of sesa");
    }
    assert_eq!(workspace.call("list_files", json!({})).await, "(nothing)\n");
    assert_eq!(workspace.call("search_files", json!({ "pattern": "sesa" })).await, "(no matches)\n");
    workspace.call("write_file", json!({ "path": "a", "content": "x" })).await;
    assert_eq!(workspace.contents("a"), "x");
    // They might be those of a host that writes just now.
    assert!(drafts.iter().all(|draft| workspace.root.join(draft).exists()));
    for draft in &drafts {
        let file = fs::File::options().write(true).open(workspace.root.join(draft)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_hours(2)).unwrap();
    }
    workspace.call("write_file", json!({ "path": "a", "content": "y" })).await;
    assert_eq!(fs::read_dir(&workspace.root).unwrap().count(), 1);
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_nothing_is_written() {
    let workspace = TestWorkspace::with(json!({ "max_write_bytes": 10 })).await;
    let said = workspace.refused("write_file", json!({ "path": "new/a", "content": "x".repeat(11) })).await;
    assert_eq!(said, "`new/a` would have 11 bytes, and the limit is 10; write less, or several files");
    assert!(!workspace.root.join("new").exists());
    workspace.put("b", "0123456789");
    let said = workspace.refused("edit_file", json!({ "path": "b", "old": "9", "new": "910" })).await;
    assert!(said.contains("would have 12 bytes"), "{said}");
    assert_eq!(workspace.contents("b"), "0123456789");
}

#[tokio::test]
async fn a_secret_is_neither_read_nor_found_nor_written() {
    let workspace = TestWorkspace::new().await;
    workspace.put("sub/.env", "KEY=sesame");
    std::os::unix::fs::symlink("sub/.env", workspace.root.join("plain")).unwrap();
    for path in ["sub/.env", "sub/.ENV", "sub/../sub/.env", "plain"] {
        for (tool, args) in [
            ("read_file", json!({ "path": path })),
            ("write_file", json!({ "path": path, "content": "x" })),
            ("edit_file", json!({ "path": path, "old": "sesame", "new": "x" })),
        ] {
            let said = workspace.refused(tool, args).await;
            assert!(said.contains("`.env` is a secret"), "{tool} {path}: {said}");
        }
    }
    for path in ["", "sub", "sub/.env", "plain"] {
        let found = workspace.call("search_files", json!({ "pattern": "sesame", "path": path })).await;
        assert!(found.contains("no matches") && found.contains("not searched"), "{path}: {found}");
    }
    assert_eq!(workspace.contents("sub/.env"), "KEY=sesame");
}

#[tokio::test]
async fn what_is_protected_read_only_or_a_folder_is_not_written() {
    let workspace = TestWorkspace::new().await;
    workspace.put(".git/hooks/x", "");
    workspace.put("hookwire.toml", "");
    workspace.put("data/hookwire.db", "");
    workspace.put("fixed", "");
    fs::set_permissions(workspace.root.join("fixed"), Permissions::from_mode(0o444)).unwrap();
    std::os::unix::fs::symlink(".git", workspace.root.join("alias")).unwrap();
    let said =
        async |path: &str| workspace.refused("write_file", json!({ "path": path, "content": "x" })).await;
    for path in [".git/hooks/pre-commit", ".GIT/config", "sub/../.git/new/x", "alias/made/x", "alias/hooks/x"]
    {
        let said = said(path).await;
        assert!(said.contains("`.git` is protected"), "{path}: {said}");
    }
    for path in ["hookwire.toml", "data/hookwire.db", "data/hookwire.db-wal"] {
        assert!(said(path).await.contains("is protected"), "{path}");
    }
    assert_eq!(said("fixed").await, "`fixed` is read-only; ask the user before you change that");
    for path in ["alias/..", "", ".", "x/"] {
        assert!(said(path).await.contains("is a folder"), "{path}");
    }
    assert!(!workspace.root.join(".git/made").exists());
}

#[tokio::test]
async fn the_operator_names_what_is_protected_and_what_is_secret() {
    let workspace = TestWorkspace::with(json!({ "protect": ["LICENCE"], "secret": ["keys"] })).await;
    workspace.put("LICENCE", "ours");
    workspace.put("keys/a", "sesame");
    let write = |path: &str| json!({ "path": path, "content": "x" });
    let said = workspace.refused("write_file", write("LICENCE")).await;
    assert!(said.contains("`LICENCE` is protected"), "{said}");
    assert!(workspace.call("read_file", json!({ "path": "LICENCE" })).await.contains("ours"));
    let said = workspace.refused("read_file", json!({ "path": "keys/a" })).await;
    assert!(said.contains("`keys` is a secret"), "{said}");
    workspace.call("write_file", write(".env")).await;
}
