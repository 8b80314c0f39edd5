use super::keys::Keyboard;
use super::screen::{Screen, width};
use super::turn_lines::{self, Usage};
use super::view::{RESOLVED_BY, TurnView};
use crate::ui::{Style, file_text, one_line, safe};
use hookwire::points::{Decision, MessageFile};
use hookwire_engine::Event;
use hookwire_engine::store::Approval;
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};
use std::io::{self, Write};

/// Writes a turn for people, as it goes on.
#[allow(missing_debug_implementations, reason = "a terminal has nothing to show of itself")]
pub struct TurnPrinter<W> {
    pub(super) screen: Screen<W>,
    /// The name of the agent that the user talks to.
    agent: String,
    usage: Usage,
    /// The arguments of the calls whose results are not there yet.
    calls: HashMap<String, Value>,
    /// The id of the call that was written last, if nothing was written since.
    last_call: Option<String>,
    /// The approvals that are asked, the current one first.
    asking: VecDeque<Approval>,
    /// The ids of the calls that were denied in this terminal.
    denied: HashSet<String>,
    /// The plugins that have sent messages, and their texts, since somebody last asked for them.
    pub(super) sent: Vec<(String, String)>,
    /// The problem that the last notice told.
    last_problem: String,
}

impl<W: Write> TurnPrinter<W> {
    /// Returns a printer for an output.
    pub fn new(out: W, style: Style, agent: impl Into<String>) -> Self {
        Self {
            screen: Screen::new(out, style),
            agent: agent.into(),
            usage: Usage::default(),
            calls: HashMap::new(),
            last_call: None,
            asking: VecDeque::new(),
            denied: HashSet::new(),
            sent: Vec::new(),
            last_problem: String::new(),
        }
    }

    /// Begins another turn, with an agent.
    pub fn begin(&mut self, agent: &str) {
        agent.clone_into(&mut self.agent);
        self.usage = Usage::default();
        self.calls.clear();
        self.asking.clear();
        self.denied.clear();
        self.last_problem.clear();
        self.screen.commit();
        self.screen.wait("thinking");
    }

    /// Ends the current line, so that others can write.
    pub fn make_room(&mut self) -> io::Result<()> {
        self.screen.begin_line()
    }

    /// Writes a message that a plugin has sent, and keeps in mind that it did.
    pub(super) fn sent(&mut self, plugin: &str, text: &str, files: &[MessageFile]) -> io::Result<()> {
        self.sent.push((plugin.to_owned(), text.to_owned()));
        let text = [safe(text)].into_iter().filter(|text| !text.is_empty());
        let lines: Vec<_> = text.chain(files.iter().map(file_text)).collect();
        let sender = self.screen.style.cyan(&format!("✉ {plugin}:"));
        self.screen.prose(&format!("{sender} {}", lines.join("\n")), 2)
    }

    fn call(&mut self, id: &str, agent: &str, tool: &str, args: &Value) -> io::Result<()> {
        let by = (agent != self.agent).then_some(agent);
        self.screen.line(&turn_lines::call(self.screen.style, tool, args, by, width()))?;
        self.calls.insert(id.to_owned(), args.clone());
        self.last_call = Some(id.to_owned());
        self.screen.wait(format!("running {}", one_line(tool, 40)));
        Ok(())
    }

    fn result(&mut self, event: &Event, last: Option<&str>) -> io::Result<()> {
        let Event::Result { id, tool, args, text, is_error, duration_ms } = event else { return Ok(()) };
        let (style, width) = (self.screen.style, width());
        let given = self.calls.remove(id);
        if given.is_some_and(|given| given != *args) {
            self.screen.line(&turn_lines::rewritten(style, args, width))?;
        }
        // A result right below its call needs no name.
        let name = if last == Some(id) { String::new() } else { format!("{}: ", safe(tool)) };
        let text = if self.denied.remove(id) { "you did not allow it" } else { text };
        let said = if *is_error {
            turn_lines::failure(style, &name, text, *duration_ms, self.screen.room())
        } else {
            turn_lines::result(style, &name, text, *duration_ms, width)
        };
        self.screen.line(&said)?;
        self.screen.wait(if self.calls.is_empty() { "thinking" } else { "running tools" });
        Ok(())
    }

