//! What plugins log can be read back: the latest lines, by plugin, level, time and owner.

use hookwire::cx::Level;
use hookwire::{Cx, plugin};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::plugin_logs::{LogLine, LogQuery, PluginLogs};
use hookwire_host::engine::store::Owner;
use hookwire_host::engine::time::now;
use hookwire_tests::test_host::{Setup, TestHost};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

/// Logs what it is told.
fn log(args: &str, cx: &Cx) {
    let (level, text) = args.split_once(' ').unwrap_or((args, ""));
    match level {
        "warn" => cx.warn(text),
        "error" => cx.error(text),
        "some" => (0..400).for_each(|number| cx.info(format!("{number} {}", "x".repeat(1_000)))),
        "fill" => (0..4_000).for_each(|number| cx.info(format!("{number} {}", "x".repeat(1_000)))),
        "long" => cx.info("é".repeat(20_000)),
        _ => cx.info(text),
    }
}

#[derive(Default)]
struct Scribe;

#[plugin(id = "scribe")]
impl Scribe {
    #[start]
    fn start(&self, cx: &Cx) {
        cx.info("begun");
    }

    #[command("/log")]
    fn log(&self, args: &str, cx: &Cx) -> String {
        log(args, cx);
        String::new()
    }
}

#[derive(Default)]
struct Other;

#[plugin(id = "other")]
impl Other {
    #[command("/other")]
    fn log(&self, args: &str, cx: &Cx) -> String {
        log(args, cx);
        String::new()
    }
}

/// A host with a data folder.
struct Home {
    host: TestHost,
    data: PathBuf,
}

