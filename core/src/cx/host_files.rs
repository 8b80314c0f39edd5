use super::context::Cx;
use super::services::DataService;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf, absolute};

/// Why a folder cannot be handed out beside the host's own files.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum HostFilesError {
    /// The folder is the host's, or lies in it.
    #[error(
        "`{}` lies in the data folder `{}`, where the host keeps the conversations of all users",
        folder.display(), data.display()
    )]
    Within {
        /// The folder.
        folder: PathBuf,
        /// The host's data folder.
        data: PathBuf,
    },
    /// Nobody knows where the host's data folder is.
    #[error("the data folder `{}` cannot be located: {source}", data.display())]
    Unknown {
        /// The host's data folder.
        data: PathBuf,
        /// The system's error.
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::io"))]
        source: io::Error,
    },
}

impl Cx {
    /// Returns where the host's own files lie beneath a folder, relative to it, if they do: conversations, logs, what users
    /// sent, and the folders of other plugins. A folder that is the host's, or lies in it, is an error.
    ///
    /// For plugins that hand out the files of a folder of the operator's choice, to keep these from everybody. The folder's
    /// path is one without links, as `canonicalize` makes it. A plugin's own files are in [`Cx::dir`].
    pub fn host_files_beneath(&self, folder: &Path) -> Result<Option<PathBuf>, HostFilesError> {
        let Some(data) = self.services().data.as_deref().map(DataService::folder) else {
            return Ok(None);
        };
        let data =
            resolve(data).map_err(|source| HostFilesError::Unknown { data: data.to_owned(), source })?;
        if folder.starts_with(&data) {
            return Err(HostFilesError::Within { folder: folder.to_owned(), data });
        }
        Ok(data.strip_prefix(folder).ok().map(Path::to_owned))
    }
}

/// Returns a folder's path without links, also if the folder is yet to be made.
fn resolve(folder: &Path) -> io::Result<PathBuf> {
    let folder = absolute(folder)?;
    for ancestor in folder.ancestors() {
        match ancestor.canonicalize() {
            // The target of a dangling link is not known before it exists.
            Err(error) if error.kind() == ErrorKind::NotFound && !ancestor.is_symlink() => {}
            found => {
                return Ok(join_normalized(&found?, folder.strip_prefix(ancestor).unwrap_or(&folder)));
            }
        }
    }
    Ok(folder)
}

/// Returns a base with a path appended, whose `.` and `..` are resolved.
fn join_normalized(base: &Path, rest: &Path) -> PathBuf {
    let mut joined = base.to_owned();
    for part in rest.components() {
        match part {
            Component::Normal(name) => joined.push(name),
            Component::ParentDir => {
                joined.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    joined
}
