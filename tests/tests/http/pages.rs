//! Pages for browsers: what people wrote stays text in them, they run no scripts, and only their own forms change something.

use crate::cards::{Shop, owner, with};
use crate::server::{TestServer, host_with, serving, token};
use crate::wire::{Answer, Call, call, get, post};
use axum::Router;
use hookwire::plugin;
use hookwire::plugin::Plugin;
use hookwire::points::{Message, MessageRole};
use hookwire_host::http;
use serde_json::json;
use tokio::net::TcpListener;

const HOSTILE: &str = "<script>alert(3)</script>\"'> {{ 7*7 }}";

#[derive(Default)]
struct Sly;

#[plugin(
    id = "sly",
    name = "<script>alert(4)</script>{{ 7*7 }}",
    description = "\"><img src=x onerror=alert(5)>"
)]
impl Sly {
    #[hook("message.received")]
    fn nothing(&self, _: &hookwire::points::MessageReceived) {}
}

async fn server(settings: &[&str]) -> TestServer {
    serving(host_with(&[Shop::MANIFEST, Sly::MANIFEST], settings).await).await
}

/// A server that lets in nobody without a token, and one.
async fn guarded(settings: &[&str]) -> (TestServer, String) {
    let settings: Vec<_> = settings.iter().copied().chain(["http.tokens=true"]).collect();
    let host = host_with(&[Shop::MANIFEST, Sly::MANIFEST], &settings).await;
    let ann = token(host.engine(), &owner("ann")).await;
    (serving(host).await, ann)
}

pub(crate) fn browser(call: Call) -> Call {
    call.header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
}

fn form(path: &str, fields: &str) -> Call {
    let call = browser(call("POST", path)).header("content-type", "application/x-www-form-urlencoded");
    call.header("sec-fetch-site", "same-origin").body(fields)
}

fn cookie(token: &str) -> String {
    format!("theme=dark; hookwire_token={token}")
}

#[track_caller]
fn assert_page(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{}", answer.text());
    let policy = answer.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let text = answer.text();
    assert!(!text.contains("<script") && !text.contains("<img") && !text.contains("\"'>"), "{text}");
    text
}

