use crate::PATIENCE;
use hookwire_misbehave::{Call, Inline, Misbehaviour, Residue, Row, Worker};
use hookwire_tests::isolated_host::{End, IsolatedHost, ProcessState};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

/// What one misbehaviour did.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// How the call ended; nothing, if there was no answer.
    pub(crate) call: Option<Call>,
    /// How the host's process ended, if it did.
    pub(crate) death: Option<String>,
    /// What the caller was told.
    pub(crate) text: String,
    /// How long that took.
    pub(crate) ms: u64,
    /// What stayed.
    pub(crate) residue: BTreeSet<Residue>,
    /// Whether the next call worked, and whether it was in the same process.
    pub(crate) next: Option<NextCall>,
    /// Messages of others without the right answer, with the first of them.
    pub(crate) lost: u64,
    pub(crate) why_lost: String,
    pub(crate) answered: u64,
    /// The longest gap between two beats of the host.
    pub(crate) gap_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NextCall {
    SameProcess,
    NewProcess,
    Failed,
}

/// Has a plugin misbehave, and looks at what that does.
pub(crate) async fn run(host: &mut IsolatedHost, row: &Row) -> Seen {
    let process = innocent_call(host).await;
    // Begins to measure.
    let _ = host.order(json!({ "order": "status" }), PATIENCE).await;
    let (before, noise) = (host.state(), host.noise());
    let mut seen = Seen::default();
    let call = json!({ "order": "call", "tool": "misbehave", "how": row.name });
    if let Some(answer) = answered(host.order(call, PATIENCE).await, &mut seen) {
        let failed = answer["failed"] == true;
        seen.call = Some(if failed { Call::Fails } else { Call::Succeeds });
        answer["text"].as_str().unwrap_or_default().clone_into(&mut seen.text);
        seen.ms = answer["ms"].as_u64().unwrap_or_default();
        look_behind(host, row, &mut seen, &before, noise).await;
    }
    if seen.call.is_some() {
        seen.next = Some(match innocent_call(host).await {
            None => NextCall::Failed,
            next if next == process => NextCall::SameProcess,
            _ => NextCall::NewProcess,
        });
    }
    seen
}

/// Looks for what a call has left, whose end was told.
async fn look_behind(host: &mut IsolatedHost, row: &Row, seen: &mut Seen, before: &ProcessState, noise: u64) {
    use Misbehaviour::{DeepSchema, NestedSchema, SchemaLoop, TallSchema};
    if matches!(row.how, DeepSchema | NestedSchema | SchemaLoop | TallSchema) {
        // The list is asked for on a task of its own, and the schema is used when the tool is called.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let odd = json!({ "order": "call", "tool": "odd__odd", "how": "" });
        let Some(answer) = answered(host.order(odd, PATIENCE).await, seen) else { return };
        answer["text"].as_str().unwrap_or_default().clone_into(&mut seen.text);
    }
    // What others do at the moment takes and gives back memory, threads and descriptors, too.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let Some(status) = answered(host.order(json!({ "order": "status" }), PATIENCE).await, seen) else {
        return;
    };
    let after = host.state();
    let mut stays = |what, stays: bool| {
        if stays {
            seen.residue.insert(what);
        }
    };
    stays(Residue::Thread, status["taken_threads"] != 0);
    stays(Residue::Threads, after.threads > before.threads + 16);
    stays(Residue::Memory, after.resident > before.resident + (24 << 20));
    stays(Residue::Descriptors, after.descriptors > before.descriptors + 16);
    stays(Residue::Processes, after.others > before.others + 1);
    stays(Residue::Output, host.noise() > noise);
    stays(Residue::Directory, status["directory"] != true);
    stays(Residue::PanicHook, status["panic_hook"] != true);
    stays(Residue::Environment, status["environment"] != true);
    stays(Residue::Signals, after.is_deaf && !before.is_deaf);
    stays(Residue::Corruption, status["memory_intact"] != true);
    let healthy = &status["healthy"];
    seen.gap_ms = status["gap_ms"].as_u64().unwrap_or_default();
    seen.lost = healthy["lost"].as_u64().unwrap_or_default();
    seen.answered = healthy["answered"].as_u64().unwrap_or_default();
    healthy["why"].as_str().unwrap_or_default().clone_into(&mut seen.why_lost);
}

/// Has the plugin do nothing wrong, and returns the process in which it did.
async fn innocent_call(host: &mut IsolatedHost) -> Option<String> {
    let order = json!({ "order": "call", "tool": "misbehave", "how": "nothing" });
    match host.order(order, PATIENCE).await {
        End::Answer(answer) if answer["failed"] == false => answer["text"].as_str().map(str::to_owned),
        _ => None,
    }
}

/// Returns the answer, or notes that there was none: no call has ended then that anybody heard of.
fn answered(end: End, seen: &mut Seen) -> Option<Value> {
    match end {
        End::Answer(answer) => return Some(answer),
        End::Silence => seen.call = None,
        End::Death(how) => (seen.call, seen.death) = (None, Some(how)),
    }
    None
}

impl Seen {
    /// Returns what is not as the tier in the host's process promises.
    pub(crate) fn differs_inline(&self, promised: Inline) -> Option<String> {
        let (call, residue): (_, &[Residue]) = match promised {
            Inline::Contained(call) => (Some(call), &[]),
            Inline::Leaves(call, residue) => (Some(call), residue),
            Inline::Hangs => (None, &[]),
            Inline::Dies(how) => {
                return (self.death.as_deref() != Some(how)).then(|| format!("not {promised:?}: {self}"));
            }
        };
        let is_so = self.death.is_none()
            && self.call == call
            && (call.is_none() || self.residue == residue.iter().copied().collect());
        (!is_so).then(|| format!("not {promised:?}: {self}"))
    }

    /// Returns what is not as the tier of processes promises: no other plugin notices anything.
    ///
    /// Each of `talkers` may have one message refused: the plugin's own hooks that are under way in the same process, and of
    /// which something has left it or which have waited for too long, fail with it.
    pub(crate) fn differs_in_worker(&self, promised: Worker, talkers: u64) -> Option<String> {
        let (call, next) = match promised {
            Worker::Kept(call) => (call, NextCall::SameProcess),
            Worker::Restarted(call) => (call, NextCall::NewProcess),
        };
        let is_so = self.call == Some(call)
            && self.next == Some(next)
            && self.residue.is_empty()
            && self.lost <= talkers
            && self.gap_ms < 3000;
        (!is_so).then(|| format!("not {promised:?}: {self}"))
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.death, self.call) {
            (Some(how), _) => write!(f, "the host died: {how}")?,
            (None, None) => write!(f, "no answer")?,
            (None, Some(call)) => write!(f, "{call:?} after {} ms ({})", self.ms, self.text)?,
        }
        write!(f, "; left {:?}; next call: {:?}", self.residue, self.next)?;
        write!(f, "; others: {} answered, {} lost {}", self.answered, self.lost, self.why_lost)?;
        write!(f, "; gap {} ms", self.gap_ms)
    }
}
