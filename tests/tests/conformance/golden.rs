//! What each path fires, in order. A member's points are set in; behind a point stands what it is about.
//!
//! Points that are not part of every path, and the list that has them:
//!
//! | point | only | list |
//! |---|---|---|
//! | `session.start` | in a session's first turn | all but `SECOND` |
//! | `session.end` | when one is closed, or expires | `COMMAND` |
//! | `attachment.describe`, `model.thinking`, `approval.*` | with files, a model that thinks, a gate that asks | `TURN` |
//! | `model.rate_limit`, `.retry`, `.fallback`, `.exhausted` | with a provider in trouble | `TROUBLE`, `DESPAIR` |
//! | `subagent.*` | with members | `DELEGATION` |
//! | `schedule.*` | by the clock | `SCHEDULE` |
//! | `summary.updated` | in a long session, behind the turn | `SUMMARY` |
//! | `host.*`, `plugin.fault` | outside of requests | `HOST` |

/// All lists.
pub(crate) const ALL: [&str; 10] =
    [TURN, SECOND, DELEGATION, TROUBLE, DESPAIR, COMMAND, INTERCEPT, SCHEDULE, SUMMARY, HOST];

/// Returns what a whole turn fires that came without a file, and where nobody is who could allow the call.
pub(crate) fn unattended() -> String {
    TURN.replace("attachment.describe\n", "")
        .replace("resolved approved\ntool.wrap echo\n", "resolved denied\n")
}

/// Returns the points of a list.
pub(crate) fn points(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter_map(|line| line.split_whitespace().next())
}

/// A first message with a file; the model thinks, calls a tool that a human has to allow, and answers. By chat, by stream
/// and by the command line alike.
pub(crate) const TURN: &str = "
inbound.received
request.intercept
request.start
session.start
message.received
attachment.describe
context.provide
agent.before
tool.select
model.before
model.wrap
model.thinking Hm.
model.thinking (last)
model.delta One.
model.delta (last)
model.usage
model.after
tool.before echo
tool.gate echo
approval.requested
approval.resolved approved
tool.wrap echo
tool.after echo
tool.select
model.before
model.wrap
model.delta Two.
model.delta (last)
model.usage
model.after
answer.review
agent.after
turn.persisted
message.sent
turn.complete
request.end completed
";

/// A later message of the session: nothing starts anew.
pub(crate) const SECOND: &str = "
inbound.received
request.intercept
request.start
message.received
context.provide
agent.before
tool.select
model.before
model.wrap
model.delta Yes.
model.delta (last)
model.usage
model.after
answer.review
agent.after
turn.persisted
message.sent
turn.complete
request.end completed
";

/// A lead gives work to a member, which calls a tool of its own.
pub(crate) const DELEGATION: &str = "
inbound.received
request.intercept
request.start
session.start
message.received
context.provide
agent.before
tool.select
model.before
model.wrap
model.delta Over.
model.delta (last)
model.usage
model.after
tool.before delegate
tool.gate delegate
tool.wrap delegate
subagent.start
    context.provide
    agent.before
    tool.select
    model.before
    model.wrap
    model.thinking Hm.
    model.thinking (last)
    model.delta One.
    model.delta (last)
    model.usage
    model.after
    tool.before echo
    tool.gate echo
    tool.wrap echo
    tool.after echo
    tool.select
    model.before
    model.wrap
    model.delta Two.
    model.delta (last)
    model.usage
    model.after
    answer.review
    agent.after
subagent.end
tool.after delegate
tool.select
model.before
model.wrap
model.delta Done.
model.delta (last)
model.usage
model.after
answer.review
agent.after
turn.persisted
message.sent
turn.complete
request.end completed
";

/// A model that says 429, then 500, and another that answers.
pub(crate) const TROUBLE: &str = "
inbound.received
request.intercept
request.start
session.start
message.received
context.provide
agent.before
tool.select
model.before
model.wrap
model.rate_limit
model.retry
model.fallback
model.delta At
model.delta last.
model.delta (last)
model.usage
model.after
answer.review
agent.after
turn.persisted
message.sent
turn.complete
request.end completed
";

/// Two models of which none answers: no answer is reviewed or sent, and the request ends all the same.
pub(crate) const DESPAIR: &str = "
inbound.received
request.intercept
request.start
session.start
message.received
context.provide
agent.before
tool.select
model.before
model.wrap
model.retry
model.fallback
model.retry
model.exhausted
turn.persisted
turn.complete
request.end failed
";

/// `/new` in a session: no turn, so nothing is persisted.
pub(crate) const COMMAND: &str = "
inbound.received
request.intercept
request.start
session.end
message.sent
request.end completed
";

/// A hook answers in the agent's place.
pub(crate) const INTERCEPT: &str = "
inbound.received
request.intercept
request.start
message.sent
request.end intercepted
";

/// A schedule that is called off, and one that fires.
pub(crate) const SCHEDULE: &str = "
schedule.created
schedule.cancelled
schedule.created
schedule.fired
inbound.received
request.intercept
request.start
session.start
message.received
context.provide
agent.before
tool.select
model.before
model.wrap
model.delta Yes.
model.delta (last)
model.usage
model.after
answer.review
agent.after
turn.persisted
message.sent
turn.complete
request.end completed
";

/// What is behind the end of a turn whose session has grown long.
pub(crate) const SUMMARY: &str = "
model.before
model.wrap
model.delta Yes.
model.delta (last)
model.usage
model.after
summary.updated
";

/// The host from its start to its stop, with a plugin that fails in between.
pub(crate) const HOST: &str = "
host.start
plugin.fault
host.stop
";
