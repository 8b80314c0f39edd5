use super::site::{Hint, Site, Sites};
use super::text::Text;
use crate::cx::Capability;
use crate::plugin::SourceLocation;
use std::fmt;

/// Something about the plugins of a binary that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each sentence says what its fields are")]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made at compile time, where nothing is boxed, and rarely"
)]
pub enum Conflict {
    NotLinked { plugin: Site, listed: SourceLocation },
    LinkedAgain { plugin: Site, count: u32 },
    ListedTwice { plugin: Site },
    SameId { first: Site, second: SourceLocation },
    SameName { what: &'static str, name: &'static str, first: Site, second: Site },
    Reserved { what: &'static str, name: &'static str, plugin: Site },
    ReservedId { what: &'static str, plugin: Site },
    SamePoint { name: &'static str, first: SourceLocation, second: SourceLocation },
    ReplacesNobody { plugin: Site, target: &'static str, hint: Hint },
    ReplacedTwice { target: &'static str, first: Site, second: Site },
    ReplacedInCircle { plugins: Sites },
    RequiresNobody { plugin: Site, target: &'static str, hint: Hint },
    RequiresDisabled { plugin: Site, target: &'static str },
    Excluded { plugin: Site, other: Site },
    UnknownNeighbour { site: Site, relation: &'static str, target: &'static str, hint: Hint },
    StartsAfterNobody { plugin: Site, target: &'static str, hint: Hint },
    StartCycle { plugins: Sites },
    Cycle { point: &'static str, hooks: Sites },
    NotGranted { plugin: Site, capability: Capability },
    GrantedInVain { plugin: Site, capability: Capability },
}

impl Conflict {
    /// Returns the sentence that says what is wrong, and what to do.
    pub(super) const fn text(&self) -> Text {
        let mut text = Text::new();
        text.push_conflict(self);
        text
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

impl std::error::Error for Conflict {}

impl Text {
    /// Appends the sentence of a conflict.
    pub(super) const fn push_conflict(&mut self, conflict: &Conflict) {
        match conflict {
            Conflict::NotLinked { plugin, listed } => {
                self.push_site(*plugin);
                self.push(" is listed at ");
                self.push_place(*listed);
                self.push(
                    " but was not linked; its crate must register it with `#[plugin]` without the word `unlinked`, \
                     and the linker must keep the section `linkme_HOOKWIRE_PLUGINS`",
                );
            }
            Conflict::LinkedAgain { plugin, count } => {
                self.push_site(*plugin);
                self.push(" was linked ");
                self.push_number(*count);
                self.push(
                    " times; probably a test links the plugin's crate twice, \
                     move the test to a package of its own",
                );
            }
            Conflict::ListedTwice { plugin } => {
                self.push_site(*plugin);
                self.push(" is listed twice; remove one of the two");
            }
            Conflict::SameId { first, second } => {
                self.push("two plugins have the id of ");
                self.push_site(*first);
                self.push("; give the second, at ");
                self.push_place(*second);
                self.push(", another: #[plugin(id = \"..\")]");
            }
            Conflict::SameName { what, name, first, second } => {
                self.push("the ");
                self.push(what);
                self.push(" ");
                self.push_name(name);
                self.push(" is of ");
                self.push_site(*first);
                self.push(" and of ");
                self.push_site(*second);
                self.push("; rename one of them");
            }
            Conflict::Reserved { what, name, plugin } => {
                self.push("the ");
                self.push(what);
                self.push(" ");
                self.push_name(name);
                self.push(" of ");
                self.push_site(*plugin);
                self.push(" has the name of one of the host's own; rename it");
            }
            Conflict::ReservedId { what, plugin } => {
                self.push("the ");
                self.push(what);
                self.push("s of ");
                self.push_site(*plugin);
                self.push(
                    " would stand behind the name of one of the host's own; give the plugin another id",
                );
            }
            Conflict::SamePoint { name, first, second } => {
                self.push("two hook points have the name ");
                self.push_name(name);
                self.push(": at ");
                self.push_place(*first);
                self.push(" and at ");
                self.push_place(*second);
                self.push("; rename one of them");
            }
            Conflict::ReplacesNobody { .. }
            | Conflict::ReplacedTwice { .. }
            | Conflict::ReplacedInCircle { .. }
            | Conflict::RequiresNobody { .. }
            | Conflict::RequiresDisabled { .. }
            | Conflict::Excluded { .. } => self.push_relation(conflict),
            Conflict::UnknownNeighbour { .. }
            | Conflict::StartsAfterNobody { .. }
            | Conflict::StartCycle { .. }
            | Conflict::Cycle { .. } => self.push_order(conflict),
            Conflict::NotGranted { plugin, capability } => {
                self.push_site(*plugin);
                self.push(" wants the capability ");
                self.push_name(capability.name());
                self.push(
                    ", which this list does not grant; if it may have it, write it behind the plugin: { ",
                );
                self.push(capability.name());
                self.push(" }");
            }
            Conflict::GrantedInVain { plugin, capability } => {
                self.push_site(*plugin);
                self.push(" does not ask for the capability ");
                self.push_name(capability.name());
                self.push("; take it out of the braces");
            }
        }
    }

    /// Appends the sentence about plugins that replace, require or exclude others.
    const fn push_relation(&mut self, conflict: &Conflict) {
        match conflict {
            Conflict::ReplacesNobody { plugin, target, hint } => {
                self.push_site(*plugin);
                self.push(" replaces ");
                self.push_name(target);
                self.push(", which is not in this binary");
                self.push_hint(hint);
            }
            Conflict::ReplacedTwice { target, first, second } => {
                self.push_site(*first);
                self.push(" and ");
                self.push_site(*second);
                self.push(" both replace ");
                self.push_name(target);
                self.push("; switch one of them off");
            }
            Conflict::ReplacedInCircle { plugins } => {
                self.push_circle(plugins, " is replaced by ");
                self.push(", so none of them would run; drop one `replaces`");
            }
            Conflict::RequiresNobody { plugin, target, hint } => {
                self.push_site(*plugin);
                self.push(" requires ");
                self.push_name(target);
                self.push(", which is not in this binary");
                self.push_hint(hint);
            }
            Conflict::RequiresDisabled { plugin, target } => {
                self.push_site(*plugin);
                self.push(" requires ");
                self.push_name(target);
                self.push(", whose feature is off; switch it on, or this plugin off");
            }
            Conflict::Excluded { plugin, other } => {
                self.push_site(*plugin);
                self.push(" cannot be in one binary with ");
                self.push_site(*other);
                self.push(": it says so in `conflicts`; switch one of them off");
            }
            _ => {}
        }
    }

    /// Appends the sentence about an order that cannot be.
    const fn push_order(&mut self, conflict: &Conflict) {
        match conflict {
            Conflict::UnknownNeighbour { site, relation, target, hint } => {
                self.push("a hook of ");
                self.push_site(*site);
                self.push(" is to run ");
                self.push(relation);
                self.push(" ");
                self.push_name(target);
                self.push(", but there is no such plugin");
                self.push_hint(hint);
            }
            Conflict::StartsAfterNobody { plugin, target, hint } => {
                self.push_site(*plugin);
                self.push(" is to start after ");
                self.push_name(target);
                self.push(", but there is no such plugin");
                self.push_hint(hint);
            }
            Conflict::StartCycle { plugins } => {
                self.push("no plugin of these can start first: ");
                self.push_circle(plugins, " starts after ");
                self.push("; drop one `after`");
            }
            Conflict::Cycle { point, hooks } => {
                self.push("the hooks at ");
                self.push_name(point);
                self.push(" wait for each other: ");
                self.push_circle(hooks, " before ");
                self.push("; drop one of the constraints");
            }
            _ => {}
        }
    }

    const fn push_circle(&mut self, sites: &Sites, relation: &str) {
        let mut index = 0;
        while let Some(site) = sites.site(index) {
            self.push_site(site);
            self.push(relation);
            index += 1;
        }
        if !sites.is_complete() {
            self.push("..");
            self.push(relation);
        }
        if let Some(first) = sites.site(0) {
            self.push_site(first);
        }
    }

    /// Appends the id that is near, or all that there are.
    const fn push_hint(&mut self, hint: &Hint) {
        if let Some(near) = hint.near {
            self.push("; did you mean ");
            self.push_name(near);
            self.push("?");
            return;
        }
        let mut index = 0;
        while let Some(site) = hint.known.site(index) {
            self.push(if index == 0 { "; there are " } else { ", " });
            self.push_name(site.plugin);
            index += 1;
        }
        if !hint.known.is_complete() {
            self.push(", ..");
        }
    }
}
