use crate::config::Config;
use crate::error::MemoryError;
use crate::fact::{Fact, one_line};
use hookwire::cx::Kv;
use hookwire::{Cx, Result};

/// How many facts are read from the store at once.
const PAGE: u32 = 500;

/// The facts of the user who asks; nobody else's can be reached through it.
pub(crate) struct Memory<'a> {
    values: Kv<'a>,
    config: &'a Config,
}

impl<'a> Memory<'a> {
    pub(crate) fn of_user(cx: &'a Cx, config: &'a Config) -> Self {
        Self { values: cx.kv().of_user(), config }
    }

    /// Returns all facts, the oldest first.
    pub(crate) async fn all(&self) -> Result<Vec<Fact>> {
        let (mut facts, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.values.scan::<Fact>("", &after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(facts) };
            after.clone_from(last);
            facts.extend(page.into_iter().filter_map(|(key, fact)| fact.with_key(&key)));
        }
    }

    /// Remembers a text and returns its id; one that is remembered already keeps its own.
    pub(crate) async fn remember(&self, text: &str) -> Result<u64> {
        let text = self.checked(text)?;
        loop {
            let facts = self.all().await?;
            if let Some(known) = facts.iter().find(|fact| fact.says(&text)) {
                return Ok(known.id);
            }
            if facts.len() >= self.config.records {
                return Err(MemoryError::Full { most: self.config.records }.into());
            }
            let id = facts.last().map_or(1, |last| last.id + 1);
            let fact = Fact { id, text: text.clone() };
            // Another turn of the user may have taken the number, and may have said the same.
            if self.values.compare_and_set(&Fact::key(id), None, &fact).await? {
                return Ok(id);
            }
        }
    }

    /// Forgets one fact, and returns it.
    pub(crate) async fn forget(&self, id: &str) -> Result<Fact> {
        let unknown = || MemoryError::Unknown { id: id.chars().take(40).collect() };
        let key = Fact::key(id.trim().parse().map_err(|_| unknown())?);
        let fact = self.values.get::<Fact>(&key).await?.ok_or_else(unknown)?;
        self.values.remove(&key).await?;
        Ok(fact)
    }

    /// Forgets everything, and returns how much that was.
    pub(crate) async fn forget_all(&self) -> Result<usize> {
        let mut count = 0;
        loop {
            // As JSON of any kind: also what an earlier version has written goes.
            let page = self.values.scan::<serde_json::Value>("", "", PAGE).await?;
            if page.is_empty() {
                return Ok(count);
            }
            for (key, _) in &page {
                self.values.remove(key).await?;
            }
            count += page.len();
        }
    }

    fn checked(&self, text: &str) -> Result<String, MemoryError> {
        let (text, most) = (one_line(text), self.config.record_bytes);
        match text.len() {
            0 => Err(MemoryError::Empty),
            bytes if bytes > most => Err(MemoryError::TooLong { bytes, most }),
            _ => Ok(text),
        }
    }
}
