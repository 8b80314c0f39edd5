//! What the host keeps beneath the root is nobody's business.

mod desk;

use desk::Desk;
use hookwire::test::Kit;
use hookwire_workspace::Workspace;
use serde_json::json;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Every file of the host is refused by whatever path, and nobody is told of it.
async fn kept_from_the_tools(desk: &Desk, paths: &[&str]) {
    for path in paths {
        for (tool, args) in
            [("read_file", json!({ "path": path })), ("write_file", json!({ "path": path, "content": "x" }))]
        {
            let said = desk.refused(tool, args).await;
            assert!(said.contains("where the host keeps"), "{tool} {path}: {said}");
        }
    }
    assert_eq!(desk.look("state/attachments/hers.txt"), "sesame");
    let all = desk.call("list_files", json!({ "recursive": true })).await;
    let found = desk.call("search_files", json!({ "pattern": "sesame" })).await;
    assert!(!all.contains("hers") && found.contains("no matches"), "{all} {found}");
}

/// Tries to start one whose root and data folder are these.
async fn refused_to_start(root: &Path, data: &Path) -> String {
    let setup = Kit::of::<Workspace>().config("workspace", json!({ "root": root })).data(data);
    setup.try_start().await.unwrap_err().to_string()
}

#[tokio::test]
async fn what_the_host_keeps_beneath_the_root_is_not_there_for_the_tools() {
    let desk = Desk::beside(json!({}), &["hers.txt"]).await;
    symlink("state/attachments", desk.root.join("alias")).unwrap();
    kept_from_the_tools(&desk, &["state/attachments/hers.txt", "alias/hers.txt", "state/new"]).await;
    for path in ["state", "alias"] {
        let said = desk.refused("list_files", json!({ "path": path })).await;
        assert!(said.contains("where the host keeps"), "{path}: {said}");
    }
}

#[tokio::test]
async fn what_the_host_keeps_is_not_listed_through_a_link_either() {
    let desk = Desk::beside(json!({}), &["hers.txt"]).await;
    desk.put("mine", "sesame");
    desk.put("sub/a", "");
    symlink(".", desk.root.join("all")).unwrap();
    for path in ["all", "./all", "all/all/.", "sub/../all"] {
        let listed = desk.call("list_files", json!({ "path": path, "recursive": true })).await;
        assert!(listed.contains("/mine  6 bytes") && !listed.contains("state"), "{path}: {listed}");
        let found = desk.call("search_files", json!({ "path": path, "pattern": "sesame" })).await;
        assert!(found.contains("/mine:1: sesame") && !found.contains("not searched"), "{path}: {found}");
    }
}

#[tokio::test]
async fn a_data_folder_that_is_made_later_is_kept_from_the_tools_too() {
    let desk = Desk::new().await;
    for path in ["state/new", "made/../state/new"] {
        let said = desk.refused("write_file", json!({ "path": path, "content": "x" })).await;
        assert!(said.contains("where the host keeps"), "{path}: {said}");
    }
    assert_eq!(fs::read_dir(&desk.root).unwrap().count(), 0);
    desk.put("state/attachments/hers.txt", "sesame");
    kept_from_the_tools(&desk, &["state/attachments/hers.txt", "state/new"]).await;
}

#[tokio::test]
async fn a_root_in_the_data_folder_keeps_the_plugin_from_starting() {
    let desk = Desk::new().await;
    desk.put("below/a", "");
    symlink(&desk.root, desk.outside.join("alias")).unwrap();
    let whole = desk.root.canonicalize().unwrap();
    for (root, data) in [("root", "root"), ("root/below", "root"), ("root", "alias"), ("alias", "root/.")] {
        let said = refused_to_start(&desk.outside.join(root), &desk.outside.join(data)).await;
        let what = format!("lies in the data folder `{}`, where the host keeps", whole.display());
        assert!(said.contains(&what) && said.contains("set another `root`"), "{root} {data}: {said}");
    }
}

#[tokio::test]
async fn a_data_folder_of_which_nobody_knows_where_it_will_be_keeps_the_plugin_from_starting() {
    let desk = Desk::new().await;
    symlink("root/later", desk.outside.join("link")).unwrap();
    for data in ["link", "link/state", "secret/state"] {
        let said = refused_to_start(&desk.root, &desk.outside.join(data)).await;
        assert!(said.contains("cannot be found out") && said.contains("--data"), "{data}: {said}");
    }
}
