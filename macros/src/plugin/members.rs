use crate::command::Command;
use crate::errors::Errors;
use crate::hook::Hook;
use crate::life::{Init, Turn};
use crate::mark;
use crate::model::Model;
use crate::skill::Skill;
use crate::tool::Tool;
use syn::{Attribute, ImplItem, ImplItemFn, ItemImpl, Path, parse_quote};

/// The marked members of a block, as far as they are sound.
#[derive(Default)]
pub(super) struct Members {
    pub(super) init: Option<Init>,
    pub(super) start: Option<Turn>,
    pub(super) stop: Option<Turn>,
    pub(super) hooks: Vec<Hook>,
    /// The points of hooks that are not sound.
    pub(super) mentions: Vec<Path>,
    pub(super) tools: Vec<Tool>,
    pub(super) commands: Vec<Command>,
    pub(super) skills: Vec<Skill>,
    pub(super) models: Vec<Model>,
    /// How many hooks and contributions are there, sound or not.
    pub(super) seen: usize,
    /// Which of init, start and stop were seen, sound or not.
    once: Vec<String>,
    /// Whether a `#[start]` or `#[stop]` is there, sound or not: work enough for a plugin.
    pub(super) lives: bool,
    /// Whether an `#[init]` is there, sound or not.
    pub(super) has_init: bool,
}

impl Members {
    /// Reads the marked members and takes the marks off.
    pub(super) fn take(block: &mut ItemImpl, errors: &mut Errors) -> Self {
        let mut members = Self::default();
        for item in &mut block.items {
            let attrs = marks(item);
            if let (Some(cfg), false) = (condition(item), attrs.is_empty()) {
                errors.on(
                    cfg,
                    "a marked member is always there: ask `cfg!(..)` inside, or put the whole plugin behind a feature",
                );
            }
            members.marked(&attrs, item, errors);
            if let (ImplItem::Fn(item), false) = (item, attrs.is_empty()) {
                tidy(item);
            }
        }
        members
    }

    fn marked(&mut self, attrs: &[Attribute], item: &mut ImplItem, errors: &mut Errors) {
        if let [first, second, ..] = attrs {
            let (first, mark) = (mark::find(first.path()), mark::find(second.path()));
            if first != mark || mark != Some("hook") {
                errors.on(second, "one method has one task: move this to a method of its own");
                self.seen += 1;
                return;
            }
        }
        for attr in attrs {
            self.member(attr, item, errors);
        }
    }

    fn member(&mut self, attr: &Attribute, item: &mut ImplItem, errors: &mut Errors) {
        let mark = mark::find(attr.path()).unwrap_or_default();
        match (mark, item) {
            ("skill", ImplItem::Const(item)) => {
                self.seen += 1;
                self.skills.extend(Skill::read(attr, item, errors));
            }
            ("skill", _) => {
                self.seen += 1;
                errors.on(attr, "a skill is a constant: `#[skill(\"name\")] const TEXT: &str = ..;`");
            }
            (_, ImplItem::Fn(item)) => self.method(mark, attr, item, errors),
            (mark, _) => {
                self.seen += 1;
                errors.on(attr, format!("`#[{mark}]` goes on a method"));
            }
        }
    }

    fn method(&mut self, mark: &str, attr: &Attribute, item: &mut ImplItemFn, errors: &mut Errors) {
        match mark {
            "hook" => {
                self.seen += 1;
                self.hook(attr, item, errors);
            }
            "tool" => {
                self.seen += 1;
                self.tools.extend(Tool::read(attr, item, errors));
            }
            "command" => {
                self.seen += 1;
                self.commands.extend(Command::read(attr, item, errors));
            }
            "model" => {
                self.seen += 1;
                self.models.extend(Model::read(attr, item, errors));
            }
            _ if self.once.iter().any(|seen| seen == mark) => {
                errors.on(attr, format!("there is one `#[{mark}]` already; join the two"));
            }
            _ => {
                self.once.push(mark.to_owned());
                self.life(mark, attr, item, errors);
            }
        }
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

    fn life(&mut self, mark: &str, attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) {
        if !matches!(attr.meta, syn::Meta::Path(_)) {
            errors.on(attr, format!("`#[{mark}]` takes no arguments; remove them"));
        }
        self.lives |= mark != "init";
        match mark {
            "init" => {
                self.has_init = true;
                self.init = Init::read(item, errors);
            }
            "start" => self.start = Turn::read(item, "`#[start]`", errors),
            _ => self.stop = Turn::read(item, "`#[stop]`", errors),
        }
    }
}

/// Takes the marks off a member.
fn marks(item: &mut ImplItem) -> Vec<Attribute> {
    let attrs = match item {
        ImplItem::Fn(item) => &mut item.attrs,
        ImplItem::Const(item) => &mut item.attrs,
        ImplItem::Type(item) => &mut item.attrs,
        _ => return Vec::new(),
    };
    let (marks, rest) = attrs.drain(..).partition(|attr| mark::find(attr.path()).is_some());
    *attrs = rest;
    marks
}

/// Returns the `#[cfg]` on a member.
fn condition(item: &ImplItem) -> Option<&Attribute> {
    let attrs = match item {
        ImplItem::Fn(item) => &item.attrs,
        ImplItem::Const(item) => &item.attrs,
        _ => return None,
    };
    attrs.iter().find(|attr| attr.path().is_ident("cfg"))
}

/// Makes a method that was read fit for the compiler and its lints.
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
