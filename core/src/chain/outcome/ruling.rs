use crate::origin::HookOrigin;
use crate::point::Verdict;
use serde::Serialize;

/// The decision of all gates together, with every reason.
#[derive(Debug, Default, Serialize)]
#[must_use = "a ruling that is not looked at decides nothing"]
pub struct Ruling {
    opinions: Vec<Opinion>,
}

/// The opinion of one gate that did not simply allow an operation.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Opinion {
    /// The gate.
    pub by: HookOrigin,
    /// Its verdict; never `Allow`.
    pub verdict: Verdict,
}

impl PartialEq<Verdict> for Ruling {
    fn eq(&self, other: &Verdict) -> bool {
        self.verdict() == *other
    }
}

impl Ruling {
    /// Returns the strongest verdict, with all reasons of that strength and who gave them.
    pub fn verdict(&self) -> Verdict {
        if self.is_denied() {
            Verdict::Deny(self.reasons(|verdict| matches!(verdict, Verdict::Deny(_))))
        } else if self.opinions.is_empty() {
            Verdict::Allow
        } else {
            Verdict::Ask(self.reasons(|_| true))
        }
    }

    /// Returns whether every gate allowed it.
    pub fn is_allowed(&self) -> bool {
        self.opinions.is_empty()
    }

    /// Returns whether some gate denied it.
    pub fn is_denied(&self) -> bool {
        let deny = |opinion: &Opinion| matches!(opinion.verdict, Verdict::Deny(_));
        self.opinions.iter().any(deny)
    }

    /// Returns everything but consent, in the order of the chain.
    pub fn opinions(&self) -> &[Opinion] {
        &self.opinions
    }

    pub(super) fn push(&mut self, by: HookOrigin, verdict: Verdict) {
        self.opinions.push(Opinion { by, verdict });
    }

    fn reasons(&self, wanted: impl Fn(&Verdict) -> bool) -> String {
        let named = self.opinions.iter().filter(|opinion| wanted(&opinion.verdict));
        let named = named.map(|Opinion { by, verdict }| match verdict {
            Verdict::Allow => String::new(),
            Verdict::Ask(reason) | Verdict::Deny(reason) => format!("`{}`: {reason}", by.plugin),
        });
        named.collect::<Vec<_>>().join("; ")
    }
}
