use super::rules::Test::{Bits, Is, Not, Points};
use super::rules::{Call, Rules};

// Of `linux/sockios.h`, `asm-generic/ioctls.h` and `linux/ioprio.h`; the same on both processors.
const FIOSETOWN: u32 = 0x8901;
const SIOCSPGRP: u32 = 0x8902;
const TIOCSTI: u32 = 0x5412;
const TIOCLINUX: u32 = 0x541c;
const IOPRIO_WHO_PROCESS: u32 = 1;

/// The kinds of namespaces; that of time shares its bit with the exit signal and cannot be asked of `clone`.
const NAMESPACES: &[libc::c_int] = &[
    libc::CLONE_NEWNS,
    libc::CLONE_NEWCGROUP,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
];

/// Denies new processes unless `exec`, new namespaces always; threads stay.
pub(super) fn processes(rules: &mut Rules, exec: bool) {
    if !exec {
        rules.always(&[libc::SYS_execve, libc::SYS_execveat]);
        #[cfg(target_arch = "x86_64")]
        rules.always(&[libc::SYS_fork, libc::SYS_vfork]);
        rules.when(libc::SYS_clone, &[Bits(0, flag(libc::CLONE_THREAD), 0)]);
    }
    for namespace in NAMESPACES {
        rules.when(libc::SYS_clone, &[Bits(0, flag(*namespace), flag(*namespace))]);
    }
    // A child of this kind would be the host's.
    let sibling = flag(libc::CLONE_PARENT);
    rules.when(libc::SYS_clone, &[Bits(0, sibling, sibling)]);
}

/// Denies signals to anyone but this process and, if `leads_group`, its own group.
pub(super) fn signals(rules: &mut Rules, own: u32, leads_group: bool) {
    let mut others = vec![Not(0, own)];
    if leads_group {
        others.push(Not(0, 0));
    }
    rules.when(libc::SYS_kill, &others);
    for call in [libc::SYS_tgkill, libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo] {
        rules.when(call, &[Not(0, own)]);
    }
    rules.always(&[libc::SYS_pidfd_send_signal]);
    // A descriptor sends its owner whatever signal it is told to.
    for command in [libc::F_SETOWN, F_SETOWN_EX, F_SETSIG] {
        rules.when(libc::SYS_fcntl, &[Is(1, command.unsigned_abs())]);
    }
    for command in [FIOSETOWN, SIOCSPGRP] {
        rules.when(libc::SYS_ioctl, &[Is(1, command)]);
    }
}

// Missing in some C libraries.
const F_SETSIG: libc::c_int = 10;
const F_SETOWN_EX: libc::c_int = 15;

/// Denies signals to single threads, which a filter cannot tell apart: only the first one has the process's number.
pub(super) fn thread_signals(rules: &mut Rules, own: u32) {
    rules.when(libc::SYS_tkill, &[Not(0, own)]);
}

/// Denies limits, priorities and processors of anyone else, and new limits or realtime for oneself.
pub(super) fn scheduling(rules: &mut Rules, own: u32) {
    rules.when(libc::SYS_prlimit64, &[Points(2)]);
    rules.always(&[libc::SYS_sched_setattr]);
    for call in [libc::SYS_sched_setscheduler, libc::SYS_sched_setparam, libc::SYS_sched_setaffinity] {
        rules.when(call, &[Not(0, 0), Not(0, own)]);
    }
    for policy in [libc::SCHED_FIFO, libc::SCHED_RR, SCHED_DEADLINE] {
        rules.when(libc::SYS_sched_setscheduler, &[Bits(1, 0xff, u64::from(policy.unsigned_abs()))]);
    }
    priority(rules, libc::SYS_setpriority, 0, own);
    priority(rules, libc::SYS_ioprio_set, IOPRIO_WHO_PROCESS, own);
}

const SCHED_DEADLINE: libc::c_int = 6;

fn priority(rules: &mut Rules, call: Call, one_process: u32, own: u32) {
    rules.when(call, &[Not(0, one_process)]);
    rules.when(call, &[Not(1, 0), Not(1, own)]);
}

/// Denies sockets, but those that are connected with each other from the start, which a runtime needs and which reach nobody.
pub(super) fn sockets(rules: &mut Rules, net: bool) {
    if net {
        let internet = [Not(0, libc::AF_INET.unsigned_abs()), Not(0, libc::AF_INET6.unsigned_abs())];
        rules.when(libc::SYS_socket, &internet);
    } else {
        rules.always(&[libc::SYS_socket, libc::SYS_connect, libc::SYS_bind, libc::SYS_listen]);
    }
    rules.when(libc::SYS_socketpair, &[Not(0, libc::AF_UNIX.unsigned_abs())]);
    // One of datagrams can send to any socket with a name; a raw one is the same.
    for kind in [libc::SOCK_DGRAM, libc::SOCK_RAW] {
        rules.when(libc::SYS_socketpair, &[Bits(1, 0xf, u64::from(kind.unsigned_abs()))]);
    }
}

/// Denies what undoes how the process was set up, unless it starts programs that have reasons of their own.
pub(super) fn setup(rules: &mut Rules, exec: bool) {
    if !exec {
        for option in [libc::PR_SET_PDEATHSIG, libc::PR_SET_DUMPABLE] {
            rules.when(libc::SYS_prctl, &[Is(0, option.unsigned_abs())]);
        }
    }
    // Asking what it is stays.
    rules.when(libc::SYS_personality, &[Not(0, u32::MAX)]);
    // Typing into the terminal of the host.
    for command in [TIOCSTI, TIOCLINUX] {
        rules.when(libc::SYS_ioctl, &[Is(1, command)]);
    }
}

/// Denies times of files that are named by a path; those of an open file have none.
pub(super) fn file_times(rules: &mut Rules) {
    rules.when(libc::SYS_utimensat, &[Points(1)]);
}

fn flag(flag: libc::c_int) -> u64 {
    u64::from(flag.cast_unsigned())
}
