#[cfg(target_os = "linux")]
use super::{calls, files, reach};
use hookwire_worker::process::{Entered, HEAP_CAP_STATUS, Reason, Slot};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;
use std::{env, process, thread};

/// Does what the host asks for, writes what came of it to the pipe, and ends.
///
/// # Panics
///
/// If the host asks for what is not there, or does not read.
pub fn run(entered: Entered) -> ! {
    let asked = String::from_utf8(entered.init.clone()).expect("the name of a probe");
    let (name, argument) = asked.split_once(' ').unwrap_or((&asked, ""));
    let answer = match name {
        "level" => entered.level.to_string(),
        "surroundings" => surroundings(),
        "lines" => lines(),
        "flood" => flood(argument),
        "page" => {
            entered.page.poll(Slot::Main, 41);
            entered.page.poll(Slot::Main, 42);
            entered.page.poll(Slot::Sync, 7);
            process::abort()
        }
        "heap" => {
            entered.page.set_reason(Reason::HeapCap);
            process::exit(HEAP_CAP_STATUS)
        }
        "status" => process::exit(argument.parse().unwrap_or_default()),
        "abort" => process::abort(),
        "spin" => loop {
            std::hint::black_box(());
        },
        // The kernel no longer ends it with its host.
        #[cfg(target_os = "linux")]
        "forget" => {
            rustix::process::set_parent_process_death_signal(None).expect("it may start programs");
            loop {
                thread::sleep(Duration::from_hours(1));
            }
        }
        "sleep" => loop {
            thread::sleep(Duration::from_hours(1));
        },
        "echo" => echo(entered),
        #[cfg(target_os = "linux")]
        name => of_linux(name, argument),
        #[cfg(not(target_os = "linux"))]
        name => panic!("there is no probe `{name}`"),
    };
    File::from(entered.writer).write_all(answer.as_bytes()).expect("the host reads");
    process::exit(0)
}

#[cfg(target_os = "linux")]
fn of_linux(name: &str, argument: &str) -> String {
    match name {
        "segfault" => calls::segfault(),
        "denied" => calls::make(&calls::denied()),
        "needed" => calls::make(&calls::needed()),
        "clone3" => calls::make(&calls::clone3()),
        "files" => {
            let (read, write) = argument.split_once(' ').expect("two folders");
            files::look(Path::new(read), Path::new(write))
        }
        "connect" => reach::connect(argument),
        "exec" => reach::exec(),
        "outlive" => reach::outlive(),
        "threads" => reach::threads(),
        "descriptors" => reach::descriptors(),
        "is_open" => reach::is_open(argument),
        name => panic!("there is no probe `{name}`"),
    }
}

fn surroundings() -> String {
    let variables: Vec<_> = env::vars().map(|(name, _)| name).collect();
    let folder = env::current_dir().expect("a folder");
    let mut input = String::new();
    let read = std::io::stdin().read_line(&mut input).expect("standard input is empty");
    format!("{} {} {read}", variables.join(","), folder.display())
}

fn lines() -> String {
    println!("first\nsecond");
    eprintln!("{}", "long".repeat(4096));
    print!("no end");
    std::io::stdout().flush().expect("the host reads");
    "printed".to_owned()
}

fn flood(bytes: &str) -> String {
    let line = [b"x".repeat(99), b"\n".to_vec()].concat();
    for _ in 0..bytes.parse::<usize>().unwrap_or_default() / line.len() {
        std::io::stdout().write_all(&line).expect("the host reads");
    }
    "printed".to_owned()
}

/// Sends back what comes, by the pipes and then by the socket.
fn echo(entered: Entered) -> ! {
    let mut bytes = Vec::new();
    File::from(entered.reader).read_to_end(&mut bytes).expect("the host writes");
    let mut back = File::from(entered.writer);
    back.write_all(&bytes).expect("the host reads");
    drop(back);
    let mut sync = entered.sync;
    let mut word = [0; 4];
    sync.read_exact(&mut word).expect("the host writes");
    sync.write_all(&word).expect("the host reads");
    process::exit(0)
}
