use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Says what opens, of two folders of which the second may be changed, and of what no worker may see.
pub(super) fn look(read: &Path, write: &Path) -> String {
    let own = write.join("own");
    let tries = [
        ("random", File::open("/dev/urandom").map(drop)),
        ("null", File::options().read(true).write(true).open("/dev/null").map(drop)),
        ("passwd", File::open("/etc/passwd").map(drop)),
        ("list", fs::read_dir("/").map(drop)),
        ("environment of the host", File::open(format!("/proc/{}/environ", parent())).map(drop)),
        ("read in read", fs::read(read.join("given")).map(drop)),
        ("write in read", fs::write(read.join("given"), "changed")),
        ("create in read", fs::write(read.join("new"), "new")),
        ("truncate in read", truncate(&read.join("given"))),
        ("write in write", fs::write(&own, "own")),
        ("rename in write", fs::rename(&own, write.join("other"))),
        ("rename to read", fs::rename(write.join("other"), read.join("other"))),
        ("remove in write", fs::remove_file(write.join("other"))),
        ("outside by dots", fs::read(write.join("../secret")).map(drop)),
    ];
    tries.into_iter().map(|(what, result)| format!("{} {what}", word(&result)) + "\n").collect()
}

fn truncate(path: &Path) -> io::Result<()> {
    let path = std::ffi::CString::new(path.as_os_str().as_encoded_bytes())?;
    truncate_by_path(&path)
}

#[allow(unsafe_code, reason = "std truncates only what it has opened")]
fn truncate_by_path(path: &std::ffi::CStr) -> io::Result<()> {
    // SAFETY: the path is a string that ends with a zero.
    match unsafe { libc::truncate(path.as_ptr(), 0) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

pub(super) fn word(result: &io::Result<()>) -> &'static str {
    use io::ErrorKind::{CrossesDevices, PermissionDenied};
    match result.as_ref().map_err(io::Error::kind) {
        Ok(()) => "ok",
        // The second is what Landlock says of a file that would leave what was granted.
        Err(PermissionDenied | CrossesDevices) => "denied",
        Err(_) => "failed",
    }
}
