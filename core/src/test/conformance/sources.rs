use super::watch::{Examination, LIMIT, limited, severe};
use super::{calls, schema};
use crate::plugin::ToolSourceDecl;
use crate::test::Kit;

/// How many tools of a source are called.
const MOST: usize = 20;

/// Lists the tools of a source, and calls them as those that are declared.
pub(super) async fn examine(kit: &Kit, source: &ToolSourceDecl, examination: &Examination) {
    let name = source.name;
    examination.step(format!("the tool source `{name}`"));
    let limit = source.list_limit().max(LIMIT);
    let of_kit = kit.tool_source(name);
    let tools = match limited(limit, of_kit.sourced()).await {
        Ok(tools) => tools,
        Err(late) => return examination.find(format!("the list of `{name}` {late}")),
    };
    examination.find_all(severe(&kit.faults().await));
    let left_out = of_kit.left_out().into_iter();
    let sentence = |tool: String, why: String| format!("the tool `{tool}` of `{name}` is not offered: {why}");
    examination.find_all(left_out.map(|left_out| sentence(left_out.tool, left_out.why)));
    if let Some(why) = of_kit.problem() {
        return examination.leave_out(format!("the tools of `{name}`: it cannot list them here: {why}"));
    }
    if tools.len() > MOST {
        examination.leave_out(format!("{} tools of `{name}`: it has more than {MOST}", tools.len() - MOST));
    }
    for tool in tools.iter().take(MOST) {
        examination.find_all(schema::examine_spec(&tool.spec));
        let timeout = tool.timeout.or(source.timeout);
        calls::called(kit, &tool.spec.name, &tool.spec.schema, timeout, examination).await;
    }
}
