//! No path leads out of the root.

mod fixture;

use fixture::TestWorkspace;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Returns a call of every tool with the same path.
fn calls(path: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("read_file", json!({ "path": path })),
        ("write_file", json!({ "path": path, "content": "mine" })),
        ("edit_file", json!({ "path": path, "old": "sesame", "new": "mine" })),
        ("list_files", json!({ "path": path })),
        ("search_files", json!({ "path": path, "pattern": "sesame" })),
        ("run_command", json!({ "command": "ls", "cwd": path })),
    ]
}

async fn all_refuse(workspace: &TestWorkspace, path: &str, word: &str) {
    for (tool, args) in calls(path) {
        let said = workspace.refused(tool, args).await;
        assert!(said.contains(word), "{tool} of {path:?} says {said:?}");
        assert!(!said.contains("sesame"), "{tool} of {path:?} says {said:?}");
    }
    assert_eq!(fs::read_to_string(workspace.outside.join("secret")).unwrap(), "sesame");
    assert!(!workspace.outside.join("made").exists());
}

#[tokio::test]
async fn a_path_that_climbs_out_of_the_root_is_refused() {
    let workspace = TestWorkspace::new().await;
    workspace.put("in/a", "a");
    for path in ["../secret", "in/../../secret", "./../secret", "../made/x", "in/../../root/in/a", "../root"]
    {
        all_refuse(&workspace, path, "leads out of the workspace").await;
    }
    // Climbing within is nobody's harm.
    assert_eq!(workspace.call("read_file", json!({ "path": "in/../in/a" })).await, "     1\ta\n");
}

#[tokio::test]
async fn an_absolute_path_is_refused_even_into_the_root() {
    let workspace = TestWorkspace::new().await;
    workspace.put("a", "a");
    let inside = workspace.root.join("a").display().to_string();
    let secret = workspace.outside.join("secret").display().to_string();
    for path in [&*inside, &*secret, "/etc/passwd", "/proc/self/root/etc/passwd", "//etc/passwd", "/"] {
        all_refuse(&workspace, path, "is absolute; give paths relative to the workspace's root").await;
    }
}

#[tokio::test]
async fn a_link_to_a_file_outside_is_neither_read_nor_written() {
    let workspace = TestWorkspace::new().await;
    symlink("../secret", workspace.root.join("near")).unwrap();
    symlink(workspace.outside.join("secret"), workspace.root.join("far")).unwrap();
    for link in ["near", "far"] {
        for tool in ["read_file", "edit_file", "search_files", "list_files"] {
            let (_, args) = calls(link).into_iter().find(|(name, _)| *name == tool).unwrap();
            let said = workspace.refused(tool, args).await;
            assert!(said.contains("leads out of the workspace"), "{tool}: {said}");
        }
        let said = workspace.refused("write_file", json!({ "path": link, "content": "mine" })).await;
        assert!(said.contains("is a symbolic link to"), "{said}");
    }
    assert_eq!(workspace.call("search_files", json!({ "pattern": "sesame" })).await, "(no matches)\n");
    assert_eq!(fs::read_to_string(workspace.outside.join("secret")).unwrap(), "sesame");
}

#[tokio::test]
async fn a_link_to_a_folder_outside_leads_nowhere() {
    let workspace = TestWorkspace::new().await;
    fs::create_dir(workspace.outside.join("vault")).unwrap();
    fs::write(workspace.outside.join("vault/secret"), "sesame").unwrap();
    symlink("../vault", workspace.root.join("near")).unwrap();
    symlink(workspace.outside.join("vault"), workspace.root.join("far")).unwrap();
    symlink("/proc/self/root", workspace.root.join("proc")).unwrap();
    symlink("near", workspace.root.join("twice")).unwrap();
    for link in ["near", "far", "proc", "twice"] {
        for path in [format!("{link}/secret"), format!("{link}/made/x")] {
            all_refuse(&workspace, &path, "leads out of the workspace").await;
        }
    }
    let listed = workspace.call("list_files", json!({ "recursive": true })).await;
    assert!(listed.contains("near -> ../vault") && !listed.contains("secret"), "{listed}");
    assert_eq!(fs::read_dir(workspace.outside.join("vault")).unwrap().count(), 1);
}

#[tokio::test]
async fn a_link_that_stays_within_the_root_is_read_but_not_replaced() {
    let workspace = TestWorkspace::new().await;
    workspace.put("real/a", "sesame");
    symlink("real", workspace.root.join("also")).unwrap();
    symlink("real/a", workspace.root.join("b")).unwrap();
    assert_eq!(workspace.call("read_file", json!({ "path": "also/a" })).await, "     1\tsesame\n");
    assert_eq!(workspace.call("read_file", json!({ "path": "b" })).await, "     1\tsesame\n");
    let said = workspace.refused("edit_file", json!({ "path": "b", "old": "s", "new": "t" })).await;
    assert_eq!(said, "`b` is a symbolic link to `real/a`; write to that file by its own name");
    workspace.call("write_file", json!({ "path": "also/a", "content": "open" })).await;
    assert_eq!(workspace.contents("real/a"), "open");
}

#[tokio::test]
async fn a_folder_that_is_swapped_for_a_link_while_it_is_used_leads_nowhere() {
    let workspace = TestWorkspace::new().await;
    fs::create_dir(workspace.outside.join("vault")).unwrap();
    fs::write(workspace.outside.join("vault/a"), "sesame").unwrap();
    workspace.put("door/a", "mine");
    let (root, done) = (workspace.root.clone(), Arc::new(AtomicBool::new(false)));
    let stop = Arc::clone(&done);
    let swapping = std::thread::spawn(move || {
        symlink("../vault", root.join("link")).unwrap();
        let (door, link) = (root.join("door"), root.join("link"));
        while !stop.load(Ordering::Relaxed) {
            renameat_with(CWD, &door, CWD, &link, RenameFlags::EXCHANGE).unwrap();
        }
    });
    let (mut inside, mut escapes) = (0, 0);
    for _ in 0..400 {
        if let Ok(read) = workspace.kit.tool("read_file", json!({ "path": "door/a" })).await {
            assert_eq!(read.text(), "     1\tmine\n");
            inside += 1;
        }
        let write = workspace.kit.tool("write_file", json!({ "path": "door/a", "content": "mine" })).await;
        escapes += usize::from(write.is_err_and(|error| error.to_string().contains("leads out")));
    }
    done.store(true, Ordering::Relaxed);
    swapping.join().unwrap();
    assert!(inside > 0, "the file was never there, so nothing was tried; {escapes} escapes refused");
    assert_eq!(fs::read_to_string(workspace.outside.join("vault/a")).unwrap(), "sesame");
    assert_eq!(fs::read_dir(workspace.outside.join("vault")).unwrap().count(), 1);
}

#[tokio::test]
async fn names_that_cannot_be_are_refused_in_words() {
    let workspace = TestWorkspace::new().await;
    all_refuse(&workspace, "a\0b", "NUL").await;
    all_refuse(&workspace, &"x".repeat(300), "").await;
    all_refuse(&workspace, &"x/".repeat(3000), "").await;
    assert_eq!(fs::read_dir(&workspace.root).unwrap().count(), 0);
}

#[tokio::test]
async fn a_root_that_is_not_there_keeps_the_plugin_from_starting() {
    use hookwire::test::Kit;
    let setup = Kit::of::<hookwire_workspace::Workspace>().config("workspace", json!({ "root": "/no/such" }));
    let error = setup.try_start().await.unwrap_err().to_string();
    assert!(error.contains("the root `/no/such` cannot be opened"), "{error}");
}
