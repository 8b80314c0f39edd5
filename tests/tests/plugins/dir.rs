//! The plugin's own folder: files are kept there and nowhere else, with the capability, within limits.

use hookwire::cx::{Dir, DirError, MissingService};
use hookwire::test::Kit;
use hookwire::{Cx, Error, Result, plugin};
use std::fs;

/// Does with files as it is told.
async fn act(order: &str, cx: &Cx) -> Result<String> {
    let mut words = order.splitn(3, ' ');
    let mut word = || words.next().unwrap_or_default();
    let (what, path, text) = (word(), word(), word());
    let dir = cx.dir();
    Ok(match what {
        "write" => dir.write(path, text).await.map(|()| "written".into())?,
        "append" => dir.append(path, text).await.map(|()| "written".into())?,
        "read" => match dir.read(path).await? {
            Some(contents) => String::from_utf8_lossy(&contents).into_owned(),
            None => "none".into(),
        },
        "list" => {
            let entries = dir.list(path).await?.into_iter();
            let entries =
                entries.map(|it| format!("{}{}:{}", it.name, if it.is_folder { "/" } else { "" }, it.bytes));
            entries.collect::<Vec<_>>().join(" ")
        }
        "remove" => dir.remove(path).await?.to_string(),
        "path" => dir.path()?.display().to_string(),
        _ => return Err(Error::msg("no such order")),
    })
}

#[derive(Default)]
struct Archive;

#[plugin(id = "archive", capabilities = [files])]
impl Archive {
    #[command("/do")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        act(args, cx).await
    }
}

/// Has a folder of its own.
#[derive(Default)]
struct Other;

#[plugin(id = "other", capabilities = [files])]
impl Other {
    #[command("/other")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        act(args, cx).await
    }
}

/// Does the same, and may not.
#[derive(Default)]
struct Stranger;

#[plugin(id = "stranger")]
impl Stranger {
    #[command("/do")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        act(args, cx).await
    }
}

async fn told(kit: &Kit, order: &str) -> String {
    kit.command("do", order).await.map_or_else(|error| error.to_string(), |reply| reply.text)
}

#[tokio::test]
async fn files_are_written_read_listed_and_removed() {
    let kit = Kit::of::<Archive>().start().await;
    assert_eq!(told(&kit, "read a/b.txt").await, "none");
    assert_eq!(told(&kit, "list a").await, "");
    for (order, contents) in [("write", "one"), ("append", "onetwo"), ("write", "two")] {
        let text = if order == "write" { contents } else { "two" };
        assert_eq!(told(&kit, &format!("{order} a/b.txt {text}")).await, "written");
        assert_eq!(told(&kit, "read a/b.txt").await, contents);
    }
    told(&kit, "append z.txt new").await;
    assert_eq!(told(&kit, "list").await, "a/:0 z.txt:3");
    assert_eq!(told(&kit, "list a").await, "b.txt:3");
    assert_eq!(told(&kit, "remove z.txt").await, "true");
    assert_eq!(told(&kit, "remove a").await, "true");
    assert_eq!(told(&kit, "remove a").await, "false");
    assert_eq!(told(&kit, "list").await, "");
}

#[tokio::test]
async fn a_plugin_that_has_not_declared_it_keeps_no_files() {
    let kit = Kit::of::<Stranger>().start().await;
    for order in ["write a b", "append a b", "read a", "list", "remove a", "path"] {
        assert_eq!(
            told(&kit, order).await,
            "`stranger` keeps files without declaring it; add `capabilities = [files]` to its `#[plugin(..)]`",
            "{order}"
        );
    }
}

#[tokio::test]
async fn each_plugin_has_a_folder_of_its_own() {
    let kit = Kit::of::<Archive>().and::<Other>().start().await;
    told(&kit, "write a mine").await;
    let theirs = kit.command("other", "read a").await.unwrap().text;
    assert_eq!((theirs.as_str(), told(&kit, "read a").await.as_str()), ("none", "mine"));
    assert!(told(&kit, "path").await.ends_with("archive"));
}

#[tokio::test]
async fn no_path_and_no_link_leads_out_of_the_folder() {
    let kit = Kit::of::<Archive>().start().await;
    let home = told(&kit, "path").await;
    let outside = format!("{home}-outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(format!("{outside}/secret"), "sesame").unwrap();
    for path in
        ["..", "../x", "a/../../x", "/etc/hostname", "./a", "a//b", "a/", "a\\b", "C:x", "a\u{0}b", "a\u{7}b"]
    {
        for order in ["read", "write", "append", "remove"] {
            let refused = kit.command("do", &format!("{order} {path} x")).await.unwrap_err();
            assert!(
                matches!(refused.downcast_ref(), Some(DirError::NoPath { .. })),
                "{order} {path}: {refused}"
            );
        }
    }
    let long = "x".repeat(Dir::MOST_PATH_BYTES + 1);
    assert!(told(&kit, &format!("write {long} x")).await.contains("in at most 512 bytes"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&outside, format!("{home}/folder")).unwrap();
        std::os::unix::fs::symlink(format!("{outside}/secret"), format!("{home}/file")).unwrap();
        std::os::unix::fs::symlink(format!("{outside}/new"), format!("{home}/dangling")).unwrap();
        for path in ["folder/secret", "folder/new", "file", "dangling"] {
            for order in ["read", "write", "append"] {
                let refused = kit.command("do", &format!("{order} {path} x")).await.unwrap_err();
                assert!(
                    matches!(refused.downcast_ref(), Some(DirError::Outside { .. })),
                    "{order} {path}: {refused}"
                );
            }
        }
        assert_eq!(told(&kit, "remove file").await, "true", "the link goes, and not what it leads to");
    }
    assert_eq!(fs::read_to_string(format!("{outside}/secret")).unwrap(), "sesame");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    fs::remove_dir_all(outside).unwrap();
}

#[tokio::test]
async fn folders_count_as_files_do_as_they_do_at_a_host() {
    let kit = Kit::of::<Archive>().start().await;
    let home = told(&kit, "path").await;
    assert_eq!(told(&kit, "write a x").await, "written");
    for number in 0..Dir::MOST_FILES - 3 {
        fs::create_dir(format!("{home}/{number}")).unwrap();
    }
    let refused = told(&kit, "write b/c/d x").await;
    assert_eq!(refused, "`b/c/d` cannot be written: the plugin's folder may have 10000 files; remove some");
    assert_eq!(told(&kit, "write b/c x").await, "written");
    assert!(told(&kit, "write d x").await.contains("may have 10000 files"));
    assert_eq!(told(&kit, "write a y").await, "written", "a file in the place of another");
}

#[tokio::test]
async fn a_host_that_keeps_no_files_says_so() {
    let kit = Kit::of::<Archive>().without_dir().start().await;
    let error = kit.command("do", "read a").await.unwrap_err();
    assert_eq!(error.downcast_ref::<MissingService>().unwrap().service, "dir");
    assert_eq!(error.to_string(), "files cannot be kept: this host keeps none for plugins");
}

#[tokio::test]
async fn a_folder_that_a_test_names_stays() {
    let folder = std::env::temp_dir().join(format!("hookwire-dir-{}", std::process::id()));
    for expected in ["none", "kept"] {
        let kit = Kit::of::<Archive>().dir(&folder).start().await;
        assert_eq!(told(&kit, "read a").await, expected);
        told(&kit, "write a kept").await;
    }
    fs::remove_dir_all(folder).unwrap();
}
