use crate::expected::Call::{Fails, Succeeds};
use crate::expected::Inline::{self, Contained, Dies, Hangs, Leaves};
use crate::expected::Residue::{
    Corruption, Descriptors, Directory, Environment, Memory, Output, PanicHook, Processes, Signals, Thread,
    Threads,
};
use crate::expected::Worker::{self, Kept, Restarted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What belongs together in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Code that panics.
    Panic,
    /// Code that does not come to an end.
    Endless,
    /// Code that ends its process.
    Fatal,
    /// Code that takes what there is.
    Greedy,
    /// Code that says too much, or what nobody understands.
    Noisy,
    /// Code that changes its process.
    Process,
    /// Code that asks for what it may not have.
    Policy,
}

/// What is promised of one misbehaviour.
#[derive(Debug)]
pub struct Row {
    /// The misbehaviour.
    pub how: Misbehaviour,
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub does: &'static str,
    /// What belongs together.
    pub group: Group,
    /// What happens in the host's process.
    pub inline: Inline,
    /// What happens in a process of its own.
    pub worker: Worker,
}

macro_rules! misbehaviours {
    ($($group:ident { $($how:ident $name:literal $does:literal $inline:expr, $worker:expr;)* })*) => {
        /// A misbehaviour.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Misbehaviour {
            /// Does nothing wrong, and tells the id of the process.
            #[serde(rename = "nothing")]
            Nothing,
            $($(#[doc = $does] #[serde(rename = $name)] $how,)*)*
        }

        impl Misbehaviour {
            /// What is promised of each.
            pub const ROWS: &[Row] = &[$($(Row {
                how: Self::$how,
                name: $name,
                does: $does,
                group: Group::$group,
                inline: $inline,
                worker: $worker,
            },)*)*];
        }
    };
}

misbehaviours! {
    Panic {
        Panic "panic" "panics" Contained(Fails), Kept(Fails);
        PanicInDrop "panic_in_drop" "panics in a drop as it returns" Contained(Fails), Kept(Fails);
        PanicOnCancel "panic_on_cancel" "waits for ever, and panics in a drop when it is given up" Contained(Fails), Kept(Fails);
        PanicPayload "panic_payload" "panics with a value that panics when it is dropped" Contained(Fails), Kept(Fails);
        PanicInSerialize "panic_in_serialize" "returns a value that panics while it is written as JSON" Contained(Fails), Kept(Fails);
        PanicInTask "panic_in_task" "begins a task that panics" Contained(Succeeds), Kept(Succeeds);
        DoublePanic "double_panic" "panics while it unwinds from a panic" Dies("SIGABRT"), Restarted(Fails);
    }
    Endless {
        NeverCompletes "never_completes" "waits for what never comes" Contained(Fails), Kept(Fails);
        YieldsForEver "yields_for_ever" "computes for ever, and yields now and then" Contained(Fails), Kept(Fails);
        ReadyResources "ready_resources" "takes for ever from a channel that is never empty" Contained(Fails), Kept(Fails);
        EndlessLoop "endless_loop" "loops for ever" Leaves(Fails, &[Thread]), Restarted(Fails);
        ReadyLoop "ready_loop" "awaits for ever what is ready at once" Leaves(Fails, &[Thread]), Restarted(Fails);
        BlockingSleep "blocking_sleep" "sleeps without giving its thread back" Leaves(Fails, &[Thread]), Restarted(Fails);
        SpawnedLoop "spawned_loop" "begins a task that loops for ever, and returns" Leaves(Succeeds, &[Thread]), Restarted(Fails);
        BusyThread "busy_thread" "begins a thread that loops for ever, and returns" Leaves(Succeeds, &[Thread]), Kept(Succeeds);
        DropLoops "drop_loops" "loops for ever while its future is dropped" Leaves(Fails, &[Thread]), Restarted(Fails);
        MaskedLoop "masked_loop" "blocks all signals, and loops for ever" Leaves(Fails, &[Thread, Signals]), Restarted(Fails);
        FaultHandler "fault_handler" "answers a fault of memory with an endless loop" Leaves(Fails, &[Thread]), Restarted(Fails);
        Recursion "recursion" "calls itself through the host, over and over" Contained(Fails), Kept(Fails);
    }
    Fatal {
        StackOverflow "stack_overflow" "calls itself until the stack ends" Dies("SIGABRT"), Restarted(Fails);
        Abort "abort" "calls `abort`" Dies("SIGABRT"), Restarted(Fails);
        ExitZero "exit_zero" "calls `exit(0)`" Dies("status 0"), Restarted(Fails);
        NullWrite "null_write" "writes through a null pointer" Dies("SIGSEGV"), Restarted(Fails);
        WildRead "wild_read" "reads from an address that is none" Dies("SIGSEGV"), Restarted(Fails);
        ThreadAborts "thread_aborts" "begins a thread that calls `abort`" Dies("SIGABRT"), Restarted(Fails);
        DeepResult "deep_result" "returns JSON that is nested 200,000 deep" Dies("SIGABRT"), Restarted(Fails);
        StopsItself "stops_itself" "stops its process with `SIGSTOP`" Hangs, Restarted(Fails);
        KillsHost "kills_host" "kills the host with `SIGKILL`" Dies("SIGKILL"), Kept(Fails);
        ClosesDescriptors "closes_descriptors" "closes every descriptor" Dies("SIGABRT"), Restarted(Fails);
    }
    Greedy {
        AllocationLoop "allocation_loop" "takes memory until there is none" Dies("SIGABRT"), Restarted(Fails);
        HugeVec "huge_vec" "takes 64 TiB at once" Dies("SIGABRT"), Restarted(Fails);
        Leak "leak" "forgets 32 MiB" Leaves(Succeeds, &[Memory]), Kept(Succeeds);
        ForkBomb "fork_bomb" "makes processes, up to 64" Leaves(Succeeds, &[Processes]), Kept(Fails);
        Zombies "zombies" "makes processes that end, and waits for none" Leaves(Succeeds, &[Processes]), Kept(Fails);
        ThreadBomb "thread_bomb" "makes threads, up to 512" Leaves(Succeeds, &[Threads]), Kept(Succeeds);
        DescriptorBomb "descriptor_bomb" "opens descriptors until it gets none" Leaves(Fails, &[Descriptors]), Kept(Fails);
        BigResult "big_result" "returns 40 MiB" Contained(Succeeds), Kept(Fails);
        GiantResult "giant_result" "returns 300 MiB" Contained(Succeeds), Restarted(Fails);
        ServiceFlood "service_flood" "asks a service of the host 200,000 times" Contained(Succeeds), Kept(Fails);
    }
    Noisy {
        OutputFlood "output_flood" "writes 64 MiB to its standard output" Leaves(Succeeds, &[Output]), Kept(Succeeds);
        ErrorFlood "error_flood" "writes 64 MiB to its standard error" Leaves(Succeeds, &[Output]), Kept(Succeeds);
        SlowOutput "slow_output" "writes a line letter by letter" Leaves(Succeeds, &[Output]), Kept(Succeeds);
        LogFlood "log_flood" "logs 20,000 lines" Contained(Succeeds), Kept(Succeeds);
        Junk "junk" "writes junk to every descriptor" Leaves(Succeeds, &[Output]), Restarted(Fails);
        LyingLength "lying_length" "begins a message of 4 GiB on every descriptor" Leaves(Succeeds, &[Output]), Restarted(Fails);
        UnknownReply "unknown_reply" "answers on every descriptor what nobody has asked" Leaves(Succeeds, &[Output]), Restarted(Fails);
        SlowMessage "slow_message" "writes a message that is none byte by byte to every descriptor" Leaves(Succeeds, &[Output]), Restarted(Fails);
        HalfMessage "half_message" "writes one byte to every descriptor, and waits" Leaves(Fails, &[Output]), Restarted(Fails);
        NestedResult "nested_result" "returns JSON that is nested 900 deep" Contained(Succeeds), Kept(Fails);
        TallSchema "tall_schema" "lists a tool with a schema that is nested 60 deep" Contained(Succeeds), Kept(Succeeds);
        NestedSchema "nested_schema" "lists a tool with a schema that is nested 400 deep" Contained(Succeeds), Kept(Succeeds);
        SchemaLoop "schema_loop" "lists a tool with a schema that refers to itself" Contained(Succeeds), Kept(Succeeds);
        DeepSchema "deep_schema" "lists a tool with a schema that is nested 200,000 deep" Dies("SIGABRT"), Restarted(Fails);
    }
    Process {
        Corruption "corruption" "changes memory that is not its own" Leaves(Succeeds, &[Corruption]), Kept(Succeeds);
        ChangesDirectory "changes_directory" "changes the working directory" Leaves(Succeeds, &[Directory]), Kept(Succeeds);
        ReplacesPanicHook "replaces_panic_hook" "replaces the panic hook" Leaves(Succeeds, &[PanicHook]), Kept(Succeeds);
        ChangesEnvironment "changes_environment" "changes the environment" Leaves(Succeeds, &[Environment]), Kept(Succeeds);
        MasksSignals "masks_signals" "blocks all signals on its thread" Leaves(Succeeds, &[Signals]), Kept(Succeeds);
        IgnoresTermination "ignores_termination" "ignores `SIGTERM`" Leaves(Succeeds, &[Signals]), Kept(Succeeds);
    }
    Policy {
        ReadsFile "reads_file" "reads `/etc/passwd`" Contained(Succeeds), Kept(Fails);
        WritesFile "writes_file" "writes a file" Contained(Succeeds), Kept(Fails);
        Connects "connects" "connects to a port of this machine" Contained(Succeeds), Kept(Fails);
        Executes "executes" "runs a program" Contained(Succeeds), Kept(Fails);
        RaisesLimit "raises_limit" "raises a limit of its process" Contained(Succeeds), Kept(Fails);
        Traces "traces" "attaches to the host as a debugger" Contained(Succeeds), Kept(Fails);
        ReadsMemory "reads_memory" "reads the host's memory" Contained(Succeeds), Kept(Fails);
    }
}

impl Misbehaviour {
    /// Returns the misbehaviour that has a name.
    pub fn named(name: &str) -> Option<Self> {
        if name == "nothing" {
            return Some(Self::Nothing);
        }
        Self::ROWS.iter().find(|row| row.name == name).map(|row| row.how)
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        Self::ROWS.iter().find(|row| row.how == self).map_or("nothing", |row| row.name)
    }
}
