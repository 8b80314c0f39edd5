//! Nothing outside of the root is reached, by whatever path.

mod desk;

use desk::Desk;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Every file tool, asked for one path.
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

async fn all_refuse(desk: &Desk, path: &str, word: &str) {
    for (tool, args) in calls(path) {
        let said = desk.refused(tool, args).await;
        assert!(said.contains(word), "{tool} of {path:?} says {said:?}");
        assert!(!said.contains("sesame"), "{tool} of {path:?} says {said:?}");
    }
    assert_eq!(fs::read_to_string(desk.outside.join("secret")).unwrap(), "sesame");
    assert!(!desk.outside.join("made").exists());
}

#[tokio::test]
async fn a_path_that_climbs_out_of_the_root_is_refused() {
    let desk = Desk::new().await;
    desk.put("in/a", "a");
    for path in ["../secret", "in/../../secret", "./../secret", "../made/x", "in/../../root/in/a", "../root"]
    {
        all_refuse(&desk, path, "leads out of the workspace").await;
    }
    // Climbing within is nobody's harm.
    assert_eq!(desk.call("read_file", json!({ "path": "in/../in/a" })).await, "     1\ta\n");
}

#[tokio::test]
async fn an_absolute_path_is_refused_even_into_the_root() {
    let desk = Desk::new().await;
    desk.put("a", "a");
    let inside = desk.root.join("a").display().to_string();
    let secret = desk.outside.join("secret").display().to_string();
    for path in [&*inside, &*secret, "/etc/passwd", "/proc/self/root/etc/passwd", "//etc/passwd", "/"] {
        all_refuse(&desk, path, "is absolute; name paths from the workspace's root").await;
    }
}

#[tokio::test]
async fn a_link_to_a_file_outside_is_neither_read_nor_written() {
    let desk = Desk::new().await;
    symlink("../secret", desk.root.join("near")).unwrap();
    symlink(desk.outside.join("secret"), desk.root.join("far")).unwrap();
    for link in ["near", "far"] {
        for tool in ["read_file", "edit_file", "search_files", "list_files"] {
            let (_, args) = calls(link).into_iter().find(|(name, _)| *name == tool).unwrap();
            let said = desk.refused(tool, args).await;
            assert!(said.contains("leads out of the workspace"), "{tool}: {said}");
        }
        let said = desk.refused("write_file", json!({ "path": link, "content": "mine" })).await;
        assert!(said.contains("is a symbolic link to"), "{said}");
    }
    assert_eq!(desk.call("search_files", json!({ "pattern": "sesame" })).await, "(no matches)\n");
    assert_eq!(fs::read_to_string(desk.outside.join("secret")).unwrap(), "sesame");
}

#[tokio::test]
async fn a_link_to_a_folder_outside_leads_nowhere() {
    let desk = Desk::new().await;
    fs::create_dir(desk.outside.join("vault")).unwrap();
    fs::write(desk.outside.join("vault/secret"), "sesame").unwrap();
    symlink("../vault", desk.root.join("near")).unwrap();
    symlink(desk.outside.join("vault"), desk.root.join("far")).unwrap();
    symlink("/proc/self/root", desk.root.join("proc")).unwrap();
    symlink("near", desk.root.join("twice")).unwrap();
    for link in ["near", "far", "proc", "twice"] {
        for path in [format!("{link}/secret"), format!("{link}/made/x")] {
            all_refuse(&desk, &path, "leads out of the workspace").await;
        }
    }
    let listed = desk.call("list_files", json!({ "recursive": true })).await;
    assert!(listed.contains("near -> ../vault") && !listed.contains("secret"), "{listed}");
    assert_eq!(fs::read_dir(desk.outside.join("vault")).unwrap().count(), 1);
}

#[tokio::test]
async fn a_link_that_stays_within_the_root_is_read_but_not_replaced() {
    let desk = Desk::new().await;
    desk.put("real/a", "sesame");
    symlink("real", desk.root.join("also")).unwrap();
    symlink("real/a", desk.root.join("b")).unwrap();
    assert_eq!(desk.call("read_file", json!({ "path": "also/a" })).await, "     1\tsesame\n");
    assert_eq!(desk.call("read_file", json!({ "path": "b" })).await, "     1\tsesame\n");
    let said = desk.refused("edit_file", json!({ "path": "b", "old": "s", "new": "t" })).await;
    assert_eq!(said, "`b` is a symbolic link to `real/a`; write to that file by its own name");
    desk.call("write_file", json!({ "path": "also/a", "content": "open" })).await;
    assert_eq!(desk.look("real/a"), "open");
}

#[tokio::test]
async fn a_folder_that_is_swapped_for_a_link_while_it_is_used_leads_nowhere() {
    let desk = Desk::new().await;
    fs::create_dir(desk.outside.join("vault")).unwrap();
    fs::write(desk.outside.join("vault/a"), "sesame").unwrap();
    desk.put("door/a", "mine");
    let (root, done) = (desk.root.clone(), Arc::new(AtomicBool::new(false)));
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
        if let Ok(read) = desk.kit.tool("read_file", json!({ "path": "door/a" })).await {
            assert_eq!(read.text(), "     1\tmine\n");
            inside += 1;
        }
        let write = desk.kit.tool("write_file", json!({ "path": "door/a", "content": "mine" })).await;
        escapes += usize::from(write.is_err_and(|error| error.to_string().contains("leads out")));
    }
    done.store(true, Ordering::Relaxed);
    swapping.join().unwrap();
    assert!(inside > 0, "the file was never there, so nothing was tried; {escapes} escapes refused");
    assert_eq!(fs::read_to_string(desk.outside.join("vault/a")).unwrap(), "sesame");
    assert_eq!(fs::read_dir(desk.outside.join("vault")).unwrap().count(), 1);
}

#[tokio::test]
async fn names_that_cannot_be_are_refused_in_words() {
    let desk = Desk::new().await;
    all_refuse(&desk, "a\0b", "NUL").await;
    all_refuse(&desk, &"x".repeat(300), "").await;
    all_refuse(&desk, &"x/".repeat(3000), "").await;
    assert_eq!(fs::read_dir(&desk.root).unwrap().count(), 0);
}

#[tokio::test]
async fn a_root_that_is_not_there_keeps_the_plugin_from_starting() {
    use hookwire::test::Kit;
    let setup = Kit::of::<hookwire_workspace::Workspace>().config("workspace", json!({ "root": "/no/such" }));
    let error = setup.try_start().await.unwrap_err().to_string();
    assert!(error.contains("the root `/no/such` cannot be opened"), "{error}");
}
