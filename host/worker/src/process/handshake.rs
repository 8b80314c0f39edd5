//! What the host and a new worker say to each other over the control socket, once: a head with the descriptors, the policy,
//! the opaque body; and the answer.

use crate::sandbox::Level;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags, recvmsg, sendmsg,
};
use serde::{Deserialize, Serialize};
use std::io::{self, IoSlice, IoSliceMut, Read};
use std::mem::MaybeUninit;
use std::os::unix::net::UnixStream;

/// How many descriptors cross: requests, replies, the socket for calls that block, the page.
const DESCRIPTORS: usize = 4;

/// The longest policy, body or answer.
const LONGEST: usize = 64 * 1024 * 1024;

/// The sizes of what follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) policy: usize,
    pub(super) body: usize,
}

/// What a worker says before it runs anything.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    /// The sandbox is up.
    Ready { level: Level },
    /// It cannot be put up, and the worker ends.
    Refused { why: String },
}

impl Head {
    fn to_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&(self.policy as u64).to_le_bytes());
        bytes[8..].copy_from_slice(&(self.body as u64).to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: [u8; 16]) -> io::Result<Self> {
        let [policy, body] = [0, 8].map(|at| {
            let mut word = [0; 8];
            word.copy_from_slice(&bytes[at..at + 8]);
            usize::try_from(u64::from_le_bytes(word)).ok().filter(|size| *size <= LONGEST)
        });
        match (policy, body) {
            (Some(policy), Some(body)) => Ok(Self { policy, body }),
            _ => Err(io::Error::other("the host's first message is longer than anything it may say")),
        }
    }
}

/// Sends the head and the descriptors; the first message of a new socket always fits.
pub(super) fn send_head(
    socket: impl AsFd,
    head: Head,
    descriptors: [BorrowedFd<'_>; DESCRIPTORS],
) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !control.push(SendAncillaryMessage::ScmRights(&descriptors)) {
        return Err(io::Error::other("there is no room for the descriptors"));
    }
    let head = head.to_bytes();
    let sent = sendmsg(socket, &[IoSlice::new(&head)], &mut control, no_signal())?;
    if sent == head.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
}

#[cfg(target_os = "linux")]
fn no_signal() -> SendFlags {
    SendFlags::NOSIGNAL
}

/// This system has no such flag for one message.
#[cfg(not(target_os = "linux"))]
fn no_signal() -> SendFlags {
    SendFlags::empty()
}

/// Receives the head and the descriptors, in the order in which they were sent.
pub(super) fn receive_head(socket: &UnixStream) -> io::Result<(Head, [OwnedFd; DESCRIPTORS])> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let mut head = [0; 16];
    let received = recvmsg(socket, &mut [IoSliceMut::new(&mut head)], &mut control, close_on_exec())?.bytes;
    let mut descriptors = Vec::new();
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(rights) = message {
            descriptors.extend(rights);
        }
    }
    let mut socket = socket;
    socket.read_exact(&mut head[received..])?;
    #[cfg(not(target_os = "linux"))]
    for descriptor in &descriptors {
        rustix::io::fcntl_setfd(descriptor, rustix::io::FdFlags::CLOEXEC)?;
    }
    let descriptors = descriptors.try_into().map_err(|got: Vec<_>| {
        io::Error::other(format!("{} descriptors came, and not {DESCRIPTORS}", got.len()))
    })?;
    Ok((Head::from_bytes(head)?, descriptors))
}

#[cfg(target_os = "linux")]
fn close_on_exec() -> RecvFlags {
    RecvFlags::CMSG_CLOEXEC
}

#[cfg(not(target_os = "linux"))]
fn close_on_exec() -> RecvFlags {
    RecvFlags::empty()
}

impl Answer {
    /// Writes the answer with its length before it.
    pub(super) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let text = serde_json::to_vec(self)?;
        let length = u32::try_from(text.len()).map_err(io::Error::other)?;
        Ok([length.to_le_bytes().as_slice(), &text].concat())
    }

    /// Returns the length that the four bytes before an answer tell.
    pub(super) fn length(bytes: [u8; 4]) -> io::Result<usize> {
        usize::try_from(u32::from_le_bytes(bytes))
            .ok()
            .filter(|length| *length <= LONGEST)
            .ok_or_else(|| io::Error::other("an answer of impossible length"))
    }

    /// Reads the text of an answer.
    pub(super) fn from_text(text: &[u8]) -> io::Result<Self> {
        Ok(serde_json::from_slice(text)?)
    }
}
