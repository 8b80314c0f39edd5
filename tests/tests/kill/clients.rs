use crate::mortal::Chance;
use std::collections::HashMap;
use std::fmt;

/// Somebody who sends one message after the other; each again until it is answered, or at times, when the host has died,
/// another one instead.
#[derive(Debug)]
pub(crate) struct Client {
    name: usize,
    /// The session, once it was heard of.
    pub(crate) session: Option<String>,
    /// How many messages are done with: what was answered, and what was left alone.
    done: usize,
    /// What may be in the transcript, and whether it has to be.
    pub(crate) said: HashMap<String, bool>,
    /// Whether the message that is under way was taken in.
    accepted: bool,
    /// What was sent to the host that lives now.
    sent: bool,
    pub(crate) sent_again: u32,
    pub(crate) left_alone: u32,
}

impl Client {
    pub(crate) fn new(name: usize) -> Self {
        Self {
            name,
            session: None,
            done: 0,
            said: HashMap::new(),
            accepted: false,
            sent: false,
            sent_again: 0,
            left_alone: 0,
        }
    }

    fn key(&self) -> String {
        format!("c{}m{}", self.name, self.done)
    }

    fn text(&self) -> String {
        format!("message {:05} of {}", self.done, self.name)
    }

    /// Forgets that the message was sent, as the host it was sent to is dead.
    pub(crate) fn bereave(&mut self, chance: &mut Chance) {
        if std::mem::take(&mut self.sent) {
            if self.session.is_some() && chance.below(3) == 0 {
                self.left_alone += 1;
                self.next(self.accepted);
            } else {
                self.sent_again += 1;
            }
        }
    }

    /// Goes on to the next message.
    fn next(&mut self, taken_in: bool) {
        self.said.insert(self.text(), taken_in);
        (self.done, self.accepted, self.sent) = (self.done + 1, false, false);
    }

    /// Returns the line to send, if there is one.
    pub(crate) fn line(&mut self) -> Option<String> {
        let session = self.session.as_deref().unwrap_or("-");
        let line = format!("{session} {} {}\n", self.key(), self.text());
        (!std::mem::replace(&mut self.sent, true)).then_some(line)
    }

    /// Hears a line of the host.
    pub(crate) fn hear(&mut self, line: &str) {
        let mut words = line.splitn(3, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (what, key, rest) = (word(), word(), word());
        if key != self.key() {
            return;
        }
        match what {
            "accepted" => {
                let session = self.session.get_or_insert_with(|| rest.to_owned());
                assert_eq!(session, rest, "a message sent again made another session");
                self.accepted = true;
            }
            "ended" => {
                assert_eq!(rest, format!("Completed {} is marked.", self.text()), "{key}");
                self.next(true);
            }
            "refused" => self.sent = false,
            _ => panic!("{line}"),
        }
    }

    /// Returns whether nothing of it is under way.
    pub(crate) fn is_idle(&self) -> bool {
        !self.sent
    }
}

/// What came of it all.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    answered: u32,
    interrupted: u32,
    pub(crate) sent_again: u32,
    pub(crate) left_alone: u32,
}

impl Tally {
    pub(crate) fn count(&mut self, result: &str) {
        self.answered += 1;
        self.interrupted += u32::from(result.starts_with("Error"));
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answered, interrupted, sent_again, left_alone } = self;
        write!(
            f,
            "{answered} messages answered once each, {sent_again} times one was sent again, {left_alone} times another \
             instead, {interrupted} tool calls were interrupted and not repeated"
        )
    }
}
