use super::rules::{Call, Rules};

/// Memory and descriptors of other processes.
const OTHER_PROCESSES: &[Call] = &[
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_process_mrelease,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_move_pages,
    libc::SYS_migrate_pages,
];

/// Mounts, roots and namespaces.
const MOUNTS: &[Call] = &[
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    OPEN_TREE_ATTR,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_setns,
    libc::SYS_unshare,
    libc::SYS_open_by_handle_at,
    libc::SYS_fanotify_init,
];

/// Parts of the kernel with a record of mistakes, and of no use to a plugin.
const KERNEL: &[Call] = &[
    libc::SYS_bpf,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_userfaultfd,
    libc::SYS_perf_event_open,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
];

/// The machine itself.
const MACHINE: &[Call] = &[
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_quotactl_fd,
    libc::SYS_syslog,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_vhangup,
    libc::SYS_lookup_dcookie,
    libc::SYS_nfsservctl,
];

#[cfg(target_arch = "x86_64")]
const PROCESSOR: &[Call] = &[
    libc::SYS_kexec_file_load,
    libc::SYS_iopl,
    libc::SYS_ioperm,
    libc::SYS_modify_ldt,
    libc::SYS_uselib,
    libc::SYS__sysctl,
    libc::SYS_setrlimit,
];

/// `kexec_file_load` and `setrlimit`, which the C library of this processor does not name.
#[cfg(target_arch = "aarch64")]
const PROCESSOR: &[Call] = &[294, 164];

/// Memory and messages that any process of the same user may open by a number or a name.
const SHARED: &[Call] = &[
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_semget,
    libc::SYS_semctl,
    libc::SYS_semop,
    libc::SYS_semtimedop,
    libc::SYS_msgget,
    libc::SYS_msgctl,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
];

/// What Landlock has no right for: owner, mode, attributes and times of whatever file can be named.
const FILES_BY_PATH: &[Call] = &[
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    SETXATTRAT,
    REMOVEXATTRAT,
    FILE_SETATTR,
];

#[cfg(target_arch = "x86_64")]
const OLD_FILES_BY_PATH: &[Call] = &[
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
];
#[cfg(target_arch = "aarch64")]
const OLD_FILES_BY_PATH: &[Call] = &[];

/// The same for a file that is open, which may be one that is open for reading only.
const FILES_BY_DESCRIPTOR: &[Call] = &[libc::SYS_fchmod, libc::SYS_fsetxattr, libc::SYS_fremovexattr];

/// Sessions and process groups: the group is what the host kills.
const GROUPS: &[Call] = &[libc::SYS_setsid, libc::SYS_setpgid];

// Since 424 a call has the same number on every processor; not all of these are in the C library.
const FCHMODAT2: Call = 452;
const SETXATTRAT: Call = 463;
const REMOVEXATTRAT: Call = 466;
const OPEN_TREE_ATTR: Call = 467;
const FILE_SETATTR: Call = 469;

/// Denies what no plugin may do; changing the mode of an open file takes a folder that may be changed.
pub(super) fn deny(rules: &mut Rules, may_write: bool) {
    for calls in [
        OTHER_PROCESSES,
        MOUNTS,
        KERNEL,
        MACHINE,
        PROCESSOR,
        SHARED,
        FILES_BY_PATH,
        OLD_FILES_BY_PATH,
        GROUPS,
    ] {
        rules.always(calls);
    }
    if !may_write {
        rules.always(FILES_BY_DESCRIPTOR);
    }
}
