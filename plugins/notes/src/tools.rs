use crate::config::Config;
use crate::note::Note;
use crate::owner::Owner;
use crate::points::NotesSaving;
use crate::store::NoteStore;
use hookwire::cx::MissingService;
use hookwire::{Cx, Result, plugin};
use std::path::PathBuf;

/// The plugin `notes`.
#[derive(Debug)]
pub struct Notes {
    store: NoteStore,
}

/// Saves notes that the agent can add and search, each user's apart.
#[plugin(id = "notes", capabilities = [files])]
impl Notes {
    #[init]
    fn new(config: Config, cx: &Cx) -> Result<Self> {
        let file = match config.file {
            Some(file) => Some(file),
            None => own_file(cx)?,
        };
        if file.is_none() {
            cx.info("no `file` is set, so notes are kept until the host stops");
        }
        let (store, warning) = NoteStore::open(file)?;
        if let Some(warning) = warning {
            cx.warn(warning);
        }
        Ok(Self { store })
    }

    /// Saves a note for later. Only the same user can find it again.
    #[tool]
    async fn note_add(
        &self,
        /// The text of the note, in a sentence or two.
        text: String,
        cx: &Cx,
    ) -> Result<String> {
        let mut note = Note::new(text);
        cx.fire::<NotesSaving>(&mut note).await?;
        let count = self.store.add(Owner::of(cx), note).await?;
        let kept = if self.store.is_persistent() { "kept" } else { "kept until the host stops" };
        let notes =
            if count == 1 { "it is the only note".into() } else { format!("there are {count} notes now") };
        Ok(format!("{kept}; {notes}"))
    }

    /// Finds the notes that contain all the given words.
    #[tool]
    fn note_search(
        &self,
        /// The words to look for, separated by spaces; empty to find every note.
        words: String,
        cx: &Cx,
    ) -> Vec<Note> {
        self.store.search(&Owner::of(cx), &words)
    }

    /// Lists the notes that contain all the given words.
    #[command("/notes")]
    fn list(&self, words: &str, cx: &Cx) -> String {
        let notes = self.store.search(&Owner::of(cx), words);
        if notes.is_empty() {
            return "no such notes".into();
        }
        notes.iter().map(|note| format!("- {}", note.text)).collect::<Vec<_>>().join("\n")
    }

    /// Prints notes with their owners, one JSON object a line, as the file has them.
    #[verb("export")]
    fn export(
        &self,
        /// Only notes of users of this name.
        user: Option<String>,
    ) -> Result<String> {
        let records = self.store.all(user.as_deref());
        let lines = records.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        Ok(lines.join("\n"))
    }

    /// When the user wants something remembered, or asks what was remembered.
    #[skill("keeping-notes")]
    const SKILL: &str = "Save one fact per note, in the user's own words, with names and dates written out. \
        Search the notes before you say that you do not know. Never save a password.";
}

/// Returns the file in the plugin's own folder, if the host keeps files for plugins.
fn own_file(cx: &Cx) -> Result<Option<PathBuf>> {
    match cx.dir().path() {
        Ok(folder) => Ok(Some(folder.join("notes.jsonl"))),
        Err(error) if error.downcast_ref::<MissingService>().is_some() => Ok(None),
        Err(error) => Err(error),
    }
}
