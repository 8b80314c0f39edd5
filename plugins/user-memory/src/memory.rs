use crate::config::Config;
use crate::error::MemoryError;
use crate::fact::{Fact, one_line};
use hookwire::cx::Kv;
use hookwire::{Cx, Result};
use serde_json::Value;

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
        Ok(self.read().await?.0)
    }

    /// Remembers a text and returns its id; one that is remembered already keeps its own.
    pub(crate) async fn remember(&self, text: &str) -> Result<u64> {
        let text = self.checked(text)?;
        loop {
            let (facts, last) = self.read().await?;
            if let Some(known) = facts.iter().find(|fact| fact.says(&text)) {
                return Ok(known.id);
            }
            if facts.len() >= self.config.records {
                return Err(MemoryError::Full { most: self.config.records }.into());
            }
            let id = last + 1;
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

    /// Removes what was remembered a moment ago, if it is still there.
    pub(crate) async fn take_back(&self, id: u64) -> Result<()> {
        self.values.remove(&Fact::key(id)).await
    }

    /// Forgets everything, and returns how much that was.
    pub(crate) async fn forget_all(&self) -> Result<usize> {
        let mut count = 0;
        loop {
            // As JSON of any kind: also what an earlier version has written goes.
            let page = self.values.scan::<Value>("", "", PAGE).await?;
            if page.is_empty() {
                return Ok(count);
            }
            for (key, _) in &page {
                self.values.remove(key).await?;
            }
            count += page.len();
        }
    }

    /// Returns all facts, the oldest first, and the last id that is taken. What is no fact, as of another version, is
    /// passed over.
    async fn read(&self) -> Result<(Vec<Fact>, u64)> {
        let (mut facts, mut last_id, mut after) = (Vec::new(), 0_u64, String::new());
        loop {
            let page = self.values.scan::<Value>("", &after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok((facts, last_id)) };
            after.clone_from(last);
            for (key, value) in page {
                let Ok(id) = key.parse::<u64>() else { continue };
                last_id = last_id.max(id);
                if let Ok(fact) = serde_json::from_value::<Fact>(value) {
                    facts.push(Fact { id, ..fact });
                }
            }
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