#[tokio::test]
async fn the_start_page_shows_the_host_and_escapes_what_people_and_plugins_wrote() {
    let server = server(&["templates.title='Desk <b>'"]).await;
    let said = server.send(&post("/v1/chat", &json!({ "message": HOSTILE }))).await.json();
    let session = said["session"].as_str().unwrap();
    server.agent.store().label_session(session, HOSTILE).await.unwrap();
    let page = assert_page(&server.send(&browser(get("/"))).await);
    assert!(page.contains("Desk &lt;b&gt;") && page.contains("Ready."), "{page}");
    assert!(page.contains("&lt;script&gt;alert(3)") && page.contains("{{ 7*7 }}"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(4)") && page.contains("&lt;img src=x"), "{page}");
    assert!(
        page.contains(&format!("&#x2f;sessions&#x2f;{session}"))
            || page.contains(&format!("/sessions/{session}")),
        "{page}"
    );
    assert!(page.contains("agents/default") || page.contains("agents&#x2f;default"), "{page}");
    // The cards: fields, HTML of a template, and one that fails in its own box.
    assert!(page.contains("&lt;script&gt;alert(1)") && page.contains("<em>&lt;script&gt;alert(2)"), "{page}");
    assert!(
        page.contains("panicked: out of &lt;b&gt;order") && page.contains("Offer &lt;b&gt;of the day"),
        "{page}"
    );
}

#[tokio::test]
async fn programs_are_told_where_the_api_is_described() {
    let server = server(&[]).await;
    let hint = server.send(&get("/")).await.json();
    assert_eq!((&hint["openapi"], &hint["name"]), (&json!("/openapi.json"), &json!("Hookwire")));
}

#[tokio::test]
async fn the_page_of_a_session_is_its_owners_and_escapes_its_messages() {
    let (server, ann) = guarded(&[]).await;
    let bob = token(&server.agent, &owner("bob")).await;
    let said = server.send(&with(&post("/v1/chat", &json!({ "message": HOSTILE })), &ann)).await.json();
    let session = said["session"].as_str().unwrap();
    let page = browser(get(&format!("/sessions/{session}")));
    let shown = assert_page(&server.send(&with(&page, &ann)).await);
    assert!(shown.contains("&lt;script&gt;alert(3)") && shown.contains("Served"), "{shown}");
    assert!(shown.contains("default, 1 turn, last at"), "{shown}");
    let more = with(&post("/v1/chat", &json!({ "message": "and?", "session": session })), &ann);
    assert_eq!(server.send(&more).await.status, 200);
    let shown = assert_page(&server.send(&with(&page, &ann)).await);
    assert!(shown.contains("default, 2 turns, last at"), "{shown}");
    let refused = server.send(&with(&page, &bob)).await;
    assert_eq!(refused.status, 404);
    assert!(assert_page(&refused).contains("there is no session"));
    assert_eq!(server.send(&with(&browser(get("/sessions/%3Cscript%3E")), &ann)).await.status, 404);
}

#[tokio::test]
async fn a_session_with_much_text_has_pages_and_a_long_text_is_cut() {
    let server = server(&[]).await;
    let said = server.send(&post("/v1/chat", &json!({ "message": "hi" }))).await.json();
    let session = said["session"].as_str().unwrap();
    // Each of these is six characters in HTML.
    let long = Message::new(MessageRole::User, "/".repeat(100_000));
    for _ in 0..20 {
        server.agent.store().add_message(session, &long, 1).await.unwrap();
    }
    let (mut query, mut pages, mut cut) = (String::new(), 0, 0);
    loop {
        let answer = server.send(&browser(get(&format!("/sessions/{session}{query}")))).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let page = assert_page(&answer);
        pages += 1;
        cut += page.matches("… (100000 bytes, the export has all)").count();
        let Some((_, next)) = page.split_once("href=\"?after=") else { break };
        query = format!("?after={}", next.split_once('"').unwrap().0);
    }
    assert_eq!((pages, cut), (3, 20));
}

#[tokio::test]
async fn the_page_of_an_agent_has_its_commands_and_cards() {
    let server = server(&[]).await;
    let page = assert_page(&server.send(&browser(get("/agents/default"))).await);
    assert!(page.contains("served by default") && page.contains("help"), "{page}");
    let none = server.send(&browser(get("/agents/%3Cscript%3E"))).await;
    assert_eq!(none.status, 404);
    assert_page(&none);
}

#[tokio::test]
async fn the_operator_may_replace_the_start_page() {
    let folder = std::env::temp_dir().join(format!("hookwire-pages-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("host")).unwrap();
    std::fs::write(folder.join("host/start.html"), "own page of {{ site.title }}").unwrap();
    let server = server(&[&format!("templates.folder={:?}", folder.display().to_string())]).await;
    assert_eq!(server.send(&browser(get("/"))).await.text(), "own page of Hookwire");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn why_a_page_cannot_be_made_is_not_told_to_everybody() {
    let folder = std::env::temp_dir().join(format!("hookwire-broken-pages-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("host")).unwrap();
    std::fs::write(folder.join("host/login.html"), "{{ title").unwrap();
    let server = server(&[&format!("templates.folder={:?}", folder.display().to_string())]).await;
    let answer = server.send(&browser(get("/login"))).await;
    let told = "this page cannot be made; the log of the host says why";
    assert_eq!((answer.status, answer.text().as_str()), (500, told));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn without_a_token_a_browser_is_shown_the_login_and_nothing_else() {
    let (server, _) = guarded(&["templates.title=Desk"]).await;
    for path in ["/", "/agents/default", "/sessions/x"] {
        let answer = server.send(&browser(get(path))).await;
        assert_eq!(answer.status, 401, "{path}");
        let page = assert_page(&answer);
        assert!(
            page.contains("name=\"token\"") && !page.contains("alert") && !page.contains("shop"),
            "{page}"
        );
    }
    assert_eq!(server.send(&get("/")).await.code(), (401, "unauthorized".into()));
    assert_eq!(server.send(&browser(get("/v1/sessions"))).await.code(), (401, "unauthorized".into()));
}

#[tokio::test]
async fn a_login_keeps_the_token_in_a_cookie_that_scripts_and_other_sites_do_not_have() {
    let (server, ann) = guarded(&[]).await;
    let refused = server.send(&form("/login", "token=hw_wrong")).await;
    assert_eq!((refused.status, refused.header("set-cookie")), (401, None));
    assert!(assert_page(&refused).contains("does not open the door"));
    let answer = server.send(&form("/login", &format!("token=%20{ann}"))).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{}", answer.text());
    let set = answer.header("set-cookie").unwrap();
    assert!(set.starts_with(&format!("hookwire_token={ann}; Path=/; ")), "{set}");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && !set.contains("Secure"), "{set}");
    let encrypted = form("/login", &format!("token={ann}")).header("x-forwarded-proto", "https");
    assert!(server.send(&encrypted).await.header("set-cookie").unwrap().ends_with("; Secure"));
    let page = server.send(&browser(get("/")).header("cookie", &cookie(&ann))).await;
    assert!(assert_page(&page).contains("Log out"));
    assert_eq!(server.send(&get("/v1/sessions").header("cookie", &cookie(&ann))).await.status, 200);
    let gone = server.send(&form("/logout", "").header("cookie", &cookie(&ann))).await;
    assert!(
        gone.status == 303
            && gone.header("set-cookie").unwrap().contains("hookwire_token=; Path=/; Max-Age=0")
    );
}

#[tokio::test]
async fn a_cookie_that_opens_nothing_leads_to_the_login_even_where_no_token_is_needed() {
    let server = server(&[]).await;
    let answer = server.send(&browser(get("/")).header("cookie", &cookie("hw_wrong"))).await;
    assert_eq!(answer.status, 401);
    let page = assert_page(&answer);
    assert!(page.contains("does not open the door") && page.contains("Forget the token"), "{page}");
}

#[tokio::test]
async fn what_rests_on_the_cookie_is_changed_by_pages_of_the_host_alone() {
    let (server, ann) = guarded(&["http.origins=['https://page.example']"]).await;
    let own = format!("http://{}", server.at);
    let chat = post("/v1/chat", &json!({ "message": "hi" })).header("cookie", &cookie(&ann));
    let refused = [
        chat.clone(),
        chat.clone().header("sec-fetch-site", "cross-site"),
        chat.clone().header("sec-fetch-site", "same-site").header("origin", &own),
        chat.clone().header("sec-fetch-site", "none"),
        chat.clone().header("origin", "null"),
        chat.clone().header("origin", "https://evil.example"),
        chat.clone().header("origin", "https://page.example"),
        call("DELETE", "/v1/sessions/x").header("cookie", &cookie(&ann)),
        browser(call("POST", "/login"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("token=x"),
        call("POST", "/logout").header("sec-fetch-site", "cross-site"),
    ];
    for call in refused {
        assert_eq!(server.send(&call).await.code(), (403, "wrong_origin".into()), "{call:?}");
    }
    assert_eq!(server.send(&chat.clone().header("origin", &own)).await.status, 200);
    assert_eq!(server.send(&chat.clone().header("sec-fetch-site", "same-origin")).await.status, 200);
    // Whoever shows the token itself is no browser that is led.
    assert_eq!(server.send(&with(&chat, &ann)).await.status, 200);
}

#[tokio::test]
async fn logins_that_fail_are_counted() {
    let (server, ann) = guarded(&["http.rate=3"]).await;
    for _ in 0..3 {
        assert_eq!(server.send(&form("/login", "token=hw_wrong")).await.status, 401);
    }
    let refused = server.send(&form("/login", &format!("token={ann}"))).await;
    assert_eq!(refused.code(), (429, "too_often".into()));
}

#[tokio::test]
async fn a_form_that_does_not_fit_is_refused() {
    let (server, _) = guarded(&[]).await;
    assert_eq!(server.send(&form("/login", "name=ann")).await.code(), (400, "invalid_form".into()));
    let json = post("/login", &json!({ "token": "x" })).header("sec-fetch-site", "same-origin");
    assert_eq!(server.send(&json).await.code(), (415, "not_a_form".into()));
}

#[tokio::test]
async fn pages_of_a_mounted_router_lead_to_its_own_path() {
    let host = host_with(&[Shop::MANIFEST], &[]).await;
    let ann = token(host.engine(), &owner("ann")).await;
    let agent = http::router(host.engine().clone(), host.http().clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    let app = Router::new().nest("/agent", agent);
    tokio::spawn(async move { axum::serve(listener, app).await });
    let page = assert_page(&with(&browser(get("/agent")), &ann).send(at).await).replace("&#x2f;", "/");
    assert!(page.contains("href=\"/agent\"") && page.contains("href=\"/agent/agents/default\""), "{page}");
    let login = assert_page(&browser(get("/agent")).send(at).await).replace("&#x2f;", "/");
    assert!(login.contains("action=\"/agent/login\""), "{login}");
    let answer = form("/agent/login", &format!("token={ann}")).send(at).await;
    assert_eq!(answer.header("location"), Some("/agent"));
    assert!(answer.header("set-cookie").unwrap().contains("; Path=/agent; "));
    assert_eq!(with(&get("/agent"), &ann).send(at).await.json()["openapi"], "/agent/openapi.json");
}
