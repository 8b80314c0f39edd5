use super::watch::Examination;
use crate::cx::RenderError;
use crate::plugin::{Manifest, TemplateDecl};
use crate::templates::{Site, TemplateSource, Templates};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use serde_json::json;
use std::fmt;
use std::sync::Arc;

/// Text that ends an attribute and begins a script, where it is not escaped.
const HOSTILE: &str = "<script>alert(1)</script>\"'>";

/// Fills in each template without values, and with hostile ones for all names that it uses.
pub(super) fn examine(plugin: &'static Manifest, examination: &Examination) {
    let templates = Templates::new(TemplateSource::of_plugin(plugin));
    let hostile = templates.values_wanted().into_iter().map(|name| (name, Value::from_object(Hostile)));
    let hostile = Value::from_pairs(hostile);
    for decl in plugin.contributions_of::<TemplateDecl>() {
        examination.step(format!("the template `{}`", decl.name));
        if let Err(error) = templates.render(decl.name, &json!({}), &Site::default()) {
            let cure = "; `{{ name | default(\"\") }}` stands for a name without a value";
            let cure = if matches!(error, RenderError::Failed { .. }) { cure } else { "" };
            examination.find(format!("{error} (without values){cure}"));
            continue;
        }
        match templates.fill(decl.name, hostile.clone()) {
            Ok(text) if decl.is_html() && text.contains(HOSTILE) => examination.find(format!(
                "the template `{}` does not escape a value: leave `safe` and `autoescape false` away from what people write",
                decl.name
            )),
            Ok(_) => {}
            Err(error @ (RenderError::TooMuchWork { .. } | RenderError::TooLarge { .. })) => {
                examination.find(format!("{error} (with values of its own)"));
            }
            Err(error) => examination.leave_out(format!("{error} (with hostile values)")),
        }
    }
}

/// A value that is hostile whatever a template does with it: as text, by its fields, and as a list of one.
#[derive(Debug)]
struct Hostile;

impl Object for Hostile {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    fn get_value(self: &Arc<Self>, _: &Value) -> Option<Value> {
        Some(Value::from_object(Self))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(vec![Value::from_object(Self)])
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HOSTILE)
    }
}
