use crate::config::BeforeConfig;
use crate::error::RuleError;
use crate::pattern::{Place, Replacement};
use crate::scope::Scope;
use hookwire::cx::Identity;
use hookwire::points::ToolCall;
use regex_lite::Regex;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// A compiled rule for calls.
#[derive(Debug)]
pub(crate) struct BeforeRule {
    scope: Scope,
    when: Vec<(String, Regex)>,
    unless: Vec<(String, Regex)>,
    effect: Effect,
}

/// What a rule does with a call.
#[derive(Debug)]
enum Effect {
    Refuse(String),
    Change(Box<Change>),
}

#[derive(Debug)]
struct Change {
    rename: BTreeMap<String, String>,
    remove: Vec<String>,
    default: BTreeMap<String, Value>,
    set: BTreeMap<String, Value>,
    replace: Vec<(Option<String>, Replacement)>,
}

impl BeforeRule {
    /// Compiles the rules of the configuration.
    pub(crate) fn compile(rules: Vec<BeforeConfig>) -> Result<Vec<Self>, RuleError> {
        let places = (1..).map(|number| Place { list: "before", number });
        rules.into_iter().zip(places).map(|(rule, place)| Self::compile_one(rule, place)).collect()
    }

    fn compile_one(rule: BeforeConfig, place: Place) -> Result<Self, RuleError> {
        Ok(Self {
            scope: Scope::compile(place, rule.tool.as_deref(), &rule.agents, &rule.roles)?,
            when: conditions(place, "when", &rule.when)?,
            unless: conditions(place, "unless", &rule.unless)?,
            effect: Effect::compile(rule, place)?,
        })
    }

    /// Returns whether the rule is about a call of somebody.
    pub(crate) fn matches(&self, call: &ToolCall, caller: &Identity) -> bool {
        let found = |(name, pattern): &(String, Regex)| {
            call.args.get(name).is_some_and(|value| match value {
                Value::String(text) => pattern.is_match(text),
                value => pattern.is_match(&value.to_string()),
            })
        };
        self.scope.contains(&call.tool, caller)
            && self.when.iter().all(found)
            && !self.unless.iter().any(found)
    }

    /// Changes the arguments of a call, or returns the reason why it is refused.
    pub(crate) fn apply(&self, args: &mut Value) -> Result<(), String> {
        match &self.effect {
            Effect::Refuse(reason) => Err(reason.clone()),
            Effect::Change(change) => {
                change.apply(args);
                Ok(())
            }
        }
    }
}

impl Effect {
    fn compile(rule: BeforeConfig, place: Place) -> Result<Self, RuleError> {
        let Place { list, number } = place;
        let changes = [
            ("rename", !rule.rename.is_empty()),
            ("remove", !rule.remove.is_empty()),
            ("default", !rule.default.is_empty()),
            ("set", !rule.set.is_empty()),
            ("replace", !rule.replace.is_empty()),
        ];
        let change = changes.into_iter().find_map(|(key, is_there)| is_there.then_some(key));
        match (rule.refuse, change) {
            (Some(_), Some(other)) => return Err(RuleError::RefusedAndChanged { number, other }),
            (Some(reason), None) => return Ok(Self::Refuse(reason)),
            (None, None) => {
                let wanted = "`refuse`, `rename`, `remove`, `default`, `set` or `replace`";
                return Err(RuleError::NoEffect { list, number, wanted });
            }
            (None, Some(_)) => {}
        }
        check_names(&rule.rename, number)?;
        let replace = rule.replace.into_iter().map(|it| {
            let replacement = Replacement::compile(place, &it.pattern, &it.with);
            replacement.map(|replacement| (it.arg, replacement))
        });
        Ok(Self::Change(Box::new(Change {
            rename: rule.rename,
            remove: rule.remove,
            default: rule.default,
            set: rule.set,
            replace: replace.collect::<Result<_, _>>()?,
        })))
    }
}

impl Change {
    fn apply(&self, args: &mut Value) {
        if let Value::Object(args) = args {
            self.change_fields(args);
        }
        for (arg, replacement) in &self.replace {
            let place = match arg {
                Some(arg) => args.get_mut(arg),
                None => Some(&mut *args),
            };
            if let Some(place) = place {
                replace_texts(place, replacement);
            }
        }
    }

    fn change_fields(&self, args: &mut Map<String, Value>) {
        // All are taken out before one is put back, so that two can change their names with each other.
        let renamed = self.rename.iter().filter_map(|(old, new)| Some((new, args.remove(old)?)));
        let renamed: Vec<_> = renamed.collect();
        for (new, value) in renamed {
            args.entry(new.clone()).or_insert(value);
        }
        for name in &self.remove {
            args.remove(name);
        }
        for (name, value) in &self.default {
            args.entry(name.clone()).or_insert_with(|| value.clone());
        }
        args.extend(self.set.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
}

fn conditions(
    place: Place,
    key: &str,
    patterns: &BTreeMap<String, String>,
) -> Result<Vec<(String, Regex)>, RuleError> {
    let compile = |(name, pattern): (&String, &String)| {
        place.compile(&format!("{key}.{name}"), pattern).map(|pattern| (name.clone(), pattern))
    };
    patterns.iter().map(compile).collect()
}

/// Makes sure that no two arguments get one name.
fn check_names(rename: &BTreeMap<String, String>, number: usize) -> Result<(), RuleError> {
    let mut old_names = HashMap::new();
    for (old, new) in rename {
        if let Some(first) = old_names.insert(new, old) {
            let (first, second, name) = (first.clone(), old.clone(), new.clone());
            return Err(RuleError::DoubleName { number, first, second, name });
        }
    }
    Ok(())
}

fn replace_texts(value: &mut Value, replacement: &Replacement) {
    match value {
        Value::String(text) => replacement.apply(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_texts(item, replacement)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace_texts(field, replacement)),
        _ => {}
    }
}
