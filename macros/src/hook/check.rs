use super::point::Point;
use crate::errors::Errors;
use crate::method::{Method, bare, is_cx, is_named};
use crate::point_kind::PointKind;
use quote::ToTokens;
use syn::{ImplItemFn, PatType, Type};

/// The parameters of a hook's method, without `&self` and `&Cx`.
pub(crate) enum Shape {
    Event(PatType),
    Wrap(PatType, PatType),
}

/// Sorts the parameters into event, `Next` and `&Cx`.
pub(super) fn shape(method: &Method, point: &Point, errors: &mut Errors) -> Option<Shape> {
    let before = errors.count();
    if let [first, _, ..] = method.params.as_slice()
        && is_cx(&first.ty)
    {
        errors.on(first, "`&Cx` comes last, after the event");
        return None;
    }
    let (params, _) = method.split_cx();
    let wraps = match point {
        Point::BuiltIn(built_in, _) => built_in.kind == PointKind::Wrap,
        Point::Path(_) => params.get(1).is_some_and(|param| is_named(&param.ty, "Next")),
    };
    let needed = if wraps { 2 } else { 1 };
    if params.len() < needed {
        errors.at(method.parens, missing(params.len(), point));
    }
    // One more than needed may be a `&Cx` under another name: the compiler will tell.
    let allowed = needed + usize::from(params.len() == method.params.len());
    for extra in params.iter().skip(allowed) {
        errors.on(extra, "a hook takes its event and, if it likes, a `&Cx`; remove this parameter");
    }
    if errors.count() > before {
        return None;
    }
    match params {
        [request, next, ..] if wraps => Some(Shape::Wrap(request.clone(), next.clone())),
        [event, ..] => Some(Shape::Event(event.clone())),
        [] => None,
    }
}

/// Returns the parameter that is, or should be, the `&Cx`.
pub(super) fn cx(method: &Method, shape: Option<&Shape>) -> Option<PatType> {
    let taken = match shape? {
        Shape::Event(_) => 1,
        Shape::Wrap(..) => 2,
    };
    method.params.get(taken).cloned()
}

fn missing(found: usize, point: &Point) -> String {
    let Point::BuiltIn(built_in, _) = point else {
        return "a hook takes its event after `&self`; add the parameter".into();
    };
    let (name, event) = (built_in.name, built_in.event);
    match (built_in.kind, found) {
        (PointKind::Wrap, 1) => {
            format!("a hook at `{name}` takes the rest of the chain too: add `next: Next<'_, ..>`")
        }
        (PointKind::Wrap, _) => {
            format!("a hook at `{name}` takes `request: {event}, next: Next<'_, ..>` after `&self`")
        }
        (PointKind::Edit, _) => {
            format!("a hook at `{name}` takes its event after `&self`: add `event: &mut {event}`")
        }
        _ => format!("a hook at `{name}` takes its event after `&self`: add `event: &{event}`"),
    }
}

/// Finds a `&` for a `&mut` and the other way round, and says what the kind is for.
pub(super) fn reference(shape: Option<&Shape>, point: &Point, errors: &mut Errors) {
    let (Some(Shape::Event(event)), Point::BuiltIn(built_in, _)) = (shape, point) else {
        return;
    };
    let Type::Reference(reference) = bare(&event.ty) else {
        return;
    };
    if !is_named(&reference.elem, built_in.event) {
        return;
    }
    let (name, wanted) = (built_in.name, built_in.event);
    let message = match (built_in.kind, reference.mutability.is_some()) {
        (PointKind::Edit, false) => format!("a hook at `{name}` edits: take `&mut {wanted}`"),
        (PointKind::Gate, true) => {
            format!("a gate decides and cannot edit: take `&{wanted}`, and edit at `tool.before`")
        }
        (PointKind::Observe, true) => format!("an observer looks and cannot edit: take `&{wanted}`"),
        (PointKind::Answer | PointKind::Collect, true) => {
            format!("a hook at `{name}` cannot edit: take `&{wanted}`")
        }
        _ => return,
    };
    errors.on(&event.ty, message);
}

/// Finds an `async` where the host cannot wait.
pub(super) fn waiting(item: &ImplItemFn, point: &Point, errors: &mut Errors) {
    if let (Point::BuiltIn(built_in, _), Some(token)) = (point, &item.sig.asyncness)
        && built_in.sync
    {
        errors.on(token.to_token_stream(), cannot_wait(&format!("`{}`", built_in.name)));
    }
}

/// Returns the sentence about an `async` where the host cannot wait.
pub(super) fn cannot_wait(point: &str) -> String {
    format!("hooks at {point} are plain functions, as the host cannot wait there: remove `async`")
}
