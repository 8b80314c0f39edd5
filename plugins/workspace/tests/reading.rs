//! Tests of `list_files`, `read_file` and `search_files`.

mod fixture;

use fixture::TestWorkspace;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::json;

#[tokio::test]
async fn a_folder_is_listed_in_order_with_sizes_and_without_what_nobody_wants() {
    let workspace = TestWorkspace::new().await;
    for path in ["b.rs", "a/x.rs", "a/deep/y.txt", ".git/config", "target/out", "node_modules/m/i.js", ".env"]
    {
        workspace.put(path, "1234");
    }
    let flat = workspace.call("list_files", json!({})).await;
    let left_out = "(left out: .git, node_modules, target; name one as `path` to look into it)";
    assert_eq!(flat, format!(".env  4 bytes\na/\nb.rs  4 bytes\n{left_out}"));
    let all = workspace.call("list_files", json!({ "recursive": true })).await;
    assert_eq!(
        all,
        format!(
            ".env  4 bytes\na/\na/deep/\na/deep/y.txt  4 bytes\na/x.rs  4 bytes\nb.rs  4 bytes\n{left_out}"
        )
    );
    assert_eq!(workspace.call("list_files", json!({ "path": ".git" })).await, ".git/config  4 bytes\n");
}

#[tokio::test]
async fn globs_choose_by_name_or_by_path() {
    let workspace = TestWorkspace::new().await;
    for path in ["lib.rs", "src/main.rs", "src/a/b.rs", "src/a/b.toml", "tests/t.rs", "a.b.c"] {
        workspace.put(path, "");
    }
    let list = async |glob: &str| {
        let text = workspace.call("list_files", json!({ "glob": glob, "recursive": true })).await;
        text.lines().map(|line| line.split("  ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(list("*.rs").await, ["lib.rs", "src/a/b.rs", "src/main.rs", "tests/t.rs"]);
    assert_eq!(list("src/**/*.rs").await, ["src/a/b.rs", "src/main.rs"]);
    assert_eq!(list("./src/*.rs").await, ["src/main.rs"]);
    assert_eq!(list("{b,?ib}.{rs,toml}").await, ["lib.rs", "src/a/b.rs", "src/a/b.toml"]);
    assert_eq!(list("a.b.*").await, ["a.b.c"]);
    assert_eq!(list("l.b.rs").await, ["(nothing)"]);
    let said = workspace.refused("list_files", json!({ "glob": "{a" })).await;
    assert!(said.starts_with("`{a` is not a file pattern"), "{said}");
}

#[tokio::test]
async fn a_listing_and_a_search_end_at_their_limit_and_say_so() {
    let workspace = TestWorkspace::with(json!({ "max_results": 3 })).await;
    for n in 0..5 {
        workspace.put(&format!("f{n}"), "hit\nhit\n");
    }
    let list = workspace.call("list_files", json!({})).await;
    assert!(list.contains("f2") && !list.contains("f3"), "{list}");
    assert!(list.contains("3 entries are the limit"), "{list}");
    let found = workspace.call("search_files", json!({ "pattern": "hit" })).await;
    assert_eq!(
        found,
        "f0:1: hit\nf0:2: hit\nf1:1: hit\n(there is more: 3 lines are the limit; narrow it down)\n"
    );
}

#[tokio::test]
async fn lines_are_read_by_number() {
    let workspace = TestWorkspace::new().await;
    workspace.put("a", "one\ntwo\r\nthree\nfour");
    let read = async |offset, limit| {
        workspace.call("read_file", json!({ "path": "a", "offset": offset, "limit": limit })).await
    };
    assert_eq!(read(3, 9).await, "     3\tthree\n     4\tfour\n");
    assert_eq!(
        read(2, 1).await,
        "     2\ttwo\n(lines end in CR LF; there is more: go on with `offset` = 3)\n"
    );
    let past = workspace.refused("read_file", json!({ "path": "a", "offset": 5 })).await;
    assert_eq!(past, "`a` ends with line 4; `offset` can be 4 at most");
    let zero = workspace.refused("read_file", json!({ "path": "a", "offset": 0 })).await;
    assert!(zero.contains("`offset`") && zero.contains("minimum of 1"), "{zero}");
    workspace.put("empty", "");
    assert_eq!(workspace.call("read_file", json!({ "path": "empty" })).await, "(the file is empty)");
}

#[tokio::test]
async fn a_huge_file_is_read_piece_by_piece_and_a_huge_line_is_cut() {
    let workspace = TestWorkspace::with(json!({ "max_read_bytes": 100 })).await;
    workspace.put("long", "0123456789\n".repeat(1_000_000));
    let first = workspace.call("read_file", json!({ "path": "long" })).await;
    assert!(first.len() < 200 && first.contains("go on with `offset` = 7)"), "{first}");
    let later = workspace.call("read_file", json!({ "path": "long", "offset": 999_999 })).await;
    assert_eq!(later, "999999\t0123456789\n1000000\t0123456789\n");
    workspace.put("wide", "x".repeat(1_000_000));
    let wide = workspace.call("read_file", json!({ "path": "wide" })).await;
    assert_eq!(wide, format!("     1\t{} (the rest of this line is left out)\n", "x".repeat(100)));
}

#[tokio::test]
async fn what_is_no_text_is_said_to_be_none() {
    let workspace = TestWorkspace::new().await;
    workspace.put("bin", b"\x7fELF\0\0hit");
    workspace.put("latin", b"caf\xe9 hit\n");
    let said = workspace.refused("read_file", json!({ "path": "bin" })).await;
    assert_eq!(said, "`bin` is binary (9 bytes) and cannot be read or edited as text");
    let latin = workspace.call("read_file", json!({ "path": "latin" })).await;
    assert!(latin.contains("caf\u{fffd} hit") && latin.contains("no UTF-8"), "{latin}");
    assert_eq!(
        workspace.call("search_files", json!({ "pattern": "hit" })).await,
        "latin:1: caf\u{fffd} hit\n(1 binary or unreadable files were not searched)\n"
    );
    let said = workspace.refused("edit_file", json!({ "path": "latin", "old": "hit", "new": "x" })).await;
    assert!(said.contains("is binary"), "{said}");
    assert_eq!(workspace.refused("read_file", json!({ "path": "" })).await, "`` is a folder; name a file");
    let said = workspace.refused("read_file", json!({ "path": "none" })).await;
    assert_eq!(said, "there is no `none`; `list_files` shows what there is");
}

#[tokio::test]
async fn a_pipe_is_refused_and_not_waited_for() {
    let workspace = TestWorkspace::new().await;
    mknodat(CWD, workspace.root.join("pipe"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    for (tool, args) in [
        ("read_file", json!({ "path": "pipe" })),
        ("write_file", json!({ "path": "pipe", "content": "" })),
        ("edit_file", json!({ "path": "pipe", "old": "a", "new": "b" })),
    ] {
        let said = workspace.refused(tool, args).await;
        assert_eq!(said, "`pipe` is a pipe, a socket or a device; only files can be read and written");
    }
    assert_eq!(workspace.call("search_files", json!({ "pattern": "." })).await, "(no matches)\n");
}

#[tokio::test]
async fn a_search_finds_lines_by_pattern_name_and_case() {
    let workspace = TestWorkspace::new().await;
    workspace.put("src/a.rs", "fn Main() {}\nlet x = 1;\n");
    workspace.put("src/b.txt", "fn main\n");
    workspace.put("target/c.rs", "fn main\n");
    let find = async |args| workspace.call("search_files", args).await;
    let told = "(left out: target; name one as `path` to look into it)";
    assert_eq!(find(json!({ "pattern": "^fn m" })).await, format!("src/b.txt:1: fn main\n{told}"));
    assert_eq!(
        find(json!({ "pattern": "fn main", "ignore_case": true, "path": "src" })).await,
        "src/a.rs:1: fn Main() {}\nsrc/b.txt:1: fn main\n"
    );
    assert_eq!(
        find(json!({ "pattern": r"x = \d;$", "glob": "*.rs", "path": "src" })).await,
        "src/a.rs:2: let x = 1;\n"
    );
    assert_eq!(find(json!({ "pattern": "fn", "path": "src/b.txt" })).await, "src/b.txt:1: fn main\n");
    let said = workspace.refused("search_files", json!({ "pattern": "fn(" })).await;
    assert!(said.contains("is not a regular expression") && said.contains("unclosed group"), "{said}");
}

#[tokio::test]
async fn names_and_texts_may_be_in_any_script() {
    let workspace = TestWorkspace::new().await;
    workspace.put("Ünïcode/файл 文.txt", "größer 😀\n");
    assert_eq!(
        workspace.call("search_files", json!({ "pattern": "😀$", "glob": "*文.txt" })).await,
        "Ünïcode/файл 文.txt:1: größer 😀\n"
    );
    // A question mark is a character, however many bytes it has.
    let found = workspace.call("list_files", json!({ "glob": "?айл ?.t?t", "recursive": true })).await;
    assert!(found.contains("файл 文.txt  "), "{found}");
    let found = workspace.call("list_files", json!({ "glob": "??айл*", "recursive": true })).await;
    assert_eq!(found, "(nothing)\n");
    workspace
        .call("edit_file", json!({ "path": "Ünïcode/файл 文.txt", "old": "ößer 😀", "new": "oß" }))
        .await;
    assert_eq!(workspace.contents("Ünïcode/файл 文.txt"), "groß\n");
    workspace.put("two\nlines", "");
    assert!(workspace.call("list_files", json!({})).await.contains("two\\nlines  0 bytes"));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_star_also_stands_for_what_is_no_letter() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let workspace = TestWorkspace::new().await;
    let folder = workspace.root.join("sub");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(OsStr::from_bytes(b"caf\xe9.txt")), "").unwrap();
    for glob in ["*.txt", "sub/*.txt", "**/caf*", "sub/**t"] {
        let found = workspace.call("list_files", json!({ "glob": glob, "recursive": true })).await;
        assert!(found.contains("caf\u{fffd}.txt"), "{glob}: {found}");
    }
}

#[tokio::test]
async fn the_operator_names_the_folders_that_are_left_out() {
    let workspace = TestWorkspace::with(json!({ "ignore": ["attic"] })).await;
    workspace.put("attic/old", "needle");
    workspace.put("target/new", "needle");
    let all = workspace.call("list_files", json!({ "recursive": true })).await;
    assert!(all.contains("target/new") && !all.contains("attic/old"), "{all}");
    let found = workspace.call("search_files", json!({ "pattern": "needle" })).await;
    assert!(found.contains("target/new") && !found.contains("attic/old"), "{found}");
}
