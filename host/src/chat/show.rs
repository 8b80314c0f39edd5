use super::follow::View;
use super::keys::Keys;
use super::lines::{self, Spent};
use super::screen::{Screen, width};
use super::style::Style;
use super::text::{line, safe};
use crate::agent::Event;
use crate::store::Approval;
use hookwire::points::Decision;
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};
use std::io::{self, Write};

/// Shows a turn as it goes on.
pub(crate) struct Show<W> {
    pub(super) screen: Screen<W>,
    agent: String,
    spent: Spent,
    /// The arguments of the calls whose results are not there yet.
    calls: HashMap<String, Value>,
    /// The call that was shown last, if nothing was shown since.
    last: Option<String>,
    asking: VecDeque<Approval>,
    /// The calls that were denied here.
    refused: HashSet<String>,
    /// What was wrong, as the last notice said it.
    wrong: String,
}

impl<W: Write> Show<W> {
    pub(crate) fn new(out: W, style: Style, agent: impl Into<String>) -> Self {
        Self {
            screen: Screen::new(out, style),
            agent: agent.into(),
            spent: Spent::default(),
            calls: HashMap::new(),
            last: None,
            asking: VecDeque::new(),
            refused: HashSet::new(),
            wrong: String::new(),
        }
    }

    /// Begins to show another turn.
    pub(crate) fn begin(&mut self, agent: &str) {
        agent.clone_into(&mut self.agent);
        self.spent = Spent::default();
        self.calls.clear();
        self.asking.clear();
        self.refused.clear();
        self.wrong.clear();
        self.screen.keep();
        self.screen.wait("thinking");
    }

    /// Clears the way for what others write.
    pub(crate) fn make_room(&mut self) -> io::Result<()> {
        self.screen.begin_line()
    }

    fn call(&mut self, id: &str, agent: &str, tool: &str, args: &Value) -> io::Result<()> {
        let by = (agent != self.agent).then_some(agent);
        self.screen.line(&lines::call(self.screen.style, tool, args, by, width()))?;
        self.calls.insert(id.to_owned(), args.clone());
        self.last = Some(id.to_owned());
        self.screen.wait(format!("running {}", line(tool, 40)));
        Ok(())
    }

    fn result(&mut self, event: &Event, last: Option<&str>) -> io::Result<()> {
        let Event::Result { id, tool, args, text, is_error, duration_ms } = event else { return Ok(()) };
        let (style, width) = (self.screen.style, width());
        let given = self.calls.remove(id);
        if given.is_some_and(|given| given != *args) {
            self.screen.line(&lines::rewritten(style, args, width))?;
        }
        // Right below its call a result needs no name.
        let name = if last == Some(id) { String::new() } else { format!("{}: ", safe(tool)) };
        let text = if self.refused.remove(id) { "you did not allow it" } else { text };
        let said = if *is_error {
            lines::failure(style, &name, text, *duration_ms, self.screen.room())
        } else {
            lines::result(style, &name, text, *duration_ms, width)
        };
        self.screen.line(&said)?;
        self.screen.wait(if self.calls.is_empty() { "thinking" } else { "running tools" });
        Ok(())
    }

    fn ask(&mut self) -> io::Result<()> {
        let Some(approval) = self.asking.front() else { return Ok(()) };
        let (style, room) = (self.screen.style, self.screen.room());
        for line in lines::question(style, approval, &self.agent, room) {
            self.screen.line(&line)?;
        }
        Keys::forget();
        self.tick()
    }

    fn resolved(&mut self, id: &str, decision: Decision, by: &str) -> io::Result<()> {
        let Some(at) = self.asking.iter().position(|approval| approval.id == id) else { return Ok(()) };
        let asked = self.asking.remove(at);
        let style = self.screen.style;
        let here = by == super::BY;
        let by = if here { String::new() } else { format!(" by {}", line(by, 60)) };
        self.screen.line(&match decision {
            Decision::Approved => format!("  {}", style.green(&format!("✓ allowed{by}"))),
            Decision::Expired => format!("  {}", style.yellow("✗ nobody answered in time")),
            _ => format!("  {}", style.red(&format!("✗ denied{by}"))),
        })?;
        if let Some(approval) = asked {
            self.screen.wait(format!("running {}", line(&approval.call.tool, 40)));
            if here && decision == Decision::Denied {
                self.refused.insert(approval.call.id.clone());
            }
            self.last = Some(approval.call.id);
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

impl<W: Write> View for Show<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let last = self.last.take();
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
                    self.last = last;
                }
                self.resolved(approval, *decision, by)
            }
            Event::Usage { input_tokens, output_tokens, cost, .. } => {
                self.spent.add(*input_tokens, *output_tokens, *cost);
                // Nothing in sight, so the next text may come right behind this one.
                self.last = last;
                Ok(())
            }
            Event::Notice { text } => self.notice(text),
            Event::End(outcome) => {
                self.screen.calm()?;
                self.screen.begin_line()?;
                let lines = lines::end(self.screen.style, outcome, &self.spent);
                lines.iter().try_for_each(|line| self.screen.prose(line, 2))
            }
            Event::Accepted { .. } => {
                self.last = last;
                Ok(())
            }
        }
    }

    fn tick(&mut self) -> io::Result<()> {
        if self.asking.is_empty() {
            return self.screen.tick();
        }
        self.screen.raise(&lines::keys(self.screen.style, width()))
    }

    fn asking(&self) -> Option<&str> {
        self.asking.front().map(|approval| &*approval.id)
    }

    fn notice(&mut self, text: &str) -> io::Result<()> {
        let (wrong, then) = text.rsplit_once("; ").unwrap_or(("", text));
        // One attempt after the other fails for the same reason.
        let told = !wrong.is_empty() && wrong == self.wrong;
        wrong.clone_into(&mut self.wrong);
        let text = if told { then } else { text };
        let style = self.screen.style;
        self.screen.prose(&style.yellow(&format!("! {}", safe(text))), 2)
    }
}
