use crate::common::{answer, folder, probe, spawn};
use hookwire::plugin::Require;
use hookwire_worker::process::End;
use hookwire_worker::sandbox::{Enforced, Level, Policy, ResourceLimits};
use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::fd::AsRawFd;
use std::process::Command;

const EPERM: &str = "1";
const ENOSYS: &str = "38";

/// The lines of a probe, by what they are about.
fn table(text: &str) -> BTreeMap<&str, &str> {
    text.lines().map(|line| line.split_once(' ').unwrap()).map(|(word, what)| (what, word)).collect()
}

#[tokio::test]
async fn every_denied_call_is_refused_and_the_process_lives() {
    let (text, exit) = probe("denied", Policy::default()).await;
    assert_eq!(exit.end(), End::Status(0), "{exit}");
    let fenced = table(&text);
    assert!(fenced.len() > 60, "{fenced:?}");
    let passed: Vec<_> = fenced.iter().filter(|(_, error)| **error != EPERM).collect();
    assert!(passed.is_empty(), "{passed:?}");
    // Those that any user may make are refused by nothing but the filter.
    let output = Command::new(env!("CARGO_BIN_EXE_fenced")).arg("unfenced").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let free = table(&text);
    assert!(free.len() > 40, "{free:?}");
    let refused: Vec<_> = free.iter().filter(|(_, error)| **error == EPERM).collect();
    assert!(refused.is_empty(), "outside of the sandbox: {refused:?}");
}

#[tokio::test]
async fn what_a_process_needs_of_itself_stays() {
    let (text, _) = probe("needed", Policy::default()).await;
    let refused: Vec<_> = table(&text).into_iter().filter(|(_, error)| *error != "0").collect();
    assert!(refused.is_empty() && !text.is_empty(), "{refused:?}");
    let (text, _) = probe("clone3", Policy::default()).await;
    assert_eq!(table(&text)["clone3"], ENOSYS);
    let (text, _) = probe("threads", Policy::default()).await;
    assert_eq!(text, "10");
}

#[tokio::test]
async fn a_full_sandbox_can_be_required() {
    let policy = Policy { require: Require::Full, ..Policy::default() };
    let spawned = spawn("level", Policy::default()).await;
    if *spawned.worker.level() != full() {
        println!("NOT TESTED: this kernel gives {}", spawned.worker.level());
        return;
    }
    let (text, _) = probe("level", policy).await;
    assert_eq!(text, "full");
}

fn full() -> Level {
    Level {
        rlimits: Enforced::Full,
        no_new_privs: Enforced::Full,
        capabilities: Enforced::Full,
        landlock: Enforced::Full,
        seccomp: Enforced::Full,
    }
}

#[tokio::test]
async fn files_open_as_granted() {
    let home = folder("files");
    let (read, write) = (home.join("read"), home.join("write"));
    fs::create_dir(&read).unwrap();
    fs::create_dir(&write).unwrap();
    fs::write(home.join("secret"), "secret").unwrap();
    fs::write(read.join("given"), "given").unwrap();
    let asked = format!("files {} {}", read.display(), write.display());
    let policy = Policy { read: vec![read.clone()], write: vec![write], ..Policy::default() };
    let spawned = spawn(&asked, policy).await;
    let level = spawned.worker.level().landlock.clone();
    let (text, _) = answer(spawned).await;
    if level != Enforced::Full {
        println!("NOT TESTED: this kernel gives {level:?}");
        return;
    }
    let opened: Vec<_> =
        table(&text).into_iter().filter(|(_, word)| *word == "ok").map(|(what, _)| what).collect();
    let granted = ["null", "random", "read in read", "remove in write", "rename in write", "write in write"];
    assert_eq!(opened, granted, "{text}");
    assert!(!text.contains("failed"), "{text}");
    assert_eq!(fs::read_to_string(read.join("given")).unwrap(), "given");
}

#[tokio::test]
async fn the_network_is_reached_if_it_is_granted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let asked = format!("connect {}", listener.local_addr().unwrap().port());
    let (text, _) = probe(&asked, Policy::default()).await;
    assert_eq!(text, "denied internet\ndenied local\n");
    let (text, _) = probe(&asked, Policy { net: true, ..Policy::default() }).await;
    assert_eq!(text, "ok internet\ndenied local\n");
}

#[tokio::test]
async fn programs_start_if_it_is_granted_and_stay_in_the_sandbox() {
    let (text, _) = probe("exec", Policy::default()).await;
    assert!(text.lines().all(|line| line.starts_with("denied ")), "{text}");
    let process = spawn("exec", Policy { exec: true, ..Policy::default() }).await;
    let level = process.worker.level().landlock.clone();
    let (text, _) = answer(process).await;
    if level != Enforced::Full {
        println!("NOT TESTED: this kernel gives {level:?}");
        return;
    }
    let [program, itself, host, group, secret] = text.lines().collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    assert_eq!(program, "exit status: 0 program");
    assert_eq!(itself, "signal: 9 (SIGKILL) itself");
    assert_ne!(host, "exit status: 0 host");
    assert_ne!(group, "exit status: 0 group");
    assert_ne!(secret, "exit status: 0 secret");
}

#[tokio::test]
async fn descriptors_end_where_the_limit_is() {
    let limits = ResourceLimits { descriptors: Some(40), ..ResourceLimits::default() };
    let (text, _) = probe("descriptors", Policy { limits, ..Policy::default() }).await;
    let (count, full) = text.split_once(' ').unwrap();
    let count: usize = count.parse().unwrap();
    assert!((25..40).contains(&count) && full == "true", "{text}");
}

#[tokio::test]
async fn a_descriptor_that_the_host_inherited_goes_no_further() {
    let file = fs::File::open("/dev/null").unwrap();
    let leaked = rustix::io::fcntl_dupfd_cloexec(&file, 200).unwrap();
    // As by a program that knows nothing of the flag.
    rustix::io::fcntl_setfd(&leaked, rustix::io::FdFlags::empty()).unwrap();
    let number = leaked.as_raw_fd();
    let (text, _) = probe(&format!("is_open {number}"), Policy::default()).await;
    assert_eq!(text, "closed true");
}
