use crate::Config;
use crate::command::Job;
use crate::error::FileError;
use crate::list::List;
use crate::read::Read;
use crate::root::Root;
use crate::search::Search;
use crate::{edit, work};
use hookwire::{Cx, Result, plugin};
use std::num::{NonZeroU64, NonZeroUsize};
use std::sync::{Arc, Mutex, PoisonError};

/// Gives the agent one folder to work in.
#[derive(Debug)]
pub struct Workspace {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    root: Root,
    config: Config,
    // One write at a time: the second edit of a file sees what the first one made of it.
    writing: Mutex<()>,
}

/// Lists, reads, searches, writes and edits files beneath one folder, and runs commands there.
#[plugin(id = "workspace", capabilities = [files, process])]
impl Workspace {
    #[init]
    fn new(config: Config, cx: &Cx) -> Result<Self> {
        let root = Root::open(&config.root, &config.secret, cx.data())?;
        Ok(Self { inner: Arc::new(Inner { root, config, writing: Mutex::default() }) })
    }

    /// Lists the files and folders of a folder. Hidden folders and those of build results are left out.
    #[tool]
    async fn list_files(
        &self,
        /// The folder, from the workspace's root; the root if absent.
        path: Option<String>,
        /// Only names like this, as in `*.rs`, or paths like this, as in `src/**/*.rs`.
        glob: Option<String>,
        /// Whether to list what is in its folders, too.
        recursive: Option<bool>,
        cx: &Cx,
    ) -> Result<String> {
        let list = List { path: path.unwrap_or_default(), glob, recursive: recursive.unwrap_or_default() };
        self.work(cx, move |it, stop| {
            list.run(&it.root, &it.config.ignore, it.config.max_results.get(), stop)
        })
        .await
    }

    /// Reads a text file, with the numbers of its lines, which are no part of it.
    #[tool]
    async fn read_file(
        &self,
        /// The file, from the workspace's root.
        path: String,
        /// The first line to read, from 1.
        offset: Option<NonZeroUsize>,
        /// How many lines to read.
        limit: Option<NonZeroUsize>,
        cx: &Cx,
    ) -> Result<String> {
        let (offset, limit) =
            (offset.map_or(1, NonZeroUsize::get), limit.map_or(usize::MAX, NonZeroUsize::get));
        let read = Read { path, offset, limit };
        self.work(cx, move |it, stop| read.run(&it.root, it.config.max_read_bytes.get(), stop)).await
    }

    /// Searches text files line by line. Hidden folders and those of build results are left out.
    #[tool]
    async fn search_files(
        &self,
        /// A regular expression.
        pattern: String,
        /// The folder or file to search, from the workspace's root; the root if absent.
        path: Option<String>,
        /// Only files with names like this, as in `*.rs`, or paths like this, as in `src/**/*.rs`.
        glob: Option<String>,
        /// Whether upper and lower case are the same.
        ignore_case: Option<bool>,
        cx: &Cx,
    ) -> Result<String> {
        let (path, ignore_case) = (path.unwrap_or_default(), ignore_case.unwrap_or_default());
        let search = Search { pattern, path, glob, ignore_case };
        self.work(cx, move |it, stop| {
            search.run(&it.root, &it.config.ignore, it.config.max_results.get(), stop)
        })
        .await
    }

    /// Writes a whole text file; makes it and its folders if need be. To change a part, use `edit_file`.
    #[tool]
    async fn write_file(
        &self,
        /// The file, from the workspace's root.
        path: String,
        /// All that is to be in it.
        content: String,
        cx: &Cx,
    ) -> Result<String> {
        self.work(cx, move |it, stop| {
            let _writing = it.writing.lock().unwrap_or_else(PoisonError::into_inner);
            stop.check()?;
            edit::write(&it.root, &path, &content, &it.config.protect, it.config.max_write_bytes.get())
        })
        .await
    }

    /// Replaces a passage of a text file, which must be there exactly once.
    #[tool]
    async fn edit_file(
        &self,
        /// The file, from the workspace's root.
        path: String,
        /// The passage as it is in the file, with its blanks and breaks, without the numbers of its lines.
        old: String,
        /// What to put in its place; empty to remove it.
        new: String,
        cx: &Cx,
    ) -> Result<String> {
        self.work(cx, move |it, stop| {
            let _writing = it.writing.lock().unwrap_or_else(PoisonError::into_inner);
            stop.check()?;
            edit::edit(&it.root, &path, (&old, &new), &it.config.protect, it.config.max_write_bytes.get())
        })
        .await
    }

    /// Runs a command with `sh -c` and returns its exit code and what it said. It is not given any input, and what it
    /// leaves running in the background is ended with it.
    #[tool(available = "runs_commands")]
    async fn run_command(
        &self,
        /// The command.
        command: String,
        /// The folder to run it in, from the workspace's root; the root if absent.
        cwd: Option<String>,
        /// After how many seconds to kill it.
        timeout_secs: Option<NonZeroU64>,
        cx: &Cx,
    ) -> Result<String> {
        let config = &self.inner.config;
        let folder = self.inner.root.folder(cwd.as_deref().unwrap_or_default())?;
        let job = Job {
            command,
            folder,
            secs: timeout_secs.unwrap_or(config.timeout_secs).min(config.max_timeout_secs).get(),
            most_secs: config.max_timeout_secs.get(),
            max_output: config.max_output_bytes.get(),
            env: config.env.clone(),
        };
        Ok(job.run(cx.cancelled()).await?)
    }

    fn runs_commands(&self) -> bool {
        self.inner.config.commands
    }

    async fn work(
        &self,
        cx: &Cx,
        work: impl FnOnce(&Inner, &work::Stop) -> Result<String, FileError> + Send + 'static,
    ) -> Result<String> {
        let inner = Arc::clone(&self.inner);
        Ok(work::run(cx.cancelled(), move |stop| work(&inner, stop)).await?)
    }
}
