//! What the fuzz targets promise, on the inputs that they begin with.

#[allow(unreachable_pub, reason = "it is a library elsewhere")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// Calls a target with each of its files.
fn play(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut played = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        body(&fs::read(&path).unwrap());
        played += 1;
    }
    assert!(played >= 5, "{} has {played} files", folder.display());
}

#[test]
fn slash_commands_get_what_was_written() {
    play("command", targets::command);
}

#[test]
fn configurations_are_read_alike_and_their_errors_have_places() {
    play("config", targets::config);
}

#[test]
fn globs_match_by_the_rules() {
    play("glob", targets::glob);
}

#[test]
fn files_arrive_whole_or_not_at_all() {
    play("multipart", targets::multipart);
}

#[test]
fn answers_read_alike_wherever_they_are_cut() {
    play("stream", targets::stream);
}
