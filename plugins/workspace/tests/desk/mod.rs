//! A workspace in a folder of its own, for one test.

use hookwire::test::Kit;
use hookwire_workspace::Workspace;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::{env, fs};
use uuid::Uuid;

pub(crate) struct Desk {
    /// Beside the root, to keep what must not be reached.
    pub(crate) outside: PathBuf,
    pub(crate) root: PathBuf,
    pub(crate) kit: Kit,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::with(json!({})).await
    }

    pub(crate) async fn with(config: Value) -> Self {
        Self::beside(config, &[]).await
    }

    /// Makes one in which the host keeps its own things, too.
    pub(crate) async fn beside(mut config: Value, kept: &[&str]) -> Self {
        let outside = env::temp_dir().join(format!("workspace-{}", Uuid::new_v4()));
        let root = outside.join("root");
        fs::create_dir_all(&root).unwrap();
        for file in kept {
            fs::create_dir_all(root.join("state/attachments")).unwrap();
            fs::write(root.join("state/attachments").join(file), "sesame").unwrap();
        }
        fs::write(outside.join("secret"), "sesame").unwrap();
        config["root"] = json!(root);
        let kit = Kit::of::<Workspace>().config("workspace", config).data(root.join("state"));
        let kit = kit.start().await;
        Self { outside, root, kit }
    }

    /// Puts a file where the tools find it.
    pub(crate) fn put(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// Returns what is in a file.
    pub(crate) fn look(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    /// Calls a tool that does what it is told.
    pub(crate) async fn call(&self, tool: &str, args: Value) -> String {
        self.kit.tool(tool, args).await.unwrap().text()
    }

    /// Calls a tool that refuses; returns what it says.
    pub(crate) async fn refused(&self, tool: &str, args: Value) -> String {
        match self.kit.tool(tool, args.clone()).await {
            Ok(output) => panic!("{tool} {args} gave {}", output.text()),
            Err(error) => error.to_string(),
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.outside);
    }
}
