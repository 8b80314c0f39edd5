//! Whom a plugin may ask: public hosts, or those that the operator names, and no address of this side of the internet.

use super::asker::Asking;
use super::server::{Server, ok};
use hookwire::cx::HttpError;
use hookwire_engine::options::NetOptions;
use std::net::IpAddr;

fn private_address(error: &HttpError) -> IpAddr {
    match error {
        HttpError::PrivateAddress { address, .. } => *address,
        other => panic!("refused for another reason: {other:?}"),
    }
}

#[tokio::test]
async fn an_address_that_is_not_public_is_refused_however_it_is_written() {
    let server = Server::start(|_| ok("the secret")).await;
    let asking = Asking::start("", &[]).await;
    for (host, address) in [
        // This machine.
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0X7F.0x0.0.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("127.0.0.0x1", "127.0.0.1"),
        ("%31%32%37.0.0.1", "127.0.0.1"),
        ("127。0。0。1", "127.0.0.1"),
        ("１２７.0.0.1", "127.0.0.1"),
        ("①②⑦.⓪.⓪.①", "127.0.0.1"),
        ("127.255.255.254", "127.255.255.254"),
        ("0", "0.0.0.0"),
        ("0.0.0.0", "0.0.0.0"),
        ("[::]", "::"),
        ("[::1]", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("[::127.0.0.1]", "::7f00:1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("[::ffff:7f00:1]", "::ffff:127.0.0.1"),
        ("[64:ff9b::127.0.0.1]", "64:ff9b::7f00:1"),
        ("[64:ff9b:1::127.0.0.1]", "64:ff9b:1::7f00:1"),
        ("[2002:7f00:1::]", "2002:7f00:1::"),
        ("[2001:0:7f00:1::]", "2001:0:7f00:1::"),
        // The metadata of clouds.
        ("169.254.169.254", "169.254.169.254"),
        ("2852039166", "169.254.169.254"),
        ("0xa9.0xfe.0xa9.0xfe", "169.254.169.254"),
        ("0251.0376.0251.0376", "169.254.169.254"),
        ("169.254.43518", "169.254.169.254"),
        ("[::ffff:169.254.169.254]", "::ffff:169.254.169.254"),
        ("[64:ff9b::a9fe:a9fe]", "64:ff9b::a9fe:a9fe"),
        ("[fd00:ec2::254]", "fd00:ec2::254"),
        ("100.100.100.200", "100.100.100.200"),
        ("168.63.129.16", "168.63.129.16"),
        ("192.0.0.192", "192.0.0.192"),
        // Networks that are somebody's own, and what is no host's.
        ("10.0.0.1", "10.0.0.1"),
        ("012.1.2.3", "10.1.2.3"),
        ("172.16.0.1", "172.16.0.1"),
        ("172.31.255.255", "172.31.255.255"),
        ("192.168.0.1", "192.168.0.1"),
        ("100.64.0.1", "100.64.0.1"),
        ("198.18.0.1", "198.18.0.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("198.51.100.1", "198.51.100.1"),
        ("203.0.113.1", "203.0.113.1"),
        ("224.0.0.1", "224.0.0.1"),
        ("240.0.0.1", "240.0.0.1"),
        ("255.255.255.255", "255.255.255.255"),
        ("[fe80::1]", "fe80::1"),
        ("[fc00::1]", "fc00::1"),
        ("[fec0::1]", "fec0::1"),
        ("[ff02::1]", "ff02::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[3fff::1]", "3fff::1"),
        ("[100::1]", "100::1"),
    ] {
        let url = format!("http://{host}:{}/", server.port);
        let refusal = asking.refused(&url).await;
        assert_eq!(private_address(refusal.error()), address.parse::<IpAddr>().unwrap(), "{url}");
        assert_eq!(
            private_address(asking.refused(&url.replace("http:", "https:")).await.error()),
            private_address(refusal.error())
        );
    }
    assert!(server.requests().is_empty() && asking.names().asked().is_empty());
}

#[tokio::test]
async fn a_host_behind_a_trick_is_the_one_that_is_checked() {
    let asking = Asking::start("", &[]).await;
    for url in [
        "http://127.0.0.1\\@example.com/",
        "http://127.0.0.1/@example.com",
        "http://127.0.0.1#@example.com/",
        "http://127.0.0.1?@example.com/",
    ] {
        private_address(asking.refused(url).await.error());
    }
    for url in [
        "http://256.256.256.256/",
        "http://0x7f.0.0.0.0.1/",
        "http://[::1%25lo]/",
        "http://127.0.0.1:99999/",
        "http://exa%00mple.com/",
        "http://[::1/",
    ] {
        let refusal = asking.refused(url).await;
        assert!(matches!(refusal.error(), HttpError::Url { .. }), "{url}: {refusal:?}");
    }
    assert!(asking.names().asked().is_empty());
}

#[tokio::test]
async fn a_name_that_leads_to_an_address_that_is_not_public_is_refused() {
    let server = Server::start(|_| ok("the secret")).await;
    let names: &[(&str, &[&[&str]])] = &[
        ("localhost", &[&["127.0.0.1"]]),
        ("localhost.", &[&["127.0.0.1"]]),
        ("metadata.google.internal", &[&["169.254.169.254"]]),
        ("six.example", &[&["::1"]]),
        ("mapped.example", &[&["::ffff:10.0.0.1"]]),
        ("local.example", &[&["fe80::1"]]),
        ("one-of-two.example", &[&["8.8.8.8", "127.0.0.1"]]),
        ("127.0.0.1.nip.example", &[&["127.0.0.1"]]),
    ];
    let asking = Asking::start("", names).await;
    for (name, answers) in names {
        let refusal = asking.refused(&format!("http://{name}:{}/", server.port)).await;
        let last = answers[0].last().unwrap().parse::<IpAddr>().unwrap();
        assert_eq!(private_address(refusal.error()), last, "{name}");
    }
    assert_eq!(asking.names().asked(), names.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    assert!(server.requests().is_empty());
    let text = asking.refused("http://localhost/").await.text();
    assert_eq!(
        text,
        "`localhost` is not asked: its address 127.0.0.1 is not public; the operator may allow it in \
         `net.plugins.asker.private`"
    );
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_what_was_checked_is_what_is_connected_to() {
    let server = Server::start(|_| {
        super::server::Reply::Last(super::server::answer("200 OK", "connection: close\r\n", b"hello"))
    })
    .await;
    let rebinding: &[&[&str]] = &[&["127.0.0.1"], &["10.0.0.1"], &["169.254.169.254"]];
    let net = "[plugins.asker]\nprivate = [\"127.0.0.1\"]";
    let asking = Asking::start(net, &[("rebinding.example", rebinding)]).await;
    let url = format!("http://rebinding.example:{}/", server.port);
    assert_eq!(asking.get(&url).await, "200 hello");
    assert_eq!(asking.names().asked().len(), 1);
    for address in ["10.0.0.1", "169.254.169.254"] {
        let refusal = asking.refused(&url).await;
        assert_eq!(private_address(refusal.error()), address.parse::<IpAddr>().unwrap());
    }
    assert_eq!((asking.names().asked().len(), server.requests().len()), (3, 1));
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_told() {
    let asking = Asking::start("", &[("empty.example", &[&[]])]).await;
    for (host, why) in
        [("unknown.example", "nobody knows that name"), ("empty.example", "there is no address of that name")]
    {
        let refusal = asking.refused(&format!("http://{host}/")).await;
        assert!(matches!(refusal.error(), HttpError::Failed { .. }), "{refusal:?}");
        assert!(
            refusal.text().starts_with(&format!("`{host}` cannot be asked: "))
                && refusal.text().ends_with(why),
            "{refusal:?}"
        );
    }
}

#[tokio::test]
async fn a_private_address_is_asked_where_the_operator_allows_it() {
    let server = Server::start(|_| ok("hello")).await;
    for private in ["127.0.0.1", "127.0.0.0/8", "0.0.0.0/0"] {
        let net = format!("[plugins.asker]\nprivate = [\"10.0.0.1\", \"{private}\"]");
        let asking =
            Asking::start(&net, &[("home.example", &[&["127.0.0.1"]]), ("six.example", &[&["::1"]])]).await;
        assert_eq!(asking.get(&server.url("/")).await, "200 hello");
        assert_eq!(asking.get(&format!("http://home.example:{}/", server.port)).await, "200 hello");
        private_address(asking.refused("http://six.example/").await.error());
        private_address(asking.refused("http://[fe80::1]/").await.error());
    }
}

#[tokio::test]
async fn the_rights_of_a_plugin_and_its_open_connections_are_its_own() {
    let server = Server::start(|_| ok("hello")).await;
    let net = "[plugins.asker]\nprivate = [\"127.0.0.1\"]";
    let asking = Asking::start(net, &[("home.example", &[&["127.0.0.1"]])]).await;
    let url = format!("http://home.example:{}/", server.port);
    assert_eq!(asking.get(&url).await, "200 hello");
    assert_eq!(asking.get(&url).await, "200 hello");
    private_address(asking.other_refused(&url).await.error());
    private_address(asking.other_refused(&server.url("/")).await.error());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_plugin_asks_only_the_hosts_that_the_operator_names() {
    let server = Server::start(|_| ok("hello")).await;
    let net = "[plugins.asker]\nhosts = [\"Api.Example\", \"*.below.example\", \"bücher.example\", \"127.0.0.1\"]\n\
               private = [\"127.0.0.1\"]";
    let home: &[&[&str]] = &[&["127.0.0.1"]];
    let allowed = [
        "api.example",
        "API.example.",
        "a.below.example",
        "b.a.below.example",
        "xn--bcher-kva.example",
        "bücher.example",
    ];
    let names: Vec<_> =
        ["api.example", "api.example.", "a.below.example", "b.a.below.example", "xn--bcher-kva.example"]
            .map(|name| (name, home))
            .into();
    let asking = Asking::start(net, &names).await;
    for host in allowed.into_iter().chain(["127.0.0.1", "0x7f.1"]) {
        assert_eq!(asking.get(&format!("http://{host}:{}/", server.port)).await, "200 hello", "{host}");
    }
    let asked = asking.names().asked().len();
    for host in [
        "example",
        "xapi.example",
        "api.example.evil.example",
        "api.examples",
        "a.api.example",
        "below.example",
        "xbelow.example",
        ".below.example",
        "127.0.0.2",
        "[::1]",
        "8.8.8.8",
    ] {
        let refusal = asking.refused(&format!("http://{host}:{}/", server.port)).await;
        assert!(matches!(refusal.error(), HttpError::HostNotAllowed { .. }), "{host}: {refusal:?}");
    }
    assert_eq!(asking.names().asked().len(), asked, "nobody who may not be asked is looked up");
    assert_eq!(
        asking.refused("http://evil.example/?key=sesame").await.text(),
        "`asker` may not ask `evil.example`: the operator has not named it in `net.plugins.asker.hosts`"
    );
    let none = Asking::start("[plugins.asker]\nhosts = []\nprivate = [\"127.0.0.1\"]", &[]).await;
    let refusal = none.refused(&server.url("/")).await;
    assert!(matches!(refusal.error(), HttpError::HostNotAllowed { .. }), "{refusal:?}");
}

#[test]
fn what_is_no_host_address_or_proxy_is_told_with_an_example() {
    for (toml, told) in [
        ("[plugins.a]\nhosts = [\"http://example.com\"]", "write \"api.example.com\""),
        ("[plugins.a]\nhosts = [\"example.com/a\"]", "write \"api.example.com\""),
        ("[plugins.a]\nhosts = [\"example.com:80\"]", "write \"api.example.com\""),
        ("[plugins.a]\nhosts = [\"ann@example.com\"]", "write \"api.example.com\""),
        ("[plugins.a]\nhosts = [\"*\"]", "write \"api.example.com\""),
        ("[plugins.a]\nhosts = [\"a.*.com\"]", "write \"api.example.com\""),
        ("[plugins.a]\nhosts = [\"*.127.0.0.1\"]", "write \"api.example.com\""),
        ("[plugins.a]\nhosts = [\"\"]", "write \"api.example.com\""),
        ("[plugins.a]\nprivate = [\"localhost\"]", "write \"127.0.0.1\" or \"10.1.0.0/16\""),
        ("[plugins.a]\nprivate = [\"10.0.0.0/33\"]", "write \"127.0.0.1\" or \"10.1.0.0/16\""),
        ("proxy = \"proxy.example.com\"", "write \"http://proxy.example.com:3128\""),
        ("proxy = \"socks5://proxy.example.com\"", "write \"http://proxy.example.com:3128\""),
    ] {
        let error = toml::from_str::<NetOptions>(toml).unwrap_err().to_string();
        assert!(error.contains(told), "{toml}: {error}");
    }
}
