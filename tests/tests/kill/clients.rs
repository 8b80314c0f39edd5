use std::fmt;

/// Somebody who sends one message after the other, and each again until it is answered.
#[derive(Debug)]
pub(crate) struct Client {
    name: usize,
    /// The session, once it was heard of.
    pub(crate) session: Option<String>,
    /// What was answered, in order.
    pub(crate) answered: Vec<String>,
    /// What was sent to the host that lives now.
    sent: bool,
    pub(crate) sent_again: u32,
}

impl Client {
    pub(crate) fn new(name: usize) -> Self {
        Self { name, session: None, answered: Vec::new(), sent: false, sent_again: 0 }
    }

    fn key(&self) -> String {
        format!("c{}m{}", self.name, self.answered.len())
    }

    fn text(&self) -> String {
        format!("message {} of {}", self.answered.len(), self.name)
    }

    /// Forgets that the message was sent, as the host it was sent to is dead.
    pub(crate) fn bereave(&mut self) {
        self.sent_again += u32::from(self.sent);
        self.sent = false;
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
            }
            "ended" => {
                assert_eq!(rest, "Completed It is marked.", "{key}");
                self.answered.push(self.text());
                self.sent = false;
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
}

impl Tally {
    pub(crate) fn count(&mut self, result: &str) {
        self.answered += 1;
        self.interrupted += u32::from(result.starts_with("Error"));
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answered, interrupted, sent_again } = self;
        write!(
            f,
            "{answered} messages answered once each, {sent_again} times one was sent again, {interrupted} tool calls \
             were interrupted and not repeated"
        )
    }
}
