use std::future::pending;
use std::panic::panic_any;

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("in a drop");
    }
}

pub(super) fn panic() {
    panic!("as it was told");
}

pub(super) fn panic_in_drop() {
    let _bomb = Bomb;
}

pub(super) fn panic_with_bomb() {
    panic_any(Bomb);
}

pub(super) fn panic_twice() {
    let _bomb = Bomb;
    panic!("and once more, in a drop");
}

pub(super) async fn wait_and_panic() {
    let _bomb = Bomb;
    pending::<()>().await;
}

pub(super) async fn panic_in_task() {
    let task = tokio::spawn(async { panic!("in a task") });
    // The runtime has the panic; a plugin need not ask for it.
    let _ = task.await;
}
