use rustix::process::{Signal, getpid, kill_current_process_group, kill_process};
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::thread;

/// Starts the thread that ends this process, and what it started, when the host's end of the control socket closes.
///
/// It is the second line where the kernel kills a worker with its host, and the only one elsewhere.
pub(super) fn start(control: UnixStream) -> io::Result<()> {
    let wait = move || {
        let mut control = control;
        let mut byte = [0];
        loop {
            match control.read(&mut byte) {
                // The host says nothing more; a byte would be a mistake, and no reason to die.
                Ok(1..) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
            }
        }
        // Not by `exit`, which runs code of others and may wait for a lock that the main thread holds.
        let _ = kill_current_process_group(Signal::KILL);
        let _ = kill_process(getpid(), Signal::KILL);
    };
    thread::Builder::new().name("lifeline".to_owned()).stack_size(128 * 1024).spawn(wait)?;
    Ok(())
}
