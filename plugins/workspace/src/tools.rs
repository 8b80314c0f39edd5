use crate::blocking::{self, Cancellation};
use crate::command::CommandRun;
use crate::config::Config;
use crate::error::FileError;
use crate::file_tools::{EditRequest, ListRequest, ReadRequest, SearchRequest, WriteRequest};
use crate::fs::Root;
use hookwire::{Cx, Result, plugin};
use std::num::{NonZeroU64, NonZeroUsize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The plugin `workspace`.
#[derive(Debug)]
pub struct Workspace {
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    root: Root,
    config: Config,
    // Writes run one at a time, so that the second edit of a file starts from the result of the first.
    writing: Mutex<()>,
}

/// Lists, reads, searches, writes and edits the files beneath one folder, and runs commands there.
#[plugin(id = "workspace", capabilities = [files, process])]
impl Workspace {
    #[init]
    fn new(config: Config, cx: &Cx) -> Result<Self> {
        let root = Root::open(&config.root, &config.secret, cx)?;
        Ok(Self { state: Arc::new(State { root, config, writing: Mutex::default() }) })
    }

    /// Lists the files and folders in a folder. Hidden folders and folders with build results are left out.
    #[tool]
    async fn list_files(
        &self,
        /// The folder, relative to the workspace's root; the root by default.
        path: Option<String>,
        /// A pattern for names, such as `*.rs`, or for paths, such as `src/**/*.rs`.
        glob: Option<String>,
        /// Whether to list the contents of subfolders, too.
        recursive: Option<bool>,
        cx: &Cx,
    ) -> Result<String> {
        let (path, recursive) = (path.unwrap_or_default(), recursive.unwrap_or_default());
        let request = ListRequest { path, glob, recursive };
        self.blocking(cx, move |state, cancellation| request.run(&state.root, &state.config, cancellation))
            .await
    }

    /// Reads a text file. Each line is preceded by its number, which is not part of the file.
    #[tool]
    async fn read_file(
        &self,
        /// The file, relative to the workspace's root.
        path: String,
        /// The number of the first line to read, from 1.
        offset: Option<NonZeroUsize>,
        /// The most lines to read.
        limit: Option<NonZeroUsize>,
        cx: &Cx,
    ) -> Result<String> {
        let offset = offset.map_or(1, NonZeroUsize::get);
        let limit = limit.map_or(usize::MAX, NonZeroUsize::get);
        let request = ReadRequest { path, offset, limit };
        self.blocking(cx, move |state, cancellation| request.run(&state.root, &state.config, cancellation))
            .await
    }

    /// Searches text files line by line. Hidden folders and folders with build results are left out.
    #[tool]
    async fn search_files(
        &self,
        /// A regular expression.
        pattern: String,
        /// The folder or file to search, relative to the workspace's root; the root by default.
        path: Option<String>,
        /// A pattern for the names of files, such as `*.rs`, or for their paths, such as `src/**/*.rs`.
        glob: Option<String>,
        /// Whether to ignore the difference between upper and lower case.
        ignore_case: Option<bool>,
        cx: &Cx,
    ) -> Result<String> {
        let (path, ignore_case) = (path.unwrap_or_default(), ignore_case.unwrap_or_default());
        let request = SearchRequest { pattern, path, glob, ignore_case };
        self.blocking(cx, move |state, cancellation| request.run(&state.root, &state.config, cancellation))
            .await
    }

    /// Writes a whole text file; creates it and its folders if they do not exist. To change a part of a file, use
    /// `edit_file`.
    #[tool]
    async fn write_file(
        &self,
        /// The file, relative to the workspace's root.
        path: String,
        /// The whole contents of the file.
        content: String,
        cx: &Cx,
    ) -> Result<String> {
        let request = WriteRequest { path, content };
        self.blocking(cx, move |state, cancellation| {
            let _writing = state.lock_writing();
            cancellation.check()?;
            request.run(&state.root, &state.config)
        })
        .await
    }

    /// Replaces a passage of a text file. The passage must occur exactly once.
    #[tool]
    async fn edit_file(
        &self,
        /// The file, relative to the workspace's root.
        path: String,
        /// The passage exactly as it is in the file, with its spaces and line breaks, without line numbers.
        old: String,
        /// The text that replaces the passage; empty to remove it.
        new: String,
        cx: &Cx,
    ) -> Result<String> {
        let request = EditRequest { path, old, new };
        self.blocking(cx, move |state, cancellation| {
            let _writing = state.lock_writing();
            cancellation.check()?;
            request.run(&state.root, &state.config)
        })
        .await
    }

    /// Runs a command with `sh -c` and returns its exit code and output. The command gets no input, and whatever it
    /// leaves running in the background is killed when it ends.
    #[tool(available = "runs_commands")]
    async fn run_command(
        &self,
        /// The command.
        command: String,
        /// The folder to run it in, relative to the workspace's root; the root by default.
        cwd: Option<String>,
        /// The number of seconds after which the command is killed.
        timeout_secs: Option<NonZeroU64>,
        cx: &Cx,
    ) -> Result<String> {
        let State { root, config, .. } = &*self.state;
        let run = CommandRun {
            command,
            folder: root.folder(cwd.as_deref().unwrap_or_default())?,
            timeout_secs: timeout_secs.unwrap_or(config.timeout_secs).min(config.max_timeout_secs).get(),
            max_timeout_secs: config.max_timeout_secs.get(),
            max_output_bytes: config.max_output_bytes.get(),
            env: config.env.clone(),
        };
        Ok(run.run(cx.cancelled()).await?)
    }

    fn runs_commands(&self) -> bool {
        self.state.config.commands
    }

    async fn blocking(
        &self,
        cx: &Cx,
        work: impl FnOnce(&State, &Cancellation) -> Result<String, FileError> + Send + 'static,
    ) -> Result<String> {
        let state = Arc::clone(&self.state);
        Ok(blocking::run(cx.cancelled(), move |cancellation| work(&state, cancellation)).await?)
    }
}

impl State {
    fn lock_writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
