use crate::acts::{Answer, Around, act};
use crate::config::Config;
use crate::places::Place;
use crate::trigger::named;
use hookwire::plugin::Manifest;
use hookwire::{Cx, Plugin, Result, plugin};

/// A plugin with one tool that misbehaves: many of them stand for many plugins of many authors.
macro_rules! rowdies {
    ($($name:ident $id:literal $tool:literal;)*) => {
        /// The plugins `rowdy-0` to `rowdy-9`, each with a tool of its own: `rowdy_0`.
        pub const ROWDIES: [&Manifest; 10] = [$($name::MANIFEST),*];

        $(
            /// One of ten plugins that do nothing but misbehave.
            #[derive(Debug)]
            struct $name(Around);

            #[plugin(id = $id)]
            impl $name {
                #[init]
                fn new(config: Config) -> Self {
                    Self(Around::new(config, $tool))
                }

                /// Misbehaves.
                #[tool(name = $tool, timeout = "1s")]
                async fn misbehave(&self, how: String, cx: &Cx) -> Result<Answer> {
                    act(named(&how, Place::Tool)?, &self.0, cx).await
                }
            }
        )*
    };
}

rowdies! {
    Rowdy0 "rowdy-0" "rowdy_0";
    Rowdy1 "rowdy-1" "rowdy_1";
    Rowdy2 "rowdy-2" "rowdy_2";
    Rowdy3 "rowdy-3" "rowdy_3";
    Rowdy4 "rowdy-4" "rowdy_4";
    Rowdy5 "rowdy-5" "rowdy_5";
    Rowdy6 "rowdy-6" "rowdy_6";
    Rowdy7 "rowdy-7" "rowdy_7";
    Rowdy8 "rowdy-8" "rowdy_8";
    Rowdy9 "rowdy-9" "rowdy_9";
}
