use crate::raw;
use hookwire::{Error, Result};
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Command, id};
use std::time::Duration;

pub(super) fn read_file() -> Result<String> {
    Ok(format!("{} bytes read", fs::read("/etc/passwd")?.len()))
}

pub(super) fn write_file() -> Result<String> {
    let file = std::env::temp_dir().join(format!("hookwire-misbehave-{}", id()));
    fs::write(&file, "misbehaved")?;
    fs::remove_file(&file)?;
    Ok(format!("{} was written", file.display()))
}

pub(super) fn connect(port: u16) -> Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_millis(500))?;
    Ok(format!("connected to {address}"))
}

pub(super) fn execute() -> Result<String> {
    let status = Command::new("/bin/true").status()?;
    if status.success() { Ok("it ran".into()) } else { Err(Error::msg(format!("it ended with {status}"))) }
}

/// Attaches to the host; a plugin inside of it has no need to.
pub(super) fn trace(host: i32) -> Result<String> {
    if is_inside(host) {
        return Ok("it is the host".into());
    }
    raw::trace(host)?;
    Ok("attached to the host".into())
}

pub(super) fn read_memory(host: i32, address: u64) -> Result<String> {
    let value = raw::read_memory(host, address)?;
    Ok(format!("read {value:#x} from the host"))
}

fn is_inside(host: i32) -> bool {
    i32::try_from(id()) == Ok(host)
}
