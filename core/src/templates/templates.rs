use super::error::{Mistake, is_out_of_fuel};
use super::output::Output;
use super::site::Site;
use super::source::TemplateSource;
use crate::cx::RenderError;
use hookwire_text::suggest;
use minijinja::value::Serde;
use minijinja::{Environment, Template, UndefinedBehavior, Value};
use std::collections::BTreeMap;
use std::fmt;

/// The templates of one plugin, ready to be filled in.
///
/// They can extend and include each other, and nothing else: no file is read for a name in a template.
pub struct Templates {
    environment: Environment<'static>,
    /// What errors call each of them, by name.
    origins: BTreeMap<String, String>,
    /// Those that cannot be read.
    broken: BTreeMap<String, Mistake>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("names", &self.origins.keys()).finish_non_exhaustive()
    }
}

impl Templates {
    /// How many bytes a template may make.
    pub const MOST_BYTES: usize = 4 << 20;
    /// How many steps filling in a template may take: a page of 10,000 rows takes about a tenth of that.
    pub const MOST_STEPS: u64 = 5_000_000;

    /// Reads templates; of two that have one name, the later one counts. Those that cannot be read are told by
    /// [`problems`](Self::problems), and when they are asked for.
    pub fn new(sources: impl IntoIterator<Item = TemplateSource>) -> Self {
        let mut environment = Environment::new();
        environment.set_fuel(Some(Self::MOST_STEPS));
        // A name that has no value, and what is behind its dots, is empty text.
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        let mut templates = Self { environment, origins: BTreeMap::new(), broken: BTreeMap::new() };
        for TemplateSource { name, text, origin } in sources {
            templates.broken.remove(&name);
            templates.environment.remove_template(&name);
            if let Err(error) = templates.environment.add_template_owned(name.clone(), text) {
                templates.broken.insert(name.clone(), Mistake::of(&error, &name));
            }
            templates.origins.insert(name, origin);
        }
        templates
    }

    /// Returns what is wrong with the templates that cannot be read.
    pub fn problems(&self) -> Vec<RenderError> {
        self.broken.values().map(|mistake| self.syntax(mistake)).collect()
    }

    /// Fills in a template with the values of a JSON object; `site` is the host's.
    pub fn render(&self, name: &str, values: &serde_json::Value, site: &Site) -> Result<String, RenderError> {
        let Some(values) = values.as_object() else {
            return Err(RenderError::Nameless { name: name.into() });
        };
        let mut context: BTreeMap<&str, Value> = BTreeMap::new();
        context.extend(values.iter().map(|(key, value)| (key.as_str(), Value::from(Serde(value)))));
        context.insert("site", Value::from(Serde(site)));
        self.fill(name, Value::from_pairs(context))
    }

    /// Returns the names that the templates use and that somebody has to give a value.
    #[cfg(feature = "test")]
    pub(crate) fn values_wanted(&self) -> std::collections::BTreeSet<String> {
        let templates = self.environment.templates();
        let mut names: std::collections::BTreeSet<_> =
            templates.flat_map(|(_, template)| template.undeclared_variables(false)).collect();
        names.remove("site");
        for (known, _) in self.environment.globals() {
            names.remove(known);
        }
        names
    }

    pub(crate) fn fill(&self, name: &str, context: Value) -> Result<String, RenderError> {
        let template = self.find(name)?;
        let mut output = Output::new(Self::MOST_BYTES);
        let filled = template.render_captured_to(context, &mut output).map(drop);
        match filled {
            Ok(()) => Ok(output.into_text()),
            Err(_) if output.is_full() => {
                Err(RenderError::TooLarge { name: self.origin(name), most: Self::MOST_BYTES })
            }
            Err(error) if is_out_of_fuel(&error) => Err(RenderError::TooMuchWork { name: self.origin(name) }),
            Err(error) => Err(self.failed(&error, name)),
        }
    }

    fn find(&self, name: &str) -> Result<Template<'_, '_>, RenderError> {
        if let Some(mistake) = self.broken.get(name) {
            return Err(self.syntax(mistake));
        }
        let known = self.origins.keys().map(String::as_str);
        let unknown = |_| RenderError::Unknown(suggest::unknown("template", name, known));
        self.environment.get_template(name).map_err(unknown)
    }

    fn failed(&self, error: &minijinja::Error, name: &str) -> RenderError {
        let Mistake { name, line, why } = Mistake::of(error, name);
        // What a template extends or includes may be there, and be wrong.
        let names = |name: &str| ['\'', '"'].iter().any(|mark| why.contains(&format!("{mark}{name}{mark}")));
        let is_meant = |mistake: &&Mistake| names(&mistake.name);
        if let Some(mistake) = self.broken.values().find(is_meant) {
            return self.syntax(mistake);
        }
        RenderError::Failed { name: self.origin(&name), line, why }
    }

    fn syntax(&self, mistake: &Mistake) -> RenderError {
        let Mistake { name, line, why } = mistake.clone();
        RenderError::Syntax { name: self.origin(&name), line, why }
    }

    fn origin(&self, name: &str) -> String {
        self.origins.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }
}
