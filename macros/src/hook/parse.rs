use super::check;
use super::names::{self, BuiltIn};
use crate::args::{Args, Value};
use crate::errors::Errors;
use crate::method::Method;
use crate::time;
use proc_macro2::Span;
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr, Path, PatType};

/// A method bound to a hook point, checked as far as a macro can.
pub(crate) struct Hook {
    pub(crate) method: Method,
    pub(crate) point: Point,
    pub(crate) shape: Shape,
    pub(crate) cx: Option<PatType>,
    pub(crate) priority: i32,
    pub(crate) before: Vec<LitStr>,
    pub(crate) after: Vec<LitStr>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) on_failure: Option<Failure>,
}

/// What a method takes beside `&self` and `&Cx`.
pub(crate) enum Shape {
    Event(PatType),
    Wrap(PatType, PatType),
}

/// The hook point, by a built-in name or by a path.
pub(crate) enum Point {
    BuiltIn(&'static BuiltIn, Span),
    Path(Path),
}

#[derive(Clone, Copy)]
pub(crate) enum Failure {
    Open,
    Closed,
}

impl Hook {
    pub(crate) fn read(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let mut args = match &attr.meta {
            syn::Meta::List(list) => Args::read(list.tokens.clone(), errors),
            meta => {
                errors.on(meta, "say which point to hook: `#[hook(\"tool.before\")]`");
                return None;
            }
        };
        let point = point(attr, args.first_value(), before, errors);
        args.only(&["priority", "before", "after", "timeout", "on_failure"], errors);
        let method = Method::shared(item, "a hook", errors);
        let (method, point) = (method?, point?);
        let shape = check::shape(&method, &point, errors);
        check::reference(&shape, &point, errors);
        check::waiting(item, &point, errors);
        let hook = Self {
            priority: args.integer("priority", errors).unwrap_or(0),
            before: args.texts("before", errors),
            after: args.texts("after", errors),
            timeout: args.text("timeout", errors).and_then(|text| time::duration(&text, errors)),
            on_failure: args.text("on_failure", errors).and_then(|text| failure(&text, errors)),
            cx: check::cx(&method, shape.as_ref()),
            shape: shape?,
            method,
            point,
        };
        (errors.count() == before).then_some(hook)
    }
}

fn point(attr: &Attribute, first: Option<Value>, before: usize, errors: &mut Errors) -> Option<Point> {
    match first {
        Some(Value::Text(name)) => match names::find(&name.value()) {
            Some(built_in) => Some(Point::BuiltIn(built_in, name.span())),
            None => {
                errors.on(&name, names::unknown(&name.value()));
                None
            }
        },
        Some(Value::Path(path)) => Some(Point::Path(path)),
        Some(other) => {
            errors.on(other, "a hook point is a text, `\"tool.before\"`, or a path, `its_crate::ItsPoint`");
            None
        }
        None if errors.count() > before => None,
        None => {
            errors.on(&attr.meta, "say first which point to hook: `#[hook(\"tool.before\", ..)]`");
            None
        }
    }
}

fn failure(text: &LitStr, errors: &mut Errors) -> Option<Failure> {
    match text.value().as_str() {
        "open" => Some(Failure::Open),
        "closed" => Some(Failure::Closed),
        other => {
            errors.on(
                text,
                format!(
                    "`{other}` is no failure policy; write \"closed\" (the operation is refused) or \"open\" \
                     (the fault is reported, and on)"
                ),
            );
            None
        }
    }
}
