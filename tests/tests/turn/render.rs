//! Templates at a host: the operator's files stand for those of plugins, and what is wrong with one is told.

use hookwire::{Cx, Result, plugin};
use hookwire_tests::test_host::{Setup, TestHost};
use serde_json::json;
use std::fs;
use std::path::PathBuf;

#[derive(Default)]
struct Letters;

#[plugin(id = "letters")]
impl Letters {
    #[template("letter.html")]
    const LETTER: &str = "{% extends \"layout.html\" %}{% block content %}Dear {{ name }}{% endblock %}";

    #[template("endless.txt")]
    const ENDLESS: &str = "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}";

    #[command("/render")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        let (name, value) = args.split_once(' ').unwrap_or((args, ""));
        cx.render(name, &json!({ "name": value })).await
    }
}

/// A host with a folder of templates of the operator.
struct Home {
    host: TestHost,
    folder: PathBuf,
}

impl Home {
    async fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("hookwire-templates-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("letters")).unwrap();
        let config =
            format!("[templates]\ntitle = \"Post office\"\nfolder = {:?}", folder.display().to_string());
        let host = Setup::new("").plugin::<Letters>().config(&config).start().await;
        Self { host, folder }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.join(path), text).unwrap();
    }

    async fn rendered(&self, order: &str) -> String {
        let outcome = self.host.say(&format!("/render {order}")).await.outcome;
        outcome.error.unwrap_or(outcome.response)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn a_plugin_renders_in_the_layout_with_the_title_of_the_host() {
    let home = Home::new("title").await;
    let page = home.rendered("letter.html <b>Ann</b>").await;
    assert!(page.contains("Dear &lt;b&gt;Ann&lt;&#x2f;b&gt;"), "{page}");
    assert!(page.contains("<title>Post office</title>"), "{page}");
}

#[tokio::test]
async fn a_file_in_the_folder_stands_for_a_template_from_the_next_page_on() {
    let home = Home::new("folder").await;
    assert!(home.rendered("letter.html Ann").await.contains("Dear Ann"));
    home.write("letters/letter.html", "Hi {{ name }}! {{ 7 * 6 }}");
    assert_eq!(home.rendered("letter.html <Ann>").await, "Hi &lt;Ann&gt;! 42");
    home.write("letters/letter.html", "Hello {{ name }} {% block x %}again{% endblock %}");
    assert_eq!(home.rendered("letter.html Ann").await, "Hello Ann again");
    fs::remove_file(home.folder.join("letters/letter.html")).unwrap();
    home.write("layout.html", "<main>{% block content %}{% endblock %}</main>");
    assert_eq!(home.rendered("letter.html Ann").await, "<main>Dear Ann</main>");
    // A file of a name that no plugin declares is no template.
    home.write("letters/other.html", "other");
    assert!(home.rendered("other.html").await.contains("there is no template `other.html`"));
}

#[tokio::test]
async fn a_file_that_is_wrong_is_named_with_its_line() {
    let home = Home::new("wrong").await;
    home.write("letters/letter.html", "Dear\n{{ name");
    let told = home.rendered("letter.html Ann").await;
    assert!(told.contains("letters/letter.html` cannot be read: line 2"), "{told}");
    fs::write(home.folder.join("letters/letter.html"), [0xff, 0xfe]).unwrap();
    let told = home.rendered("letter.html Ann").await;
    assert!(told.contains("letters/letter.html`, which stands for a template, cannot be read"), "{told}");
}

#[tokio::test]
async fn a_template_that_works_without_end_is_stopped_and_the_host_goes_on() {
    let home = Home::new("endless").await;
    assert!(home.rendered("endless.txt").await.contains("takes too many steps"));
    assert!(home.rendered("letter.html Ann").await.contains("Dear Ann"));
}
