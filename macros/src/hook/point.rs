use super::names::{self, BuiltIn};
use crate::attribute_args::Value;
use crate::errors::Errors;
use proc_macro2::Span;
use syn::{Attribute, Path};

/// The hook point that an attribute names: a built-in one by its name, any by its path.
pub(crate) enum Point {
    BuiltIn(&'static BuiltIn, Span),
    Path(Path),
}

impl Point {
    /// Parses the first argument of an attribute; `failed` says that the arguments had mistakes.
    pub(super) fn parse(
        attr: &Attribute,
        first: Option<Value>,
        failed: bool,
        errors: &mut Errors,
    ) -> Option<Self> {
        match first {
            Some(Value::Text(name)) => match names::find(&name.value()) {
                Some(built_in) => Some(Self::BuiltIn(built_in, name.span())),
                None => {
                    errors.on(&name, names::unknown(&name.value()));
                    None
                }
            },
            Some(Value::Path(path)) => match names::meant(&path) {
                Some(name) => {
                    errors.on(&path, format!("a built-in hook point is a text: write \"{name}\""));
                    None
                }
                None => Some(Self::Path(path)),
            },
            Some(other) => {
                errors
                    .on(other, "a hook point is a text, `\"tool.before\"`, or a path, `its_crate::ItsPoint`");
                None
            }
            None if failed => None,
            None => {
                errors.on(&attr.meta, "say first which point to hook: `#[hook(\"tool.before\", ..)]`");
                None
            }
        }
    }
}
