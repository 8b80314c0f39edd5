//! A program that is a worker if a host started it as one, and otherwise a host, or nothing special.
//!
//! `fenced host [replaced] <probe>..`; `fenced unfenced`; nothing for a worker.

use hookwire_tests::worker_probe;
use hookwire_worker::process;

fn main() {
    if let Some(entered) = process::enter() {
        worker_probe::run(entered);
    }
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((first, probes)) if first == "host" => worker_probe::middle::host(probes),
        #[cfg(target_os = "linux")]
        Some((first, _)) if first == "unfenced" => {
            use worker_probe::calls;
            let free: Vec<_> = calls::denied().into_iter().filter(|call| call.free).collect();
            print!("{}{}", calls::make(&free), calls::make(&calls::clone3()));
        }
        _ => panic!("this is no worker; say `host` or `unfenced`"),
    }
}
