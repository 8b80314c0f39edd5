//! The navigation of pages and their links: who sees them, and where they lead.

use crate::cards::{owner, with};
use crate::pages::browser;
use crate::server::{host_with, serving, token};
use crate::wire::{Answer, get};
use axum::Router as App;
use hookwire::plugin::{Card, Plugin};
use hookwire::routes::Router;
use hookwire::routes::axum::response::Html;
use hookwire::routes::axum::routing::get as on_get;
use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::PageFrame;
use hookwire_host::http;
use serde_json::json;
use tokio::net::TcpListener;

/// Has a page, a public one, and a card, all with links.
#[derive(Default)]
struct Shelf;

#[plugin(id = "shelf", capabilities = [routes])]
impl Shelf {
    #[routes(nav = "Our shelf", public = ["/open"])]
    fn routes(&self) -> Router {
        Router::new().route("/", on_get(Self::page)).route("/open", on_get(Self::page))
    }

    async fn page(cx: Cx) -> Html<String> {
        let page = cx.render("page.html", &json!({})).await;
        Html(page.unwrap_or_else(|error| error.to_string()))
    }

    #[card("Books")]
    async fn books(&self, cx: &Cx) -> Result<Card> {
        Ok(Card::html(cx.render("card.html", &json!({})).await?))
    }

    #[template("page.html")]
    const PAGE: &str = "{% extends \"layout.html\" %}{% block content %}<a href=\"{{ site.base }}/of-page\">.</a>{% endblock %}";

    #[template("card.html")]
    const CARD: &str = "<a href=\"{{ site.base }}/of-card\">.</a>";
}

/// Returns a page with its links as they are written in a template.
fn links(answer: &Answer) -> String {
    answer.text().replace("&#x2f;", "/")
}

#[tokio::test]
async fn the_navigation_is_on_pages_for_callers_and_not_on_those_for_strangers() {
    let host = host_with(&[Shelf::MANIFEST], &["http.tokens=true"]).await;
    let ann = token(host.engine(), &owner("ann")).await;
    let server = serving(host).await;
    let link = "<a href=\"/plugins/shelf/\">Our shelf</a>";
    for (path, status) in [("/", 200), ("/plugins/shelf/", 200), ("/plugins/shelf/open", 200), ("/none", 404)]
    {
        let shown = server.send(&with(&browser(get(path)), &ann)).await;
        assert_eq!(shown.status, status, "{path}");
        assert!(links(&shown).contains(link), "{path}: {}", links(&shown));
    }
    let foreign = browser(get("/")).header("origin", "https://evil.example");
    let strangers = [
        (browser(get("/")), 401),
        (browser(get("/login")), 200),
        (browser(get("/none")), 401),
        (browser(get("/plugins/shelf/open")), 200),
        (foreign, 403),
    ];
    for (call, status) in strangers {
        let shown = server.send(&call).await;
        assert_eq!(shown.status, status, "{call:?}");
        assert!(!links(&shown).contains("shelf"), "{call:?}: {}", links(&shown));
    }
}

#[tokio::test]
async fn links_lead_to_the_mount_that_was_asked() {
    let host = host_with(&[Shelf::MANIFEST], &[]).await;
    let ann = token(host.engine(), &owner("ann")).await;
    let agent = || http::router(host.engine().clone(), host.http().clone());
    let app = App::new().nest("/a", agent()).nest("/b", agent());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    for (mount, other) in [("/a", "/b"), ("/b", "/a"), ("/a", "/b")] {
        let start = links(&with(&browser(get(mount)), &ann).send(at).await);
        let page = links(&with(&get(&format!("{mount}/plugins/shelf/")), &ann).send(at).await);
        for (shown, own) in [(&start, "of-card"), (&page, "of-page")] {
            assert!(shown.contains(&format!("\"{mount}/{own}\"")), "{shown}");
            assert!(shown.contains(&format!("\"{mount}/plugins/shelf/\"")), "{shown}");
            assert!(!shown.contains(&format!("\"{other}/")), "{shown}");
        }
        let login = links(&browser(get(mount)).send(at).await);
        assert!(login.contains(&format!("action=\"{mount}/login\"")), "{login}");
    }
}

#[tokio::test]
async fn templates_of_other_names_or_texts_are_read_anew() {
    let host = host_with(&[Shelf::MANIFEST], &[]).await;
    let frame = PageFrame { mount: "", has_navigation: false };
    for (name, text) in [("one.html", "1"), ("two.html", "2"), ("two.html", "3")] {
        let page = host.engine().render_page(&[(name, text)], name, json!({}), frame).await;
        assert_eq!(page.unwrap(), text);
    }
}
