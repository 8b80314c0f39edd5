//! The folder that a plugin has at a host: in the data folder, private, closed, and only so large.

use hookwire::cx::{Dir, DirError};
use hookwire::{Cx, Error, Result, plugin};
use hookwire_tests::test_host::{Setup, TestHost};
use std::fs;
use std::path::PathBuf;

#[derive(Default)]
struct Archive;

#[plugin(id = "archive", capabilities = [files])]
impl Archive {
    #[command("/do")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        let mut words = args.splitn(3, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (what, path, text) = (word(), word(), word());
        let dir = cx.dir();
        let done = |what: &str| what.to_owned();
        Ok(match what {
            "write" => dir.write(path, text).await.map(|()| done("written"))?,
            "append" => dir.append(path, text).await.map(|()| done("written"))?,
            "huge" => dir.write(path, vec![0; text.parse()?]).await.map(|()| done("written"))?,
            "read" => {
                dir.read(path).await?.map_or(done("none"), |it| String::from_utf8_lossy(&it).into_owned())
            }
            "list" => {
                let entries = dir.list(path).await?.into_iter();
                entries
                    .map(|it| format!("{}:{}:{}", it.name, it.is_folder, it.bytes))
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            "remove" => dir.remove(path).await?.to_string(),
            _ => return Err(Error::msg("no such order")),
        })
    }
}

/// A host with a data folder.
struct Home {
    host: TestHost,
    data: PathBuf,
}

impl Home {
    async fn new(test: &str) -> Self {
        let data = std::env::temp_dir().join(format!("hookwire-plugin-dir-{test}-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        let config = format!("[store]\ndata = {:?}", data.display().to_string());
        let host = Setup::new("").plugin::<Archive>().config(&config).start().await;
        Self { host, data }
    }

    fn own(&self, path: &str) -> PathBuf {
        self.data.join("plugins/archive").join(path)
    }

    async fn told(&self, order: &str) -> String {
        let outcome = self.host.say(&format!("/do {order}")).await.outcome;
        outcome.error.unwrap_or(outcome.response)
    }

    fn clean(self) {
        fs::remove_dir_all(self.data).unwrap();
    }
}

#[tokio::test]
async fn files_lie_in_the_plugins_folder_within_that_of_the_host() {
    let home = Home::new("files").await;
    assert_eq!(home.told("read a/b.txt").await, "none");
    assert_eq!(home.told("list").await, "");
    assert_eq!(home.told("write a/b.txt one").await, "written");
    assert_eq!(home.told("append a/b.txt two").await, "written");
    assert_eq!(home.told("read a/b.txt").await, "onetwo");
    assert_eq!(fs::read_to_string(home.own("a/b.txt")).unwrap(), "onetwo");
    assert_eq!(home.told("write a/b.txt three").await, "written");
    assert_eq!(home.told("list").await, "a:true:0");
    assert_eq!(home.told("list a").await, "b.txt:false:5");
    assert_eq!(home.told("write a x").await, "`a` is not a file");
    assert_eq!(home.told("list a/b.txt").await, "`a/b.txt` is not a folder");
    #[cfg(unix)]
    for (path, mode) in [("", 0o700), ("a", 0o700), ("a/b.txt", 0o600)] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(home.own(path)).unwrap().permissions().mode() & 0o777, mode, "{path}");
    }
    assert_eq!(home.told("remove a").await, "true");
    assert_eq!(home.told("remove a").await, "false");
    assert!(!home.own("a").exists() && home.own("").exists());
    home.clean();
}

