//! Makes sixteen plugins of one method: each as a plugin, as a trait object, and called by hand.

/// Calls a macro with its own arguments and the names of sixteen plugins: type, id, field and index.
macro_rules! sixteen {
    ($make:ident $args:tt) => {
        $make! { $args
            H0 "hook-0" h0 0, H1 "hook-1" h1 1, H2 "hook-2" h2 2, H3 "hook-3" h3 3,
            H4 "hook-4" h4 4, H5 "hook-5" h5 5, H6 "hook-6" h6 6, H7 "hook-7" h7 7,
            H8 "hook-8" h8 8, H9 "hook-9" h9 9, H10 "hook-10" h10 10, H11 "hook-11" h11 11,
            H12 "hook-12" h12 12, H13 "hook-13" h13 13, H14 "hook-14" h14 14, H15 "hook-15" h15 15,
        }
    };
}

/// What the macros below speak of.
macro_rules! family_uses {
    () => {
        use crate::body::Look;
        use crate::boxed;
        use crate::contest::{Body, Case, Mode};
        use crate::direct::Direct;
        use crate::hooks::{Family, Tally};
        use crate::measure::{Chain, Timed};
        use crate::ours::Sixteen;
        use hookwire::points::ToolCall;
        use hookwire::{Plugin, plugin};
        use std::hint::black_box;
    };
}

macro_rules! async_hooks {
    (($family:ident $mode:ident $body:ident |$this:ident, $call:ident| $does:expr)
     $($hook:ident $id:literal $field:ident $index:literal,)*) => {
        $(
            #[derive(Debug, Default)]
            struct $hook(Look);

            #[plugin(id = $id)]
            impl $hook {
                #[hook("tool.before")]
                async fn before(&self, $call: &mut ToolCall) {
                    let $this = &self.0;
                    $does
                }

                #[hook(Tally)]
                fn tally(&self, _: &()) -> Vec<u64> {
                    vec![self.0.seen()]
                }
            }

            #[async_trait::async_trait]
            impl boxed::AsyncHook for $hook {
                async fn before(&self, $call: &mut ToolCall) {
                    let $this = &self.0;
                    $does
                }

                fn seen(&self) -> u64 {
                    self.0.seen()
                }
            }
        )*

        #[derive(Default)]
        struct Plugins {
            $($field: $hook),*
        }

        impl<const N: usize> Chain for Direct<Plugins, N> {
            #[inline]
            async fn call(&mut self) {
                let Self { plugins, call } = black_box(self);
                let call = black_box(call);
                $(
                    if N > $index {
                        plugins.$field.before(call).await;
                    }
                )*
            }

            fn seen(&mut self) -> u64 {
                [$(self.plugins.$field.0.seen()),*].iter().sum()
            }
        }

        pub(crate) struct $family;

        impl Family for $family {
            const MODE: Mode = Mode::$mode;
            const BODY: Body = Body::$body;
            const PLUGINS: Sixteen = [$($hook::MANIFEST),*];

            fn direct(count: usize) -> Box<dyn Timed> {
                match count {
                    0 => Box::new(Direct::<Plugins, 0>::new()),
                    1 => Box::new(Direct::<Plugins, 1>::new()),
                    4 => Box::new(Direct::<Plugins, 4>::new()),
                    8 => Box::new(Direct::<Plugins, 8>::new()),
                    _ => Box::new(Direct::<Plugins, 16>::new()),
                }
            }

            fn boxed(case: Case, size: usize) -> Box<dyn Timed> {
                let hook = |index| -> Box<dyn boxed::AsyncHook> {
                    match index {
                        index if !case.interested(index) => Box::new(boxed::Idle),
                        $($index => Box::new($hook::default()),)*
                        _ => unreachable!("there are sixteen"),
                    }
                };
                Box::new(boxed::Boxed::new((0..size).map(hook).collect()))
            }
        }
    };
}

macro_rules! sync_hooks {
    (($family:ident $mode:ident $body:ident |$this:ident, $call:ident| $does:expr)
     $($hook:ident $id:literal $field:ident $index:literal,)*) => {
        $(
            #[derive(Debug, Default)]
            struct $hook(Look);

            #[plugin(id = $id)]
            impl $hook {
                #[hook("tool.before")]
                fn before(&self, $call: &mut ToolCall) {
                    let $this = &self.0;
                    $does
                }

                #[hook(Tally)]
                fn tally(&self, _: &()) -> Vec<u64> {
                    vec![self.0.seen()]
                }
            }

            impl boxed::SyncHook for $hook {
                fn before(&self, $call: &mut ToolCall) {
                    let $this = &self.0;
                    $does
                }

                fn seen(&self) -> u64 {
                    self.0.seen()
                }
            }
        )*

        #[derive(Default)]
        struct Plugins {
            $($field: $hook),*
        }

        impl<const N: usize> Chain for Direct<Plugins, N> {
            #[inline]
            async fn call(&mut self) {
                let Self { plugins, call } = black_box(self);
                let call = black_box(call);
                $(
                    if N > $index {
                        plugins.$field.before(call);
                    }
                )*
            }

            fn seen(&mut self) -> u64 {
                [$(self.plugins.$field.0.seen()),*].iter().sum()
            }
        }

        pub(crate) struct $family;

        impl Family for $family {
            const MODE: Mode = Mode::$mode;
            const BODY: Body = Body::$body;
            const PLUGINS: Sixteen = [$($hook::MANIFEST),*];

            fn direct(count: usize) -> Box<dyn Timed> {
                match count {
                    0 => Box::new(Direct::<Plugins, 0>::new()),
                    1 => Box::new(Direct::<Plugins, 1>::new()),
                    4 => Box::new(Direct::<Plugins, 4>::new()),
                    8 => Box::new(Direct::<Plugins, 8>::new()),
                    _ => Box::new(Direct::<Plugins, 16>::new()),
                }
            }

            fn boxed(case: Case, size: usize) -> Box<dyn Timed> {
                let hook = |index| -> Box<dyn boxed::SyncHook> {
                    match index {
                        index if !case.interested(index) => Box::new(boxed::Idle),
                        $($index => Box::new($hook::default()),)*
                        _ => unreachable!("there are sixteen"),
                    }
                };
                Box::new(boxed::Boxed::new((0..size).map(hook).collect()))
            }
        }
    };
}
