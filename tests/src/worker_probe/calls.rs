//! System calls with arguments that do no harm where they are allowed, and what became of each.
#![allow(unsafe_code, reason = "a filter of system calls is tested by system calls")]

use std::fmt::Write;
use std::ptr::null_mut;

/// One call.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// The name in the table.
    pub name: &'static str,
    number: libc::c_long,
    arguments: [usize; 6],
    /// Whether any user may make it outside of a sandbox, so that a refusal tells of the filter.
    pub free: bool,
}

/// A pointer that the kernel refuses to read.
const BAD: usize = 1;

const fn call(name: &'static str, number: libc::c_long, arguments: [usize; 6]) -> Call {
    Call { name, number, arguments, free: false }
}

const fn free(name: &'static str, number: libc::c_long, arguments: [usize; 6]) -> Call {
    Call { name, number, arguments, free: true }
}

/// Returns the calls that a sandbox without any grant denies.
///
/// # Panics
///
/// Never: the number of a process is small.
pub fn denied() -> Vec<Call> {
    let host = usize::try_from(std::os::unix::process::parent_id()).unwrap();
    let mut calls = vec![
        free("execve", libc::SYS_execve, [BAD, 0, 0, 0, 0, 0]),
        free("execveat", libc::SYS_execveat, [usize::MAX, BAD, 0, 0, 0, 0]),
        free("clone", libc::SYS_clone, [17, 0, 0, 0, 0, 0]),
        free("kill the host", libc::SYS_kill, [host, 0, 0, 0, 0, 0]),
        free("kill all", libc::SYS_kill, [usize::MAX, 65, 0, 0, 0, 0]),
        free("tgkill the host", libc::SYS_tgkill, [host, host, 0, 0, 0, 0]),
        free("rt_sigqueueinfo", libc::SYS_rt_sigqueueinfo, [host, 0, BAD, 0, 0, 0]),
        free("rt_tgsigqueueinfo", libc::SYS_rt_tgsigqueueinfo, [host, host, 0, BAD, 0, 0]),
        free("pidfd_send_signal", libc::SYS_pidfd_send_signal, [usize::MAX, 0, 0, 0, 0, 0]),
        free("fcntl F_SETOWN", libc::SYS_fcntl, [0, 8, host, 0, 0, 0]),
        free("fcntl F_SETSIG", libc::SYS_fcntl, [0, 10, 9, 0, 0, 0]),
        free("ptrace", libc::SYS_ptrace, [12, usize::MAX, 0, 0, 0, 0]),
        free("process_vm_readv", libc::SYS_process_vm_readv, [usize::MAX, BAD, 1, BAD, 1, 0]),
        free("process_vm_writev", libc::SYS_process_vm_writev, [usize::MAX, BAD, 1, BAD, 1, 0]),
        call("process_madvise", libc::SYS_process_madvise, [usize::MAX, BAD, 1, 0, 0, 0]),
        free("pidfd_getfd", libc::SYS_pidfd_getfd, [usize::MAX, 0, 0, 0, 0, 0]),
        free("kcmp", libc::SYS_kcmp, [usize::MAX, usize::MAX, 0, 0, 0, 0]),
        call("mount", libc::SYS_mount, [BAD, BAD, BAD, 0, 0, 0]),
        call("umount2", libc::SYS_umount2, [BAD, 0xffff_0000, 0, 0, 0, 0]),
        call("pivot_root", libc::SYS_pivot_root, [BAD, BAD, 0, 0, 0, 0]),
        call("chroot", libc::SYS_chroot, [BAD, 0, 0, 0, 0, 0]),
        call("move_mount", libc::SYS_move_mount, [usize::MAX, BAD, usize::MAX, BAD, 0, 0]),
        call("open_tree", libc::SYS_open_tree, [usize::MAX, BAD, 0xffff_0000, 0, 0, 0]),
        call("fsopen", libc::SYS_fsopen, [BAD, 0, 0, 0, 0, 0]),
        call("fsmount", libc::SYS_fsmount, [usize::MAX, 0, 0, 0, 0, 0]),
        call("mount_setattr", libc::SYS_mount_setattr, [usize::MAX, BAD, 0, BAD, 0, 0]),
        call("bpf", libc::SYS_bpf, [9999, BAD, 0, 0, 0, 0]),
        call("io_uring_setup", libc::SYS_io_uring_setup, [1, BAD, 0, 0, 0, 0]),
        call("io_uring_enter", libc::SYS_io_uring_enter, [usize::MAX, 0, 0, 0, 0, 0]),
        call("io_uring_register", libc::SYS_io_uring_register, [usize::MAX, 0, 0, 0, 0, 0]),
        call("userfaultfd", libc::SYS_userfaultfd, [0xffff_0000, 0, 0, 0, 0, 0]),
        free("prlimit", libc::SYS_prlimit64, [0, 7, BAD, 0, 0, 0]),
        call("setns", libc::SYS_setns, [usize::MAX, 0, 0, 0, 0, 0]),
        free("unshare", libc::SYS_unshare, [0, 0, 0, 0, 0, 0]),
        call("keyctl", libc::SYS_keyctl, [9999, 0, 0, 0, 0, 0]),
        call("add_key", libc::SYS_add_key, [BAD, BAD, BAD, 0, 0, 0]),
        call("request_key", libc::SYS_request_key, [BAD, BAD, BAD, 0, 0, 0]),
        call("perf_event_open", libc::SYS_perf_event_open, [BAD, 0, 0, 0, 0, 0]),
        call("init_module", libc::SYS_init_module, [BAD, 0, BAD, 0, 0, 0]),
        call("finit_module", libc::SYS_finit_module, [usize::MAX, BAD, 0, 0, 0, 0]),
        call("delete_module", libc::SYS_delete_module, [BAD, 0, 0, 0, 0, 0]),
        call("kexec_load", libc::SYS_kexec_load, [0, usize::MAX, BAD, usize::MAX, 0, 0]),
        call("reboot", libc::SYS_reboot, [0, 0, 0, 0, 0, 0]),
        call("swapon", libc::SYS_swapon, [BAD, 0xffff_0000, 0, 0, 0, 0]),
        call("swapoff", libc::SYS_swapoff, [BAD, 0, 0, 0, 0, 0]),
        call("settimeofday", libc::SYS_settimeofday, [BAD, 0, 0, 0, 0, 0]),
        call("sethostname", libc::SYS_sethostname, [BAD, usize::MAX, 0, 0, 0, 0]),
        free("socket of the internet", libc::SYS_socket, [2, 1, 0, 0, 0, 0]),
        free("socket of this machine", libc::SYS_socket, [1, 1, 0, 0, 0, 0]),
        free("socketpair of datagrams", libc::SYS_socketpair, [1, 2, 0, BAD, 0, 0]),
        free("connect", libc::SYS_connect, [usize::MAX, BAD, 0, 0, 0, 0]),
        free("bind", libc::SYS_bind, [usize::MAX, BAD, 0, 0, 0, 0]),
        free("listen", libc::SYS_listen, [usize::MAX, 0, 0, 0, 0, 0]),
        free("setpgid", libc::SYS_setpgid, [0, usize::MAX, 0, 0, 0, 0]),
        call("setsid", libc::SYS_setsid, [0; 6]),
        free("sched_setscheduler", libc::SYS_sched_setscheduler, [0, 1, BAD, 0, 0, 0]),
        free("sched_setattr", libc::SYS_sched_setattr, [0, BAD, 0, 0, 0, 0]),
        free("sched_setaffinity of the host", libc::SYS_sched_setaffinity, [host, 8, BAD, 0, 0, 0]),
        free("setpriority of the group", libc::SYS_setpriority, [1, usize::MAX, 0, 0, 0, 0]),
        free("chmod by path", libc::SYS_fchmodat, [usize::MAX, BAD, 0, 0, 0, 0]),
        free("chown by path", libc::SYS_fchownat, [usize::MAX, BAD, 0, 0, 0, 0]),
        free("times by path", libc::SYS_utimensat, [usize::MAX, BAD, BAD, 0, 0, 0]),
        free("setxattr", libc::SYS_setxattr, [BAD, BAD, BAD, 0, 0, 0]),
        free("shmget", libc::SYS_shmget, [0, 0, 0, 0, 0, 0]),
        free("mq_open", libc::SYS_mq_open, [BAD, 0, 0, 0, 0, 0]),
        free("prctl PR_SET_PDEATHSIG", libc::SYS_prctl, [1, 9999, 0, 0, 0, 0]),
        free("personality", libc::SYS_personality, [0; 6]),
        free("ioctl TIOCSTI", libc::SYS_ioctl, [usize::MAX, 0x5412, BAD, 0, 0, 0]),
    ];
    #[cfg(target_arch = "x86_64")]
    calls.extend([
        free("x32", 0x4000_0000 | libc::SYS_getpid, [0; 6]),
        free("x32 of its own", 0x4000_0000 | 0x208, [BAD, 0, 0, 0, 0, 0]),
        free("fork", libc::SYS_fork, [0; 6]),
        free("chmod", libc::SYS_chmod, [BAD, 0, 0, 0, 0, 0]),
        free("setrlimit", libc::SYS_setrlimit, [7, BAD, 0, 0, 0, 0]),
    ]);
    calls
}

