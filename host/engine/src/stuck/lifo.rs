use tokio::runtime::{Handle, RuntimeFlavor};

/// Makes room in the slot of the current worker thread for the task that was woken last.
///
/// The runtime lets no other thread take a task from there: if code that is polled next keeps the thread, the task waits with
/// it, however many threads are idle. Whoever wakes a task that others wait for, and then may run code of plugins in the
/// same poll, calls this in between. A task that does nothing takes its place.
pub fn empty_lifo_slot() {
    if let Ok(runtime) = Handle::try_current()
        && runtime.runtime_flavor() == RuntimeFlavor::MultiThread
    {
        drop(runtime.spawn(std::future::ready(())));
    }
}