impl Home {
    async fn new(test: &str) -> Self {
        let data = std::env::temp_dir().join(format!("hookwire-plugin-logs-{test}-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        Self { host: Self::start(&data).await, data }
    }

    async fn start(data: &std::path::Path) -> TestHost {
        let config = format!("[store]\ndata = {:?}", data.display().to_string());
        Setup::new("").plugin::<Scribe>().plugin::<Other>().config(&config).start().await
    }

    async fn restart(self) -> Self {
        self.host.stop().await;
        Self { host: Self::start(&self.data).await, data: self.data }
    }

    async fn log(&self, order: &str) {
        TestHost::completed(&self.host.say(order).await);
    }

    fn read(&self, plugin: &str, query: &LogQuery) -> Vec<LogLine> {
        // As another process does.
        PluginLogs::of(Some(&self.data)).unwrap().read(plugin, query).unwrap()
    }

    fn texts(&self, plugin: &str, query: &LogQuery) -> Vec<String> {
        self.read(plugin, query).into_iter().map(|line| line.message).collect()
    }

    fn all(&self, plugin: &str) -> Vec<String> {
        self.texts(plugin, &LogQuery::default())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.data.join("plugin-logs").join(name)
    }

    fn clean(self) {
        fs::remove_dir_all(self.data).unwrap();
    }
}

#[tokio::test]
async fn lines_are_read_by_plugin_level_time_and_number() {
    let home = Home::new("read").await;
    for order in ["/log info one", "/other info theirs", "/log warn two", "/log error three"] {
        home.log(order).await;
    }
    assert_eq!(home.all("scribe"), ["begun", "one", "two", "three"]);
    assert_eq!(home.all("other"), ["theirs"]);
    let level = |level| LogQuery { level: Some(level), ..LogQuery::default() };
    assert_eq!(home.texts("scribe", &level(Level::Warn)), ["two", "three"]);
    assert_eq!(home.texts("scribe", &level(Level::Error)), ["three"]);
    assert_eq!(home.texts("scribe", &LogQuery { limit: Some(2), ..LogQuery::default() }), ["two", "three"]);
    let begun = home.read("scribe", &LogQuery::default())[0].at;
    for (since, count) in [(begun, 4), (now() + 1_000_000, 0)] {
        assert_eq!(
            home.texts("scribe", &LogQuery { since: Some(since), ..LogQuery::default() }).len(),
            count
        );
    }
    for plugin in ["nobody", "../plugin-logs/scribe", "scribe.old", ""] {
        assert_eq!(home.all(plugin), [""; 0], "{plugin}");
    }
    let own = home.host.agent().plugin_logs().unwrap().read("scribe", &LogQuery::default()).unwrap();
    assert_eq!(own.len(), 4);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(home.file("scribe.jsonl")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let home = home.restart().await;
    assert_eq!(home.all("scribe"), ["begun", "one", "two", "three", "begun"]);
    home.clean();
}

#[tokio::test]
async fn no_text_passes_for_another_line() {
    let home = Home::new("inject").await;
    let forged = r#"{"at":1,"level":"error","message":"forged"}"#;
    home.log(&format!("/log info a\n{forged}\r\n{forged}\u{2028}\u{0}\"}}\n{forged}")).await;
    let lines = home.read("scribe", &LogQuery::default());
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].message.starts_with("a\n{") && lines[1].level == Level::Info, "{lines:?}");
    assert_eq!(home.all("other"), [""; 0]);
    home.clean();
}

#[tokio::test]
async fn a_log_keeps_the_latest_lines_and_does_not_grow() {
    let home = Home::new("ring").await;
    home.log("/log fill").await;
    home.log("/log info the last").await;
    let texts = home.all("scribe");
    assert!(texts.len() > 900 && texts.len() < 2_200, "{}", texts.len());
    assert_eq!(texts.last().unwrap(), "the last");
    assert!(texts[texts.len() - 2].starts_with("3999 ") && !texts.contains(&"begun".to_owned()));
    let numbers: Vec<u32> =
        texts[..texts.len() - 1].iter().map(|it| it.split(' ').next().unwrap().parse().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "lines are missing");
    let bytes: u64 =
        fs::read_dir(home.file("")).unwrap().map(|it| it.unwrap().metadata().unwrap().len()).sum();
    assert!(bytes <= 2 << 20, "{bytes}");
    home.log("/log long").await;
    let long = home.all("scribe").pop().unwrap();
    assert!(long.ends_with("é … (40000 bytes)") && long.len() < 17_000, "{}", long.len());
    home.clean();
}

#[tokio::test]
async fn a_log_is_followed_from_one_file_to_the_next() {
    let home = Home::new("follow").await;
    home.log("/log info one").await;
    let query = LogQuery { limit: Some(1), level: Some(Level::Info), ..LogQuery::default() };
    let logs = PluginLogs::of(Some(&home.data)).unwrap();
    let mut follower = logs.follow("scribe", query).unwrap();
    let mut next = || follower.next_lines().unwrap().into_iter().map(|line| line.message).collect::<Vec<_>>();
    assert_eq!(next(), ["one"]);
    assert_eq!(next(), [""; 0]);
    home.log("/log warn two").await;
    home.log("/log info three").await;
    assert_eq!(next(), ["two", "three"]);
    // Less than a file each, so that none is written over before it is read.
    let mut numbers = Vec::new();
    for _ in 0..10 {
        home.log("/log some").await;
        numbers.extend(next());
    }
    let expected: Vec<_> = (0..10).flat_map(|_| 0..400).collect();
    let numbers: Vec<u32> = numbers.iter().map(|it| it.split(' ').next().unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, expected);
    assert!(home.file("scribe.old.jsonl").exists());
    // Half a line is one when its end is there.
    let file = home.file("scribe.jsonl");
    let write = |text: &str| {
        fs::OpenOptions::new().append(true).open(&file).unwrap().write_all(text.as_bytes()).unwrap();
    };
    write(r#"{"at":1,"level":"info","mess"#);
    assert_eq!(next(), [""; 0]);
    write("age\":\"whole\"}\n");
    assert_eq!(next(), ["whole"]);
    assert!(logs.follow("../scribe", LogQuery::default()).is_none());
    let mut early = logs.follow("other", LogQuery::default()).unwrap();
    assert!(early.next_lines().unwrap().is_empty());
    home.log("/other info theirs").await;
    assert_eq!(early.next_lines().unwrap().len(), 1);
    home.clean();
}

#[tokio::test]
async fn half_a_line_that_a_host_left_spoils_no_other() {
    let home = Home::new("torn").await;
    home.log("/log info one").await;
    let file = home.file("scribe.jsonl");
    let torn = fs::read_to_string(&file).unwrap() + r#"{"at":1,"level":"info","mess"#;
    fs::write(&file, torn).unwrap();
    let home = home.restart().await;
    assert_eq!(home.all("scribe"), ["begun", "one", "begun"]);
    home.clean();
}

#[tokio::test]
async fn lines_are_read_by_the_owner_they_were_written_for() {
    let home = Home::new("owners").await;
    let owner = |tenant: &str, user: &str| Owner { tenant: tenant.into(), user: user.into() };
    for (tenant, user) in [("north", "ann"), ("south", "ann"), ("north", "bob"), ("", "ann"), ("", "")] {
        let text = format!("/log info for {user:?} of {tenant:?}");
        let incoming = Incoming { owner: owner(tenant, user), ..TestHost::message(&text) };
        TestHost::completed(&home.host.send(incoming).await.unwrap());
    }
    let of = |tenant: &str, user: &str| {
        home.texts("scribe", &LogQuery { owner: Some(owner(tenant, user)), ..LogQuery::default() })
    };
    assert_eq!(of("north", "ann"), [r#"for "ann" of "north""#]);
    assert_eq!(of("", "ann"), [r#"for "ann" of """#]);
    assert_eq!(of("", ""), ["begun", r#"for "" of """#]);
    assert_eq!(of("north", "eve"), [""; 0]);
    home.clean();
}
