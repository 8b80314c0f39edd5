use crate::kept::Owner;
use crate::store::Store;
use crate::{Config, Note, NotesSaving};
use hookwire::{Cx, Result, plugin};

/// Keeps the notes.
#[derive(Debug)]
pub struct Notes {
    store: Store,
}

/// Keeps notes that the agent can add to and search.
#[plugin(id = "notes", capabilities = [files])]
impl Notes {
    #[init]
    fn new(config: Config, cx: &Cx) -> Result<Self> {
        let file = config.file.or_else(|| cx.data().map(|folder| folder.join("notes.jsonl")));
        if file.is_none() {
            cx.info("no `file` is set, so notes are kept until the host stops");
        }
        let (store, torn) = Store::open(file)?;
        if let Some(torn) = torn {
            cx.warn(torn);
        }
        Ok(Self { store })
    }

    /// Keeps a note for later, for the same user only.
    #[tool]
    async fn note_add(
        &self,
        /// What to remember, in a sentence or two.
        text: String,
        cx: &Cx,
    ) -> Result<String> {
        let mut note = Note::new(text);
        cx.fire::<NotesSaving>(&mut note).await??;
        let count = self.store.add(Owner::of(cx), note).await?;
        let kept = if self.store.lasts() { "kept" } else { "kept until the host stops" };
        let notes =
            if count == 1 { "it is the only note".into() } else { format!("there are {count} notes now") };
        Ok(format!("{kept}; {notes}"))
    }

    /// Finds notes that have all the given words.
    #[tool]
    fn note_search(
        &self,
        /// The words to look for; empty for every note.
        words: String,
        cx: &Cx,
    ) -> Vec<Note> {
        self.store.search(&Owner::of(cx), &words)
    }

    /// Lists the notes that have all the given words.
    #[command("/notes")]
    fn list(&self, words: &str, cx: &Cx) -> String {
        let notes = self.store.search(&Owner::of(cx), words);
        if notes.is_empty() {
            return "no such notes".into();
        }
        notes.iter().map(|note| format!("- {}", note.text)).collect::<Vec<_>>().join("\n")
    }

    /// When the user wants something remembered, or asks what was remembered.
    #[skill("keeping-notes")]
    const SKILL: &str = "Keep one fact a note, in the user's own words, with names and dates written out. \
        Search before you say that you do not know. Never keep a password.";
}
