use super::context::Startup;
use super::error::CliError;

/// A verb of the command line, with its arguments.
pub(super) trait Verb {
    /// Does what the command line asks.
    fn exec(self, startup: Startup) -> Result<(), CliError>;
}

/// Makes the enum of all verbs from a table of their types and modules; a verb's help text is its type's doc comment.
macro_rules! verbs {
    ($($verb:ident: $module:ident,)*) => {
        $(pub(super) use $module::$verb;)*

        /// One of the verbs.
        #[derive(Debug, clap::Subcommand)]
        pub(super) enum AnyVerb {
            $($verb($verb),)*
        }

        impl $crate::verb::Verb for AnyVerb {
            fn exec(
                self,
                startup: $crate::context::Startup,
            ) -> Result<(), $crate::error::CliError> {
                match self {
                    $(Self::$verb(verb) => verb.exec(startup),)*
                }
            }
        }
    };
}

pub(super) use verbs;
