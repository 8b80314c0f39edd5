//! Templates: texts of a plugin that are filled with values, which stay values.

use hookwire::cx::RenderError;
use hookwire::plugin::{Contribution, Plugin, TemplateDecl};
use hookwire::test::{Kit, findings};
use hookwire::{Error, Result, plugin};
use serde_json::{Value, json};

const HOSTILE: &str = "<script>alert(1)</script>\"'> {{ 7*7 }} {% include \"/etc/passwd\" %}";

#[derive(Default)]
struct Library;

#[plugin(id = "library")]
impl Library {
    /// The pages of the library.
    #[template(folder = "fixtures/templates")]
    const TEMPLATES: () = ();

    /// One book.
    #[template("book.html")]
    const BOOK: &str = "{{ book.title }}, {{ book.shelf.row }}";

    #[template("endless.html")]
    const ENDLESS: &str =
        "{% for a in range(10000) %}{% for b in range(10000) %}{{ a - b }}{% endfor %}{% endfor %}";

    #[template("large.html")]
    const LARGE: &str = "{% for a in range(5000) %}{{ text }}{% endfor %}";

    #[template("outside.html")]
    const OUTSIDE: &str = "{% include \"/etc/passwd\" %}";

    #[template("half.html")]
    const HALF: &str = "one\n{% for %}";

    #[template("sum.html")]
    const SUM: &str = "\n\n{{ name | round }}";

    #[template("named.html")]
    const NAMED: &str = "{% include name %}";
}

/// Has a template of the same name.
#[derive(Default)]
struct Archive;

#[plugin(id = "archive")]
impl Archive {
    #[template("book.html")]
    const BOOK: &str = "of the archive";
}

async fn kit() -> Kit {
    Kit::of::<Library>().and::<Archive>().start().await
}

async fn filled(kit: &Kit, name: &str, values: Value) -> Result<String> {
    kit.cx_of("library").render(name, &values).await
}

async fn error(name: &str, values: Value) -> Error {
    filled(&kit().await, name, values).await.unwrap_err()
}

#[track_caller]
fn kind(error: &Error) -> &RenderError {
    error.downcast_ref().unwrap_or_else(|| panic!("no error of a template: {error}"))
}

#[tokio::test]
async fn a_page_stands_in_the_layout_of_the_host_and_has_its_values() {
    let kit = kit().await;
    let values = json!({ "heading": "Books", "rows": [{ "name": "Emma" }, { "name": "Dracula" }] });
    let page = filled(&kit, "page.html", values).await.unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("<title>Books</title>"), "{page}");
    assert!(page.contains("<h1>Books</h1>") && page.contains("<li title=\"Dracula\">Dracula</li>"), "{page}");
    assert_eq!(
        filled(&kit, "mail.txt", json!({ "name": "Ann & Bob" })).await.unwrap().trim(),
        "Dear Ann & Bob,"
    );
}

#[tokio::test]
async fn text_of_people_is_never_html_and_never_a_template() {
    let kit = kit().await;
    let values = json!({ "heading": HOSTILE, "rows": [{ "name": HOSTILE }], "site": { "title": HOSTILE } });
    let page = filled(&kit, "page.html", values).await.unwrap();
    assert!(!page.contains("<script>") && !page.contains("\"'>"), "{page}");
    assert!(
        page.contains("&lt;script&gt;") && page.contains("{{ 7*7 }}") && !page.contains("root:"),
        "{page}"
    );
}

#[tokio::test]
async fn a_name_without_a_value_is_empty_text() {
    let kit = kit().await;
    assert_eq!(filled(&kit, "book.html", json!({})).await.unwrap(), ", ");
    assert_eq!(filled(&kit, "book.html", Value::Null).await.unwrap(), ", ");
    assert_eq!(filled(&kit, "rows.html", json!({})).await.unwrap().trim(), "<ul></ul>");
}

#[tokio::test]
async fn each_plugin_has_its_own_templates() {
    let kit = kit().await;
    let of_archive = kit.cx_of("archive").render("book.html", &json!({})).await.unwrap();
    assert_eq!(of_archive, "of the archive");
    let error = kit.cx_of("archive").render("page.html", &json!({})).await.unwrap_err();
    assert!(error.to_string().contains("there is no template `page.html`"), "{error}");
}

