use crate::contribution::{Contribution, Kind, Parse};
use crate::errors::Errors;
use crate::hook::Hook;
use crate::lifecycle::{Init, LifecycleFn};
use crate::member_attribute::{MemberAttribute, Stage};
use syn::{Attribute, ImplItem, ImplItemFn, ItemImpl, Path, parse_quote};

/// The members of a block that carry one of our attributes, as far as they are sound.
#[derive(Default)]
pub(super) struct Members {
    pub(super) lifecycle: Lifecycle,
    pub(super) hooks: Vec<Hook>,
    /// The points of hooks that are not sound.
    pub(super) mentions: Vec<Path>,
    /// The contributions, in the order of the source.
    pub(super) contributions: Vec<Contributed>,
    /// The number of hooks and contributions, sound or not.
    pub(super) seen: usize,
}

/// A contribution with its kind, and the conditions under which it is there.
pub(super) struct Contributed {
    pub(super) kind: &'static Kind,
    pub(super) cfg: Vec<Attribute>,
    pub(super) contribution: Box<dyn Contribution>,
}

/// The lifecycle functions of a plugin.
#[derive(Default)]
pub(super) struct Lifecycle {
    pub(super) init: Option<Init>,
    pub(super) start: Option<LifecycleFn>,
    pub(super) stop: Option<LifecycleFn>,
    /// The stages that have a function, sound or not.
    stages: Vec<Stage>,
}

impl Lifecycle {
    /// Returns whether there is an `#[init]`, sound or not.
    pub(super) fn has_init(&self) -> bool {
        self.stages.contains(&Stage::Init)
    }

    /// Returns whether there is a `#[start]` or `#[stop]`, sound or not: work enough for a plugin.
    pub(super) fn does_something(&self) -> bool {
        self.stages.iter().any(|stage| *stage != Stage::Init)
    }

    fn parse(&mut self, stage: Stage, attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) {
        let name = MemberAttribute::Lifecycle(stage).name();
        if self.stages.contains(&stage) {
            errors.on(attr, format!("there is one `#[{name}]` already; join the two"));
            return;
        }
        self.stages.push(stage);
        if !matches!(attr.meta, syn::Meta::Path(_)) {
            errors.on(attr, format!("`#[{name}]` takes no arguments; remove them"));
        }
        match stage {
            Stage::Init => self.init = Init::read(item, errors),
            Stage::Start => self.start = LifecycleFn::read(item, "`#[start]`", errors),
            Stage::Stop => self.stop = LifecycleFn::read(item, "`#[stop]`", errors),
        }
    }
}

impl Members {
    /// Parses the members that carry one of our attributes, and takes these attributes off.
    pub(super) fn take(block: &mut ItemImpl, errors: &mut Errors) -> Self {
        let mut members = Self::default();
        for item in &mut block.items {
            let attrs = take_attributes(item, errors);
            if let (Some(cfg), Some((MemberAttribute::Lifecycle(_), _))) = (cfg(item).first(), attrs.first())
            {
                errors.on(cfg, "this function is always there: ask `cfg!(..)` inside");
            }
            members.item(&attrs, item, errors);
            if let (ImplItem::Fn(item), false) = (item, attrs.is_empty()) {
                tidy(item);
            }
        }
        members
    }

    fn item(&mut self, attrs: &[(MemberAttribute, Attribute)], item: &ImplItem, errors: &mut Errors) {
        if let [(first, _), (second, attr), ..] = attrs
            && !matches!((first, second), (MemberAttribute::Hook, MemberAttribute::Hook))
        {
            errors.on(attr, "one method has one task: move this to a method of its own");
            self.seen += 1;
            return;
        }
        for (attribute, attr) in attrs {
            self.member(*attribute, attr, item, errors);
        }
    }

    fn member(&mut self, attribute: MemberAttribute, attr: &Attribute, item: &ImplItem, errors: &mut Errors) {
        match (attribute, item) {
            (MemberAttribute::Lifecycle(stage), ImplItem::Fn(item)) => {
                self.lifecycle.parse(stage, attr, item, errors);
                return;
            }
            (MemberAttribute::Hook, ImplItem::Fn(item)) => self.hook(attr, item, errors),
            (MemberAttribute::Contribution(kind), item) => self.contribution(kind, attr, item, errors),
            (attribute, _) => errors.on(attr, format!("`#[{}]` goes on a method", attribute.name())),
        }
        self.seen += 1;
    }

    fn contribution(&mut self, kind: &'static Kind, attr: &Attribute, item: &ImplItem, errors: &mut Errors) {
        let parsed = match (&kind.parse, item) {
            (Parse::Method(parse), ImplItem::Fn(item)) => parse(attr, item, errors).into_iter().collect(),
            (Parse::Constant { parse, .. }, ImplItem::Const(item)) => parse(attr, item, errors),
            (Parse::Method(_), _) => {
                errors.on(attr, format!("`#[{}]` goes on a method", kind.attribute));
                Vec::new()
            }
            (Parse::Constant { wanted, .. }, _) => {
                errors.on(attr, wanted);
                Vec::new()
            }
        };
        let one = |contribution| Contributed { kind, cfg: cfg(item), contribution };
        self.contributions.extend(parsed.into_iter().map(one));
    }

    fn hook(&mut self, attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) {
        match Hook::read(attr, item, errors) {
            Some(hook) if self.hooks.iter().any(|earlier| earlier.repeats(&hook)) => {
                errors.on(attr, "this method hooks this point already; remove one of the two");
            }
            Some(hook) => self.hooks.push(hook),
            None => self.mentions.extend(Hook::mention(attr)),
        }
    }
}

/// Takes our attributes off a member.
fn take_attributes(item: &mut ImplItem, errors: &mut Errors) -> Vec<(MemberAttribute, Attribute)> {
    let attrs = match item {
        ImplItem::Fn(item) => &mut item.attrs,
        ImplItem::Const(item) => &mut item.attrs,
        ImplItem::Type(item) => &mut item.attrs,
        _ => return Vec::new(),
    };
    let mut ours = Vec::new();
    for attr in std::mem::take(attrs) {
        match MemberAttribute::find(attr.path()) {
            Some(attribute) => ours.push((attribute, attr)),
            None if MemberAttribute::is_misspelt(&attr, errors) => {}
            None => attrs.push(attr),
        }
    }
    ours
}

/// Returns the `#[cfg]`s on a member.
fn cfg(item: &ImplItem) -> Vec<Attribute> {
    let attrs = match item {
        ImplItem::Fn(item) => &item.attrs,
        ImplItem::Const(item) => &item.attrs,
        _ => return Vec::new(),
    };
    attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect()
}

/// Makes a method that was parsed fit for the compiler and its lints.
fn tidy(item: &mut ImplItemFn) {
    // The framework asks for these shapes, so pedantry about them would be noise.
    item.attrs.push(parse_quote!(#[allow(
        clippy::unused_async,
        clippy::unused_async_trait_impl,
        clippy::unused_self,
        clippy::needless_pass_by_value,
        clippy::unnecessary_wraps,
        clippy::trivially_copy_pass_by_ref,
    )]));
    // Doc comments on parameters are for us; the compiler does not take them there.
    for input in &mut item.sig.inputs {
        if let syn::FnArg::Typed(param) = input {
            param.attrs.retain(|attr| !attr.path().is_ident("doc"));
        }
    }
}

/// Keeps the compiler from warning of methods that are not called only because of a mistake.
pub(super) fn soften(block: &mut ItemImpl, failed: bool) {
    if failed {
        block.attrs.push(parse_quote!(#[allow(dead_code, unused_variables)]));
    }
}
