use super::guard::{Stopped, guard};
use crate::chain::{Chain, Erased, Fire, Inmost, Lend, Sequence, Wire, operate};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::plugin::{CommandDecl, Instance, Manifest, Reply, ToolDecl, ToolError, ToolOutput};
use crate::point::{HookPoint, PointInfo, Wrap};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// All chains, tools and commands for one agent and role, built once and never changed.
#[derive(Clone, Default)]
pub struct Wiring {
    /// By the points' ordinals.
    chains: Arc<[Option<Erased>]>,
    brought: Arc<Brought>,
}

/// What plugins bring beside hooks.
#[derive(Default)]
struct Brought {
    tools: BTreeMap<&'static str, Owned<ToolDecl>>,
    commands: BTreeMap<&'static str, Owned<CommandDecl>>,
}

struct Owned<D: 'static> {
    decl: &'static D,
    owner: &'static Manifest,
    instance: Instance,
}

impl fmt::Debug for Wiring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chains = self.chains.iter().flatten().count();
        write!(f, "Wiring ({chains} chains, {} tools)", self.brought.tools.len())
    }
}

impl Wiring {
    pub(super) fn new(
        points: impl Iterator<Item = (&'static PointInfo, Vec<Wire>)>,
        members: &[(&'static Manifest, Instance)],
    ) -> Self {
        let mut chains = Vec::new();
        let mut brought = Brought::default();
        for (point, wires) in points.filter(|(_, wires)| !wires.is_empty()) {
            let index = point.ordinal.index();
            if chains.len() <= index {
                chains.resize_with(index + 1, || None);
            }
            chains[index] = Some((point.assemble)(wires));
        }
        for (owner, instance) in members {
            for decl in owner.tools {
                let instance = Arc::clone(instance);
                brought.tools.insert(decl.name, Owned { decl, owner, instance });
            }
            for decl in owner.commands {
                let instance = Arc::clone(instance);
                brought.commands.insert(decl.name, Owned { decl, owner, instance });
            }
        }
        Self { chains: chains.into(), brought: Arc::new(brought) }
    }

    /// Returns the chain of a point, unless nobody hooks it.
    #[inline]
    pub fn chain<P: HookPoint>(&self) -> Option<&Chain<P>> {
        self.chains.get(P::INFO.ordinal.index())?.as_ref()?.chain()
    }

    /// Fires a point: the one place where hooks of a sequence are called.
    #[inline]
    pub fn fire<'h, 'a, P>(
        &'h self,
        event: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
        cx: &'a Cx,
    ) -> Fire<'h, 'a, P>
    where
        P: HookPoint,
        P::Kind: Sequence<P>,
    {
        Fire::new(self.chain::<P>(), event.into(), cx)
    }

    /// Fires a sync point, where nobody can wait.
    #[inline]
    pub fn fire_now<'a, P>(
        &self,
        event: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
        cx: &'a Cx,
    ) -> <P::Kind as Sequence<P>>::Outcome
    where
        P: HookPoint,
        P::Kind: Sequence<P>,
    {
        match self.chain::<P>() {
            Some(chain) => chain.run_now(event, cx),
            None => P::Kind::finish(P::Kind::start()),
        }
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<P: HookPoint<Kind = Wrap>>(
        &self,
        request: P::Event,
        cx: &Cx,
        operation: &Inmost<'_, P>,
    ) -> Result<P::Outcome> {
        match self.chain::<P>() {
            Some(chain) => chain.wrap(request, cx, operation).await,
            None => operate(async { operation(request).await }).await,
        }
    }

    /// Returns the tools, by name, with the plugin each is of.
    pub fn tools(&self) -> impl Iterator<Item = (&'static ToolDecl, &'static Manifest)> {
        self.brought.tools.values().map(|tool| (tool.decl, tool.owner))
    }

    /// Returns the commands, by name, with the plugin each is of.
    pub fn commands(&self) -> impl Iterator<Item = (&'static CommandDecl, &'static Manifest)> {
        self.brought.commands.values().map(|it| (it.decl, it.owner))
    }

    /// Calls a tool, or returns `None` if there is none of this name.
    pub async fn tool(&self, name: &str, args: Value, cx: &Cx) -> Option<Result<ToolOutput, ToolError>> {
        let Owned { decl, owner, instance } = self.brought.tools.get(name)?;
        let cx = cx.of(owner);
        let call = async { (decl.call)(&**instance, args, &cx).await };
        Some(match guard(call, None).await {
            Ok(result) => result,
            Err(Stopped::Panic(message)) => Err(ToolError::Panicked { tool: decl.name, message }),
            Err(stopped) => Err(ToolError::Failed(stopped.into())),
        })
    }

    /// Runs a slash command, or returns `None` if there is none of this name; the name comes without the slash.
    pub async fn command(&self, name: &str, args: &str, cx: &Cx) -> Option<Result<Reply>> {
        let Owned { decl, owner, instance } = self.brought.commands.get(name)?;
        let cx = cx.of(owner);
        let call = async { (decl.call)(&**instance, args, &cx).await };
        Some(
            guard(call, None)
                .await
                .unwrap_or_else(|stopped| Err(Error::msg(format!("/{name} of `{}` {stopped}", owner.id)))),
        )
    }
}

/// Where a `Cx` takes its wiring from.
#[derive(Clone)]
pub(crate) enum Source {
    /// A request keeps the wiring it began with.
    Fixed(Wiring),
    /// What a plugin keeps from its start sees each new wiring.
    Current(Arc<RwLock<Option<Wiring>>>),
}

impl Source {
    pub(crate) fn wiring(&self) -> Option<Wiring> {
        match self {
            Self::Fixed(wiring) => Some(wiring.clone()),
            Self::Current(wiring) => wiring.read().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}
