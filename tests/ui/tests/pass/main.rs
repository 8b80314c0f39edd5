//! What has to compile: each module is a program of its own kind.

#![allow(
    unused_qualifications,
    unreachable_pub,
    dead_code,
    clippy::pedantic,
    reason = "a case is written as users write, and may ask for stricter rules"
)]

mod async_init;
mod by_the_clock;
mod cfg_on_members;
mod enum_plugin;
mod forbid_unsafe;
mod forms;
mod in_a_macro;
mod made_by_macro;
mod marks_in_scope;
mod models;
mod own_point;
mod pedantic;
mod plugin_list;
mod private_module;
mod raw_names;
mod routes;
mod self_in_signatures;
mod shadowed_names;
mod six_kinds;
mod sync_init;
mod text_errors;
mod tool_sources;
mod tool_with_its_own_time;
mod tool_with_plain_parameters;
mod tool_with_struct;
mod two_hooks_on_one_method;
mod type_with_arguments;
mod without_cx;

/// Runs each program, and fails to compile if one is left out of the list.
macro_rules! programs {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            $name::main();
        }
    )*};
}

programs! {
    async_init
    by_the_clock
    cfg_on_members
    enum_plugin
    forbid_unsafe
    forms
    in_a_macro
    made_by_macro
    marks_in_scope
    models
    own_point
    pedantic
    plugin_list
    private_module
    raw_names
    routes
    self_in_signatures
    shadowed_names
    six_kinds
    sync_init
    text_errors
    tool_sources
    tool_with_its_own_time
    tool_with_plain_parameters
    tool_with_struct
    two_hooks_on_one_method
    type_with_arguments
    without_cx
}