#[cfg(unix)]
#[tokio::test]
async fn no_path_and_no_link_leads_to_what_the_host_keeps() {
    use std::os::unix::fs::symlink;
    let home = Home::new("links").await;
    assert_eq!(home.told("write own.txt mine").await, "written");
    fs::write(home.data.join("secret"), "sesame").unwrap();
    symlink(&home.data, home.own("folder")).unwrap();
    symlink("../..", home.own("up")).unwrap();
    symlink(home.data.join("secret"), home.own("file")).unwrap();
    symlink(home.data.join("new"), home.own("dangling")).unwrap();
    symlink("own.txt", home.own("inside")).unwrap();
    for path in ["../../secret", "/etc/hostname", "a/../../../secret"] {
        for order in ["read", "write", "append", "remove"] {
            let refused = home.told(&format!("{order} {path} x")).await;
            assert!(refused.contains("is no path in the plugin's folder"), "{order} {path}: {refused}");
        }
    }
    for path in ["folder/secret", "up/secret", "file", "folder/new", "dangling"] {
        for order in ["read", "write", "append"] {
            let refused = home.told(&format!("{order} {path} x")).await;
            let expected = DirError::Outside { path: path.into() }.to_string();
            assert_eq!(refused, expected, "{order} {path}");
        }
    }
    for path in ["folder/secret", "up/secret"] {
        assert!(home.told(&format!("remove {path}")).await.contains("leads out"), "{path}");
    }
    assert!(home.told("list folder").await.contains("leads out"));
    assert_eq!(home.told("read inside").await, "mine");
    assert_eq!(home.told("remove folder").await, "true", "the link goes, and not what it leads to");
    assert_eq!(fs::read_to_string(home.data.join("secret")).unwrap(), "sesame");
    assert!(!home.data.join("new").exists());
    home.clean();
}

#[tokio::test]
async fn a_file_and_a_folder_have_limits() {
    let home = Home::new("limits").await;
    let most = Dir::MOST_FILE_BYTES;
    let refused = home.told(&format!("huge a {}", most + 1)).await;
    assert_eq!(
        refused,
        format!("`a` has {} bytes, or would have them, and the limit for a file is {most}", most + 1)
    );
    assert_eq!(home.told("list").await, "");
    // What the system does not fill takes no room on the disk.
    assert_eq!(home.told("write a x").await, "written");
    fs::File::options().write(true).open(home.own("a")).unwrap().set_len(most).unwrap();
    assert!(home.told("append a x").await.contains("the limit for a file is"));
    fs::File::create(home.own("b")).unwrap().set_len(most + 1).unwrap();
    assert!(home.told("read b").await.contains("the limit for a file is"));
    fs::File::options().write(true).open(home.own("b")).unwrap().set_len(Dir::MOST_BYTES - most).unwrap();
    assert!(
        home.told("write c x").await.contains("the plugin's folder may have 1073741824 bytes; remove some")
    );
    assert_eq!(home.told("write a x").await, "written", "a smaller file in the place of a larger one");
    home.clean();
}

#[tokio::test]
async fn folders_count_as_files_do_also_those_that_a_write_makes() {
    let home = Home::new("folders").await;
    assert_eq!(home.told("write a x").await, "written");
    for number in 0..Dir::MOST_FILES - 3 {
        fs::create_dir(home.own(&number.to_string())).unwrap();
    }
    let refused = home.told("write b/c/d x").await;
    assert_eq!(refused, "`b/c/d` cannot be written: the plugin's folder may have 10000 files; remove some");
    assert_eq!(home.told("write b/c x").await, "written");
    assert!(home.told("write d x").await.contains("may have 10000 files"));
    assert_eq!(home.told("write a y").await, "written", "a file in the place of another");
    home.clean();
}

#[tokio::test]
async fn what_was_half_written_when_a_host_died_is_not_there() {
    let home = Home::new("drafts").await;
    assert_eq!(home.told("write a x").await, "written");
    fs::write(home.own(".hookwire-draft-1"), "half").unwrap();
    assert_eq!(home.told("list").await, "a:false:1");
    assert_eq!(home.told("write b x").await, "written");
    assert!(!home.own(".hookwire-draft-1").exists());
    home.clean();
}
