use crate::config::AfterConfig;
use crate::error::RuleError;
use crate::pattern::{Place, Replacement};
use crate::scope::Scope;
use hookwire::cx::Identity;
use hookwire::points::ToolReport;
use regex_lite::Regex;

/// A compiled rule for results.
#[derive(Debug)]
pub(crate) struct AfterRule {
    scope: Scope,
    errors: Option<bool>,
    when: Option<Regex>,
    effect: Effect,
}

/// What a rule does with the text of a result.
#[derive(Debug)]
enum Effect {
    Set(String),
    Replace(Vec<Replacement>),
}

impl AfterRule {
    /// Compiles the rules of the configuration.
    pub(crate) fn compile(rules: Vec<AfterConfig>) -> Result<Vec<Self>, RuleError> {
        let places = (1..).map(|number| Place { list: "after", number });
        rules.into_iter().zip(places).map(|(rule, place)| Self::compile_one(rule, place)).collect()
    }

    fn compile_one(rule: AfterConfig, place: Place) -> Result<Self, RuleError> {
        let Place { list, number } = place;
        let effect = match (rule.set, rule.replace) {
            (Some(text), replace) if replace.is_empty() => Effect::Set(text),
            (Some(_), _) => return Err(RuleError::SetAndReplaced { number }),
            (None, replace) if replace.is_empty() => {
                return Err(RuleError::NoEffect { list, number, wanted: "`set` or `replace`" });
            }
            (None, replace) => {
                let compile = replace.iter().map(|it| Replacement::compile(place, &it.pattern, &it.with));
                Effect::Replace(compile.collect::<Result<_, _>>()?)
            }
        };
        Ok(Self {
            scope: Scope::compile(place, rule.tool.as_deref(), &rule.agents, &rule.roles)?,
            errors: rule.errors,
            when: rule.when.map(|pattern| place.compile("when", &pattern)).transpose()?,
            effect,
        })
    }

    /// Returns whether the rule is about the result of a call of somebody.
    pub(crate) fn matches(&self, report: &ToolReport, caller: &Identity) -> bool {
        self.scope.contains(&report.call.tool, caller)
            && self.errors.is_none_or(|errors| errors == report.is_error)
            && self.when.as_ref().is_none_or(|pattern| pattern.is_match(&report.text))
    }

    /// Changes the text of a result.
    pub(crate) fn apply(&self, text: &mut String) {
        match &self.effect {
            Effect::Set(new) => new.clone_into(text),
            Effect::Replace(replacements) => {
                for replacement in replacements {
                    replacement.apply(text);
                }
            }
        }
    }
}
