use seccompiler::{BpfProgram, sock_filter};

/// `AUDIT_ARCH_X86_64` or `AUDIT_ARCH_AARCH64`: the machine, 64 bits, little-endian.
const ARCH: u32 = (if cfg!(target_arch = "aarch64") { 183 } else { 62 }) | 0x8000_0000 | 0x4000_0000;

/// The bit that numbers of the x32 interface have; nothing else that is valid has it.
const X32: u32 = 0x4000_0000;

const NUMBER_OFFSET: u32 = 0;
const ARCH_OFFSET: u32 = 4;

/// Puts before a program what it cannot say: calls of another interface of the processor (32-bit, x32), whose numbers
/// mean other calls, are denied, and `clone3` does not exist, so that the C library falls back to `clone`, whose flags a
/// filter can read.
pub(super) fn prepend(program: BpfProgram) -> BpfProgram {
    let denied = libc::SECCOMP_RET_ERRNO | libc::EPERM.unsigned_abs();
    let absent = libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs();
    let clone3 = u32::try_from(libc::SYS_clone3).unwrap_or(u32::MAX);
    let mut whole = vec![
        load(ARCH_OFFSET),
        jump(libc::BPF_JEQ, ARCH, 1, 0),
        answer(denied),
        load(NUMBER_OFFSET),
        jump(libc::BPF_JGE, X32, 0, 1),
        answer(denied),
        jump(libc::BPF_JEQ, clone3, 0, 1),
        answer(absent),
    ];
    // Jumps are relative, so the rest stays as it was compiled.
    whole.extend(program);
    whole
}

fn load(offset: u32) -> sock_filter {
    instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, offset)
}

/// Compares with `value`, then skips as many instructions as the two last numbers say.
fn jump(comparison: u32, value: u32, if_true: u8, if_false: u8) -> sock_filter {
    instruction(libc::BPF_JMP | comparison | libc::BPF_K, if_true, if_false, value)
}

fn answer(action: u32) -> sock_filter {
    instruction(libc::BPF_RET | libc::BPF_K, 0, 0, action)
}

fn instruction(code: u32, jt: u8, jf: u8, k: u32) -> sock_filter {
    // The codes are combinations of flags below 256.
    sock_filter { code: u16::try_from(code).unwrap_or_default(), jt, jf, k }
}