    fn ask(&mut self) -> io::Result<()> {
        let Some(approval) = self.asking.front() else { return Ok(()) };
        let (style, room) = (self.screen.style, self.screen.room());
        for line in turn_lines::question(style, approval, &self.agent, room) {
            self.screen.line(&line)?;
        }
        Keyboard::forget();
        self.tick()
    }

    fn resolved(&mut self, id: &str, decision: Decision, by: &str) -> io::Result<()> {
        let Some(at) = self.asking.iter().position(|approval| approval.id == id) else { return Ok(()) };
        let asked = self.asking.remove(at);
        let style = self.screen.style;
        let here = by == RESOLVED_BY;
        let by = if here { String::new() } else { format!(" by {}", one_line(by, 60)) };
        self.screen.line(&match decision {
            Decision::Approved => format!("  {}", style.green(&format!("✓ allowed{by}"))),
            Decision::Expired => format!("  {}", style.yellow("✗ nobody answered in time")),
            _ => format!("  {}", style.red(&format!("✗ denied{by}"))),
        })?;
        if let Some(approval) = asked {
            self.screen.wait(format!("running {}", one_line(&approval.call.tool, 40)));
            if here && decision == Decision::Denied {
                self.denied.insert(approval.call.id.clone());
            }
            self.last_call = Some(approval.call.id);
        }
        if at == 0 { self.ask() } else { Ok(()) }
    }

    fn restart(&mut self) -> io::Result<()> {
        let style = self.screen.style;
        let taken_back = self.screen.take_back()?;
        let what = if taken_back {
            "the answer was taken back; it is now:"
        } else {
            "the text above does not count:"
        };
        self.screen.line(&style.yellow(&format!("↺ {what}")))
    }
}

impl<W: Write> TurnView for TurnPrinter<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let last = self.last_call.take();
        match event {
            Event::Text { text } => self.screen.text(text),
            Event::Thinking { text } => self.screen.think(text),
            Event::Restart => self.restart(),
            Event::Call { id, agent, tool, args, .. } => self.call(id, agent, tool, args),
            Event::Result { .. } => self.result(event, last.as_deref()),
            Event::Approval { approval } => {
                self.asking.push_back((**approval).clone());
                if self.asking.len() == 1 { self.ask() } else { Ok(()) }
            }
            Event::Resolved { approval, decision, by } => {
                if self.asking.is_empty() {
                    self.last_call = last;
                }
                self.resolved(approval, *decision, by)
            }
            Event::Usage { input_tokens, output_tokens, cost, .. } => {
                self.usage.add(*input_tokens, *output_tokens, *cost);
                // Nothing is written, so the next result still stands right below its call.
                self.last_call = last;
                Ok(())
            }
            Event::Notice { text } => self.notice(text),
            Event::Sent { plugin, text, files } => self.sent(plugin, text, files),
            Event::End(outcome) => {
                self.screen.calm()?;
                self.screen.begin_line()?;
                let lines = turn_lines::end(self.screen.style, outcome, &self.usage);
                lines.iter().try_for_each(|line| self.screen.prose(line, 2))
            }
            Event::Accepted { .. } => {
                self.last_call = last;
                Ok(())
            }
        }
    }

    fn tick(&mut self) -> io::Result<()> {
        if self.asking.is_empty() {
            return self.screen.tick();
        }
        self.screen.show_status(&turn_lines::keys(self.screen.style, width()))
    }

    fn asking(&self) -> Option<&str> {
        self.asking.front().map(|approval| &*approval.id)
    }

    fn notice(&mut self, text: &str) -> io::Result<()> {
        let (wrong, then) = text.rsplit_once("; ").unwrap_or(("", text));
        // One attempt after the other fails for the same reason.
        let told = !wrong.is_empty() && wrong == self.last_problem;
        wrong.clone_into(&mut self.last_problem);
        let text = if told { then } else { text };
        let style = self.screen.style;
        self.screen.prose(&style.yellow(&format!("! {}", safe(text))), 2)
    }
}