/// Returns the calls that a worker needs, each of which has to succeed.
///
/// # Panics
///
/// Never: the number of a process is small.
pub fn needed() -> Vec<Call> {
    let own = usize::try_from(std::process::id()).unwrap();
    let thread = usize::try_from(rustix::thread::gettid().as_raw_nonzero().get()).unwrap();
    vec![
        free("kill itself", libc::SYS_kill, [own, 0, 0, 0, 0, 0]),
        free("tgkill itself", libc::SYS_tgkill, [own, thread, 0, 0, 0, 0]),
        free("tkill itself", libc::SYS_tkill, [thread, 0, 0, 0, 0, 0]),
        free("prlimit to read", libc::SYS_prlimit64, [0, 7, 0, 0, 0, 0]),
        free("personality to read", libc::SYS_personality, [0xffff_ffff, 0, 0, 0, 0, 0]),
        free("setpriority of itself", libc::SYS_setpriority, [0, 0, 19, 0, 0, 0]),
    ]
}

/// Returns the call that is not to exist, so that a C library falls back to `clone`.
pub fn clone3() -> Vec<Call> {
    vec![free("clone3", libc::SYS_clone3, [BAD, 0, 0, 0, 0, 0])]
}

/// Makes the calls and writes a line for each: its error, or 0, and its name.
///
/// # Panics
///
/// Never: a string takes every line.
pub fn make(calls: &[Call]) -> String {
    calls.iter().fold(String::new(), |mut lines, call| {
        writeln!(lines, "{} {}", make_one(call), call.name).unwrap();
        lines
    })
}

#[allow(clippy::many_single_char_names, reason = "a call has six arguments without names")]
fn make_one(call: &Call) -> i32 {
    let [a, b, c, d, e, f] = call.arguments;
    // SAFETY: the arguments are numbers, no pointers or pointers that the kernel refuses, so no memory is written.
    let result = unsafe { libc::syscall(call.number, a, b, c, d, e, f) };
    if result == -1 {
        return std::io::Error::last_os_error().raw_os_error().unwrap();
    }
    if result == 0 && matches!(call.name, "fork" | "clone") {
        // SAFETY: this is the child, which has to run nothing that the parent's threads may have left half done.
        unsafe { libc::_exit(0) };
    }
    0
}

/// Writes to address 0.
///
/// # Panics
///
/// If address 0 is memory.
pub fn segfault() -> ! {
    // SAFETY: there is none; this is how the process is to die.
    unsafe { null_mut::<u8>().write_volatile(1) };
    unreachable!("it is a crash")
}
