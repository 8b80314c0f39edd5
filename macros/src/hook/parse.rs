use super::check::{self, Shape};
use super::names;
use super::point::Point;
use super::policy::Policy;
use crate::attribute_args::{Args, Value};
use crate::errors::Errors;
use crate::method::Method;
use crate::names::check_plugin;
use quote::ToTokens;
use syn::{Attribute, ImplItemFn, LitStr, PatType, Path};

/// A method bound to a hook point, checked as far as a macro can.
pub(crate) struct Hook {
    pub(crate) method: Method,
    pub(crate) point: Point,
    pub(crate) shape: Shape,
    pub(crate) cx: Option<PatType>,
    pub(crate) priority: i32,
    pub(crate) before: Vec<LitStr>,
    pub(crate) after: Vec<LitStr>,
    pub(crate) policy: Policy,
    /// The conditions under which it is there.
    pub(crate) cfg: Vec<Attribute>,
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
        let known = [&["priority", "before", "after"][..], &Policy::ARGUMENTS].concat();
        let first = args.first_value(&known);
        let point = Point::parse(attr, first, errors.count() > before, errors);
        for second in args.values.drain(..) {
            errors.on(second, "one `#[hook]` names one point; write a second `#[hook(..)]` below this one");
        }
        args.only(&known, errors);
        let priority = args.integer("priority", errors).unwrap_or(0);
        let (earlier, later) = (ids(&args, "before", errors), ids(&args, "after", errors));
        let policy = Policy::read(&args, errors);
        let method = Method::shared(item, "a hook", errors);
        let point = point?;
        let shape = check::shape(&method, &point, errors);
        check::reference(shape.as_ref(), &point, errors);
        check::waiting(item, &point, errors);
        let hook = Self {
            priority,
            before: earlier,
            after: later,
            policy,
            cfg: item.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect(),
            cx: check::cx(&method, shape.as_ref()),
            shape: shape?,
            method,
            point,
        };
        (errors.count() == before).then_some(hook)
    }

    /// Returns the path of a hook that is not sound, so that what it names is not called unused as well.
    pub(crate) fn mention(attr: &Attribute) -> Option<Path> {
        let syn::Meta::List(list) = &attr.meta else {
            return None;
        };
        match Args::read(list.tokens.clone(), &mut Errors::default()).first_value(&[]) {
            Some(Value::Path(path)) if !path.is_ident("Self") && names::meant(&path).is_none() => Some(path),
            _ => None,
        }
    }

    /// Returns whether both bind one method to one point.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let path = |path: &Path| path.to_token_stream().to_string();
        let same = match (&self.point, &other.point) {
            (Point::BuiltIn(a, _), Point::BuiltIn(b, _)) => a.name == b.name,
            (Point::Path(a), Point::Path(b)) => path(a) == path(b),
            _ => false,
        };
        let conditions =
            |hook: &Self| hook.cfg.iter().map(|cfg| cfg.to_token_stream().to_string()).collect::<Vec<_>>();
        same && self.method.name == other.method.name && conditions(self) == conditions(other)
    }
}

fn ids(args: &Args, name: &str, errors: &mut Errors) -> Vec<LitStr> {
    let ids = args.texts(name, errors);
    for id in &ids {
        check_plugin(id, errors);
    }
    ids
}