#[tokio::test]
async fn a_template_that_is_not_there_is_refused_with_the_nearest() {
    let told = error("pages.html", json!({})).await;
    assert!(matches!(kind(&told), RenderError::Unknown(_)));
    assert!(
        told.to_string().contains("there is no template `pages.html`; did you mean `page.html`?"),
        "{told}"
    );
    for name in ["/etc/passwd", "../Cargo.toml", "{{ 7*7 }}", ""] {
        let told = error(name, json!({})).await;
        assert!(matches!(kind(&told), RenderError::Unknown(_)), "{told}");
    }
}

#[tokio::test]
async fn a_template_reaches_no_file() {
    for (name, values) in [
        ("outside.html", json!({})),
        ("named.html", json!({ "name": "/etc/passwd" })),
        ("named.html", json!({ "name": "../fixtures/templates/page.html" })),
        ("named.html", json!({ "name": "{% include 'x' %}" })),
    ] {
        let told = error(name, values).await;
        assert!(matches!(kind(&told), RenderError::Failed { .. }), "{told}");
    }
}

#[tokio::test]
async fn a_template_that_works_without_end_or_makes_too_much_is_stopped() {
    let told = error("endless.html", json!({})).await;
    assert!(matches!(kind(&told), RenderError::TooMuchWork { .. }), "{told}");
    let told = error("large.html", json!({ "text": "x".repeat(5000) })).await;
    assert!(matches!(kind(&told), RenderError::TooLarge { .. }), "{told}");
}

#[tokio::test]
async fn a_mistake_is_told_with_its_line() {
    let told = error("half.html", json!({})).await;
    assert!(
        matches!(kind(&told), RenderError::Syntax { name, line: 2, .. } if name == "half.html"),
        "{told}"
    );
    let told = error("named.html", json!({ "name": "half.html" })).await;
    assert!(matches!(kind(&told), RenderError::Syntax { name, .. } if name == "half.html"), "{told}");
    let told = error("sum.html", json!({ "name": "ann" })).await;
    assert!(matches!(kind(&told), RenderError::Failed { line: 3, .. }), "{told}");
}

#[tokio::test]
async fn values_have_names() {
    let told = error("book.html", json!(["a"])).await;
    assert!(matches!(kind(&told), RenderError::Nameless { .. }), "{told}");
}

#[tokio::test]
async fn templates_are_contributions_with_what_they_say() {
    let templates: Vec<_> = Library::MANIFEST.contributions_of::<TemplateDecl>().collect();
    let page = templates.iter().find(|it| it.name == "page.html").expect("a template of the folder");
    assert_eq!(page.description(), "The pages of the library.");
    assert_eq!(page.text, include_str!("../../fixtures/templates/page.html"));
    let book = templates.iter().find(|it| it.name == "book.html").expect("a template of a constant");
    assert_eq!((book.description, book.text), ("One book.", "{{ book.title }}, {{ book.shelf.row }}"));
    assert!(book.line > page.line, "{} {}", book.line, page.line);
    let info = Library::MANIFEST.contributions.iter().find(|it| it.name() == "book.html").unwrap().info();
    assert_eq!((info.kind, &info.details["bytes"]), ("template", &json!(38)));
}

#[derive(Default)]
struct Careless;

#[plugin(id = "careless")]
impl Careless {
    #[template("shout.html")]
    const SHOUT: &str = "{% for note in notes %}{{ note.text | safe }}{% endfor %}";
}

#[derive(Default)]
struct Demanding;

#[plugin(id = "demanding")]
impl Demanding {
    #[template("count.html")]
    const COUNT: &str = "{{ count | round }}";
}

#[derive(Default)]
struct Careful;

#[plugin(id = "careful")]
impl Careful {
    #[template("list.html")]
    const LIST: &str = "{% extends \"layout.html\" %}{% block content %}{% for note in notes %}\
                        <p class=\"{{ note.kind }}\">{{ note.text | upper }}</p>{% endfor %}{% endblock %}";
    #[template("note.txt")]
    const NOTE: &str = "{{ note }}";
}

#[test]
fn conformance_finds_templates_that_do_not_escape_cannot_be_read_or_need_values() {
    let found = |found: Vec<String>, words: &str| {
        assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
    };
    found(findings::<Careless>(json!({})).found, "the template `shout.html` does not escape a value");
    found(findings::<Demanding>(json!({})).found, "`count.html` cannot be filled in: line 1");
    let careful = findings::<Careful>(json!({}));
    assert_eq!((careful.found, careful.untried), (vec![], vec![]));
}
