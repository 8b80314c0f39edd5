//! The host's data folder cannot be reached by the file tools.

mod fixture;

use fixture::TestWorkspace;
use hookwire::test::Kit;
use hookwire_workspace::Workspace;
use serde_json::json;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Asserts that the files of the host are refused by every path, and are neither listed nor found.
async fn assert_hidden(workspace: &TestWorkspace, paths: &[&str]) {
    for path in paths {
        for (tool, args) in
            [("read_file", json!({ "path": path })), ("write_file", json!({ "path": path, "content": "x" }))]
        {
            let said = workspace.refused(tool, args).await;
            assert!(said.contains("where the host keeps"), "{tool} {path}: {said}");
        }
    }
    assert_eq!(workspace.contents("state/attachments/hers.txt"), "sesame");
    let all = workspace.call("list_files", json!({ "recursive": true })).await;
    let found = workspace.call("search_files", json!({ "pattern": "sesame" })).await;
    assert!(!all.contains("hers") && found.contains("no matches"), "{all} {found}");
}

/// Returns why the plugin does not start with a root and a data folder.
async fn start_error(root: &Path, data: &Path) -> String {
    let setup = Kit::of::<Workspace>().config("workspace", json!({ "root": root })).data(data);
    setup.try_start().await.unwrap_err().to_string()
}

#[tokio::test]
async fn what_the_host_keeps_beneath_the_root_is_not_there_for_the_tools() {
    let workspace = TestWorkspace::with_data(json!({}), &["hers.txt"]).await;
    symlink("state/attachments", workspace.root.join("alias")).unwrap();
    assert_hidden(&workspace, &["state/attachments/hers.txt", "alias/hers.txt", "state/new"]).await;
    for path in ["state", "alias"] {
        let said = workspace.refused("list_files", json!({ "path": path })).await;
        assert!(said.contains("where the host keeps"), "{path}: {said}");
    }
}

#[tokio::test]
async fn what_the_host_keeps_is_not_listed_through_a_link_either() {
    let workspace = TestWorkspace::with_data(json!({}), &["hers.txt"]).await;
    workspace.put("mine", "sesame");
    workspace.put("sub/a", "");
    symlink(".", workspace.root.join("all")).unwrap();
    for path in ["all", "./all", "all/all/.", "sub/../all"] {
        let listed = workspace.call("list_files", json!({ "path": path, "recursive": true })).await;
        assert!(listed.contains("/mine  6 bytes") && !listed.contains("state"), "{path}: {listed}");
        let found = workspace.call("search_files", json!({ "path": path, "pattern": "sesame" })).await;
        assert!(found.contains("/mine:1: sesame") && !found.contains("not searched"), "{path}: {found}");
    }
}

#[tokio::test]
async fn a_data_folder_that_is_made_later_is_kept_from_the_tools_too() {
    let workspace = TestWorkspace::new().await;
    for path in ["state/new", "made/../state/new"] {
        let said = workspace.refused("write_file", json!({ "path": path, "content": "x" })).await;
        assert!(said.contains("where the host keeps"), "{path}: {said}");
    }
    assert_eq!(fs::read_dir(&workspace.root).unwrap().count(), 0);
    workspace.put("state/attachments/hers.txt", "sesame");
    assert_hidden(&workspace, &["state/attachments/hers.txt", "state/new"]).await;
}

#[tokio::test]
async fn a_root_in_the_data_folder_keeps_the_plugin_from_starting() {
    let workspace = TestWorkspace::new().await;
    workspace.put("below/a", "");
    symlink(&workspace.root, workspace.outside.join("alias")).unwrap();
    let whole = workspace.root.canonicalize().unwrap();
    for (root, data) in [("root", "root"), ("root/below", "root"), ("root", "alias"), ("alias", "root/.")] {
        let said = start_error(&workspace.outside.join(root), &workspace.outside.join(data)).await;
        let what = format!("lies in the data folder `{}`, where the host keeps", whole.display());
        assert!(said.contains(&what) && said.contains("set another `root`"), "{root} {data}: {said}");
    }
}

#[tokio::test]
async fn a_data_folder_of_which_nobody_knows_where_it_will_be_keeps_the_plugin_from_starting() {
    let workspace = TestWorkspace::new().await;
    symlink("root/later", workspace.outside.join("link")).unwrap();
    for data in ["link", "link/state", "secret/state"] {
        let said = start_error(&workspace.root, &workspace.outside.join(data)).await;
        assert!(said.contains("cannot be located") && said.contains("--data"), "{data}: {said}");
    }
}
