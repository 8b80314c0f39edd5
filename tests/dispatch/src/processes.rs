//! The same again in other processes, because where a program lies in memory can decide over half of its time.

use crate::rounds::Cell;
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// How many processes there are besides the first.
const OTHERS: usize = 4;
/// Tells a process that it is one of the others.
const FLAG: &str = "--other";

/// Returns whether this is one of the others.
pub(crate) fn is_other() -> bool {
    env::args().any(|arg| arg == FLAG)
}

/// Says what one of the others has measured.
pub(crate) fn say(cells: &[Cell]) {
    for cell in cells {
        println!("{} {}", cell.key, cell.nanos());
    }
}

/// Adds what the others measure, each from a copy of the program: the same file would lie where it lay.
pub(crate) fn join(cells: &mut [Cell]) -> io::Result<()> {
    for index in 0..OTHERS {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("dispatch-{index}"));
        let _ = fs::remove_file(&copy);
        fs::copy(env::current_exe()?, &copy)?;
        let output = Command::new(&copy).args(env::args().skip(1)).arg(FLAG).output()?;
        fs::remove_file(&copy)?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let said: HashMap<_, _> = said.lines().filter_map(|line| line.split_once(' ')).collect();
        for cell in &mut *cells {
            let nanos: Option<f64> =
                said.get(cell.key.to_string().as_str()).and_then(|nanos| nanos.parse().ok());
            cell.runs.extend(nanos);
        }
    }
    Ok(())
}
