//! What is done under each allocator, by the host and by a plugin.

use futures_util::FutureExt;
use hookwire::cx::{Cancel, Identity};
use hookwire::live::Wiring;
use hookwire::plugin::Plugin;
use hookwire::points::{MessageSent, ToolBefore, ToolCall, ToolGate};
use hookwire::{Cx, Plugins, Registry, Role, Verdict, plugin};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::hint::black_box;
use std::sync::OnceLock;

/// Something that frees all that it allocates.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) name: &'static str,
    /// How often it is done in one go.
    pub(crate) times: u32,
    work: fn(),
}

/// Whose code it is: what the host allocates is on no account.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    Host,
    Plugin,
}

impl Who {
    pub(crate) const EACH: [Self; 2] = [Self::Host, Self::Plugin];
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "host",
            Self::Plugin => "plugin",
        })
    }
}

/// Loads of the allocator alone.
pub(crate) const LOADS: [Load; 3] = [
    Load { name: "alloc_32", times: 20_000, work: || drop(black_box(Box::new([0_u8; 32]))) },
    Load { name: "alloc_8k", times: 20_000, work: || drop(black_box(Vec::<u8>::with_capacity(8 << 10))) },
    Load { name: "json", times: 20, work: || drop(black_box(serde_json::from_str::<Value>(document()))) },
];

/// Returns a list of fifty objects.
fn document() -> &'static str {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let object = |number| {
            json!({
                "id": number, "name": format!("file-{number}.rs"), "tags": ["source", "rust", "checked"],
                "size": {"lines": number * 17, "bytes": number * 611}, "owner": null, "open": number % 2 == 0,
            })
        };
        (0..50).map(object).collect::<Value>().to_string()
    })
}

thread_local!(static LOAD: Cell<Option<Load>> = const { Cell::new(None) });

/// Does what it is told, and has two hooks as others have them.
#[derive(Default)]
struct Loaded;

#[plugin(id = "loaded")]
impl Loaded {
    #[hook("message.sent")]
    fn sent(&self, _: &MessageSent) {
        if let Some(load) = LOAD.get() {
            (0..load.times).for_each(|_| (load.work)());
        }
    }

    #[hook("tool.gate")]
    fn gate(&self, call: &ToolCall) -> Verdict {
        if call.tool.len() > 20 { Verdict::Deny("too long".into()) } else { Verdict::Allow }
    }

    #[hook("tool.before")]
    async fn note(&self, call: &mut ToolCall) {
        drop(black_box(call.tool.clone()));
    }
}

/// A live set, and what it is fired at.
pub(crate) struct Live {
    wiring: Wiring,
    cx: Cx,
    sent: MessageSent,
    call: RefCell<ToolCall>,
    _plugins: Plugins,
}

impl Live {
    pub(crate) async fn start() -> Self {
        let registry = Registry::of(&[Loaded::MANIFEST]).expect("one plugin");
        let plugins = Plugins::of(registry).start().await.expect("it does not fail");
        let cx = plugins.cx(Identity::default(), Cancel::default(), None);
        let (sent, call) = (MessageSent::new("http", "hi"), ToolCall::new("read", json!({"path": "a.rs"})));
        // All that is made once is made before anything is measured.
        document();
        Self {
            wiring: plugins.wiring("", Role::Agent),
            cx,
            sent,
            call: RefCell::new(call),
            _plugins: plugins,
        }
    }

    /// Does a load in the name of somebody.
    pub(crate) fn run(&self, load: Load, who: Who) {
        LOAD.set(Some(load));
        match who {
            Who::Host => (0..load.times).for_each(|_| (load.work)()),
            Who::Plugin => {
                let fired = self.wiring.fire::<MessageSent>(&self.sent, &self.cx).now_or_never();
                fired.expect("a plain hook").expect("it does not fail");
            }
        }
    }

    /// Fires at a hook that allocates nothing.
    pub(crate) fn gate(&self) {
        let fired = self.wiring.fire::<ToolGate>(&*self.call.borrow(), &self.cx).now_or_never();
        let _ = black_box(fired.expect("a plain hook"));
    }

    /// Fires at a hook that allocates a little.
    pub(crate) fn note(&self) {
        let fired = self.wiring.fire::<ToolBefore>(&mut *self.call.borrow_mut(), &self.cx).now_or_never();
        let _ = black_box(fired.expect("a hook that does not wait"));
    }
}
