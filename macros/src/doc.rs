use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// Joins the lines of a doc comment's first paragraph.
pub(crate) fn paragraph(attrs: &[Attribute]) -> String {
    let lines = lines(attrs);
    let text = lines.iter().map(|line| line.trim()).skip_while(|line| line.is_empty());
    text.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Joins all lines of a doc comment.
pub(crate) fn whole(attrs: &[Attribute]) -> String {
    let lines = lines(attrs);
    let text = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line));
    text.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn lines(attrs: &[Attribute]) -> Vec<String> {
    let text = |attr: &Attribute| match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    let texts = attrs.iter().filter_map(text);
    // Not `lines`, which finds none in the empty text that parts two paragraphs.
    texts.flat_map(|text| text.split('\n').map(str::to_owned).collect::<Vec<_>>()).collect()
}
