use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};
use std::collections::BTreeMap;

/// The number of a system call.
pub(super) type Call = libc::c_long;

/// One test of one argument.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test {
    /// The lower 32 bits of the argument are this.
    Is(u8, u32),
    /// The lower 32 bits of the argument are something else.
    Not(u8, u32),
    /// Of these bits of the argument, exactly those of the second number are set.
    Bits(u8, u64, u64),
    /// The argument is a pointer to something.
    Points(u8),
}

impl Test {
    fn condition(self) -> Result<SeccompCondition, BackendError> {
        use SeccompCmpArgLen::{Dword, Qword};
        match self {
            Self::Is(argument, value) => {
                SeccompCondition::new(argument, Dword, SeccompCmpOp::Eq, value.into())
            }
            Self::Not(argument, value) => {
                SeccompCondition::new(argument, Dword, SeccompCmpOp::Ne, value.into())
            }
            Self::Bits(argument, mask, value) => {
                SeccompCondition::new(argument, Qword, SeccompCmpOp::MaskedEq(mask), value)
            }
            Self::Points(argument) => SeccompCondition::new(argument, Qword, SeccompCmpOp::Ne, 0),
        }
    }
}

/// The calls that are denied, always or by their arguments.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// No rule stands for "always".
    denied: BTreeMap<Call, Vec<Vec<Test>>>,
}

impl Rules {
    /// Denies calls whatever their arguments are.
    pub(super) fn always(&mut self, calls: &[Call]) {
        for call in calls {
            self.denied.insert(*call, Vec::new());
        }
    }

    /// Denies a call whose arguments pass all tests.
    pub(super) fn when(&mut self, call: Call, tests: &[Test]) {
        match self.denied.get_mut(&call) {
            // Denied always; one rule would make it denied sometimes.
            Some(rules) if rules.is_empty() => {}
            Some(rules) => rules.push(tests.to_vec()),
            None => {
                self.denied.insert(call, vec![tests.to_vec()]);
            }
        }
    }

    /// Compiles the list.
    pub(super) fn compile(self) -> Result<BpfProgram, BackendError> {
        let arch = if cfg!(target_arch = "aarch64") { TargetArch::aarch64 } else { TargetArch::x86_64 };
        let mut rules = BTreeMap::new();
        for (call, alternatives) in self.denied {
            let alternatives = alternatives.into_iter().map(|tests| {
                SeccompRule::new(tests.into_iter().map(Test::condition).collect::<Result<_, _>>()?)
            });
            rules.insert(call, alternatives.collect::<Result<_, _>>()?);
        }
        let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        SeccompFilter::new(rules, SeccompAction::Allow, denied, arch)?.try_into()
    }
}
