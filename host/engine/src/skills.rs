//! The skills of an agent: loaded by the model with a tool, and given to it by people with `/skill`.

use hookwire::Error;
use hookwire::live::Wiring;
use hookwire::plugin::{LOAD_SKILL, SkillDecl, ToolError, ToolOutput};
use hookwire::points::ToolSpec;
use hookwire::suggest::unknown;
use serde_json::json;
use std::fmt::Write;

/// Returns the skills of the plugins that work for an agent, by plugin, each with its full name.
fn skills(wiring: &Wiring) -> Vec<(String, &'static SkillDecl)> {
    let skills = wiring.contributions::<SkillDecl>();
    let mut skills: Vec<_> = skills.map(|(skill, plugin)| (skill.full_name(plugin.id), skill)).collect();
    skills.sort_by(|(a, _), (b, _)| a.cmp(b));
    skills
}

/// Returns a skill by its full name, or by its own, which no other skill has; the error says which one is near.
fn find(wiring: &Wiring, name: &str) -> Result<&'static SkillDecl, String> {
    let skills = skills(wiring);
    match skills.iter().find(|(known, skill)| known == name || skill.name == name) {
        Some((_, skill)) => Ok(skill),
        None => Err(unknown("skill", name, skills.iter().map(|(name, _)| &**name))),
    }
}

/// Returns the description of `load_skill` as the model sees it, unless there are no skills.
///
/// It lists the skills by name and description; their texts are in no prompt until they are loaded.
pub(crate) fn spec(wiring: &Wiring) -> Option<ToolSpec> {
    let skills = skills(wiring);
    if skills.is_empty() {
        return None;
    }
    let mut description =
        "Loads a skill: instructions for one kind of task. Load it before you begin such a task.".to_owned();
    for (name, skill) in &skills {
        let _ = write!(description, "\n- {name}: {}", skill.description);
    }
    let names: Vec<_> = skills.into_iter().map(|(name, _)| name).collect();
    let schema = json!({
        "type": "object",
        "properties": { "name": { "type": "string", "enum": names, "description": "the skill's name" } },
        "required": ["name"],
        "additionalProperties": false,
    });
    Some(ToolSpec::new(LOAD_SKILL, description, schema))
}

/// Runs `load_skill`: returns the text of a skill.
pub(crate) fn load(wiring: &Wiring, name: &str) -> Result<ToolOutput, ToolError> {
    let skill = find(wiring, name).map_err(|why| ToolError::Failed(Error::msg(why)))?;
    Ok(ToolOutput::new(skill.text))
}

/// Returns the list of skills that people read.
pub(crate) fn list(wiring: &Wiring) -> String {
    let skills = skills(wiring);
    if skills.is_empty() {
        return "no plugin of this agent brings a skill".into();
    }
    let lines = skills.iter().map(|(name, skill)| format!("{name}: {}", skill.description));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the message by which somebody gives a skill to the agent: `/skill NAME TASK`.
pub(crate) fn message(wiring: &Wiring, name: &str, task: &str) -> Result<String, String> {
    let text = find(wiring, name)?.text.trim();
    let message = format!("Follow the skill `{name}`:\n\n{text}\n\n{task}");
    Ok(message.trim_end().to_owned())
}
