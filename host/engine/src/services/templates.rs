//! The templates of plugins and of the host, with the operator's files in their places.

use super::page_frame::PageFrame;
use crate::mutex::lock;
use crate::options::TemplateOptions;
use hookwire::Plugins;
use hookwire::cx::RenderError;
use hookwire::live::Status;
use hookwire::templates::{LAYOUT, NavEntry, Site, TemplateSource, Templates, navigation};
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::SystemTime;

/// All templates, each read when it is first wanted, and again when the operator's file has changed.
#[derive(Debug)]
pub(crate) struct TemplateLibrary {
    options: TemplateOptions,
    /// The entries of all plugins, which are declared and so do not change.
    navigation: OnceLock<Vec<NavEntry>>,
    /// The templates by whose they are: the id of a plugin, or `host`.
    read: Mutex<HashMap<String, Read>>,
}

#[derive(Debug)]
struct Read {
    /// The templates as they are in the binary.
    sources: Vec<TemplateSource>,
    /// The operator's files, as they were.
    files: Vec<Option<FileVersion>>,
    templates: Arc<Templates>,
}

/// What tells that a file has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileVersion {
    path: PathBuf,
    modified: Option<SystemTime>,
    bytes: u64,
}

impl TemplateLibrary {
    pub(crate) fn new(options: &TemplateOptions) -> Self {
        Self { options: options.clone(), navigation: OnceLock::new(), read: Mutex::default() }
    }

    /// Returns what the layout shows, with the plugins that are live now.
    pub(crate) fn site(&self, plugins: &Plugins, frame: PageFrame<'_>) -> Site {
        if !frame.has_navigation {
            return Site::new(&self.options.title, frame.mount, &[]);
        }
        let all = || plugins.registry().plugins().iter().flat_map(|plugin| navigation(plugin)).collect();
        let all = self.navigation.get_or_init(all);
        let status = plugins.status();
        let is_live = |plugin| status.iter().any(|(id, status)| *id == plugin && *status == Status::Live);
        let live: Vec<_> = all.iter().filter(|entry| is_live(entry.plugin)).cloned().collect();
        Site::new(&self.options.title, frame.mount, &live)
    }

    /// Returns the templates of a plugin, or of the host, with the operator's files in their places. It may block.
    pub(crate) fn templates(
        &self,
        owner: &str,
        sources: Vec<TemplateSource>,
    ) -> Result<Arc<Templates>, RenderError> {
        let names = sources.iter().map(|source| source.name.as_str());
        let files: Vec<_> = names.map(|name| self.file(owner, name)).collect::<Result<_, _>>()?;
        if let Some(read) = lock(&self.read).get(owner)
            && read.files == files
            && read.sources == sources
        {
            return Ok(Arc::clone(&read.templates));
        }
        let current =
            sources.iter().cloned().zip(&files).map(|(source, file)| of_file(source, file.as_ref()));
        let templates = Arc::new(Templates::new(current.collect::<Result<Vec<_>, _>>()?));
        let read = Read { sources, files, templates: Arc::clone(&templates) };
        lock(&self.read).insert(owner.to_owned(), read);
        Ok(templates)
    }

    /// Returns the operator's file that stands for a template, if there is one.
    fn file(&self, owner: &str, name: &str) -> Result<Option<FileVersion>, RenderError> {
        let Some(folder) = &self.options.folder else { return Ok(None) };
        let path = if name == LAYOUT { folder.join(LAYOUT) } else { folder.join(owner).join(name) };
        match fs::metadata(&path) {
            Ok(found) => Ok(Some(FileVersion { path, modified: found.modified().ok(), bytes: found.len() })),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(source) => Err(RenderError::Unreadable { path, source }),
        }
    }
}

fn of_file(source: TemplateSource, file: Option<&FileVersion>) -> Result<TemplateSource, RenderError> {
    let Some(FileVersion { path, .. }) = file else { return Ok(source) };
    let text =
        fs::read_to_string(path).map_err(|source| RenderError::Unreadable { path: path.clone(), source })?;
    Ok(TemplateSource { text, origin: path.display().to_string(), ..source })
}
