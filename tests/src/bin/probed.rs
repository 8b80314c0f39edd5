//! An agent like any other, whose one plugin hooks everything.
//!
//! Tests run it to see that the command line goes the way all doors go.

fn main() -> std::process::ExitCode {
    hookwire_host::main(hookwire::plugins! {
        "one" => hookwire_tests::test_host::Probe,
        "two" => hookwire_tests::test_host::Tools,
    })
}
