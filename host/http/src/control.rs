//! The control socket: the way from the command line to the host that runs.

use crate::guard::Caller;
use crate::options::HttpOptions;
use crate::router::router;
use axum::Extension;
use hookwire_engine::Engine;
use hookwire_engine::store::Owner;
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;

/// The name of the socket in the host's data folder.
const NAME: &str = "control.sock";

/// The control socket of a host: the whole HTTP API on a file that only the host's user can open, until it is dropped.
///
/// A request needs no token there, and comes from whoever runs the host.
#[derive(Debug)]
pub struct ControlSocket {
    path: PathBuf,
    task: JoinHandle<()>,
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        self.task.abort();
        // One that cannot be removed is replaced by the next host.
        let _ = fs::remove_file(&self.path);
    }
}

impl ControlSocket {
    /// Answers requests in a data folder from now on; a socket that a host has left behind is replaced.
    pub async fn open(engine: Engine, options: HttpOptions, folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        if UnixStream::connect(&path).await.is_ok() {
            return Err(io::Error::new(ErrorKind::AddrInUse, "another host answers there"));
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        let caller = Caller::new(Owner::default(), "command line");
        let app = router(engine, options).layer(Extension(caller));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::warn!("the control socket is closed: {error}");
            }
        });
        Ok(Self { path, task })
    }

    /// Connects to the host that runs with a data folder; `None`, if none does.
    pub async fn connect(folder: &Path) -> io::Result<Option<UnixStream>> {
        match UnixStream::connect(folder.join(NAME)).await {
            Ok(stream) => Ok(Some(stream)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
