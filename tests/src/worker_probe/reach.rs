use super::files::word;
use std::fs::File;
use std::io;
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// Says whether a port of this machine, and a socket of another kind, can be reached.
pub(super) fn connect(port: &str) -> String {
    let port = port.parse().unwrap_or_default();
    let internet = TcpStream::connect(("127.0.0.1", port)).map(drop);
    let local = UnixStream::connect("/run/none.sock").map(drop);
    format!("{} internet\n{} local\n", word(&internet), word(&local))
}

/// Says what becomes of programs: one, one that kills itself, and one that would signal the host.
pub(super) fn exec() -> String {
    let host = std::os::unix::process::parent_id();
    let tries = [
        ("program", "exit 0".to_owned()),
        ("itself", "kill -KILL $$; exit 5".to_owned()),
        ("host", format!("kill -0 {host}")),
        ("group", "setsid true".to_owned()),
        ("secret", "read line < /etc/shadow".to_owned()),
    ];
    tries
        .into_iter()
        .map(|(what, script)| match Command::new("/bin/sh").args(["-c", &script]).output() {
            Ok(output) => format!("{} {what}\n", output.status),
            Err(error) => format!("{} {what}\n", word(&Err(error))),
        })
        .collect()
}

/// Starts a program that would outlive this process, and returns its number.
#[allow(clippy::zombie_processes, reason = "that nobody waits for it is what is tried")]
pub(super) fn outlive() -> String {
    let program = Command::new("/bin/sh").args(["-c", "while :; do sleep 100; done"]).spawn().unwrap();
    program.id().to_string()
}

/// Says whether threads and a runtime work.
pub(super) fn threads() -> String {
    let threads: Vec<_> = (0..4).map(|number| thread::spawn(move || number)).collect();
    let sum: i32 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let blocking = runtime.block_on(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        tokio::task::spawn_blocking(|| 4).await.unwrap()
    });
    format!("{}", sum + blocking)
}

/// Counts the descriptors that can be opened.
pub(super) fn descriptors() -> String {
    let mut open = Vec::new();
    let error = loop {
        match File::open("/dev/zero") {
            Ok(file) => open.push(file),
            Err(error) => break error,
        }
    };
    let full = error.raw_os_error() == Some(libc::EMFILE);
    let count = open.len();
    drop(open);
    format!("{count} {full}")
}

/// Says whether a descriptor of this number is open.
pub(super) fn is_open(number: &str) -> String {
    let number: i32 = number.parse().unwrap_or_default();
    #[allow(unsafe_code, reason = "whether nobody owns it is the question")]
    // SAFETY: the call looks at a number and changes nothing.
    let flags = unsafe { libc::fcntl(number, libc::F_GETFD) };
    if flags == -1 {
        format!("closed {}", io::Error::last_os_error().raw_os_error() == Some(libc::EBADF))
    } else {
        "open".to_owned()
    }
}
