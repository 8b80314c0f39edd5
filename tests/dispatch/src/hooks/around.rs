//! Hooks around the rest of the chain: they look at the call, then let it go on.

macro_rules! wraps {
    (($does:ident) $($hook:ident $id:literal $field:ident $index:literal,)*) => {
        use crate::body::Look;
        use crate::hooks::Tally;
        use crate::ours::Sixteen;
        use hookwire::points::{ToolCall, ToolReport, ToolWrap};
        use hookwire::{Next, Plugin, Result, plugin};

        $(
            #[derive(Debug, Default)]
            struct $hook(Look);

            #[plugin(id = $id)]
            impl $hook {
                #[hook("tool.wrap")]
                async fn around(&self, mut call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
                    self.0.$does(&mut call);
                    next.run(call).await
                }

                #[hook(Tally)]
                fn tally(&self, _: &()) -> Vec<u64> {
                    vec![self.0.seen()]
                }
            }
        )*

        pub(crate) const PLUGINS: Sixteen = [$($hook::MANIFEST),*];
    };
}

pub(crate) mod small {
    sixteen!(wraps(small));
}

pub(crate) mod bare {
    sixteen!(wraps(bare));
}
