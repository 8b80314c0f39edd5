//! `#[every("5m")]`, `#[cron("0 9 * * mon")]` and `#[scheduled]`: methods that run by the clock.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, future, is_cx, is_reference_to, line, unraw};
use crate::paths::{Core, option};
use crate::time;
use hookwire_text::cron::Cron;
use proc_macro2::TokenStream;
use quote::quote;
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr};

pub(super) const EVERY: Kind =
    Kind { attribute: "every", noun: NOUN, declaration: "ScheduleDecl", parse: Parse::Method(every) };
pub(super) const CRON: Kind =
    Kind { attribute: "cron", noun: NOUN, declaration: "ScheduleDecl", parse: Parse::Method(cron) };
pub(super) const SCHEDULED: Kind =
    Kind { attribute: "scheduled", noun: NOUN, declaration: "ScheduleDecl", parse: Parse::Method(scheduled) };

const NOUN: &str = "method that runs by the clock";
const WHAT: &str = "a method that runs by the clock";
/// The shortest and the longest interval.
const INTERVALS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_hours(100 * 366 * 24));
const LONGEST_JITTER: Duration = Duration::from_hours(24);

struct Schedule {
    trigger: Option<Trigger>,
    description: String,
    jitter: Duration,
    missed: Missed,
    timeout: Option<Duration>,
    method: Method,
    event: bool,
    cx: bool,
}

enum Trigger {
    Every(Duration),
    Cron { expression: String, zone: String },
}

#[derive(Clone, Copy)]
enum Missed {
    RunOnce,
    Skip,
    Each,
}

fn every(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let known = ["jitter", "missed", "timeout"];
    let (first, args) = Args::behind_text(attr, &known, "say how often: `#[every(\"5m\")]`", errors);
    let interval = first.and_then(|text| interval(&text, errors));
    let schedule = schedule(interval.map(Trigger::Every), &args, item, errors);
    finish(schedule, before, errors)
}

fn cron(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let known = ["zone", "jitter", "missed", "timeout"];
    let wanted = "say when, with the five fields of cron: `#[cron(\"0 9 * * mon\")]`";
    let (first, args) = Args::behind_text(attr, &known, wanted, errors);
    let expression = first.and_then(|text| expression(&text, errors));
    let zone = args.text("zone", errors).and_then(|text| zone(&text, errors));
    let zone = zone.unwrap_or_else(|| "UTC".into());
    let trigger = expression.map(|expression| Trigger::Cron { expression, zone });
    let schedule = schedule(trigger, &args, item, errors);
    finish(schedule, before, errors)
}

fn scheduled(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let mut args = Args::of_attribute(attr, errors);
    if let Some(first) = args.first_value(&["timeout"]) {
        errors.on(
            first,
            "a `#[scheduled]` method runs when `cx.schedule()` says so; for times of its own write `#[every(\"5m\")]` \
             or `#[cron(\"0 9 * * mon\")]`",
        );
    }
    args.only(&["timeout"], errors);
    let schedule = schedule(None, &args, item, errors);
    finish(schedule, before, errors)
}

fn schedule(trigger: Option<Trigger>, args: &Args, item: &ImplItemFn, errors: &mut Errors) -> Schedule {
    let method = Method::shared(item, WHAT, errors);
    let (params, cx) = method.split_cx();
    let event = matches!(params, [event] if is_reference_to(&event.ty, "ScheduleEvent"));
    match params {
        [] => {}
        [_] if event => {}
        [first, ..] if is_cx(&first.ty) => errors.on(first, "`&Cx` comes last, after the event"),
        [first] => errors.on(
            &first.ty,
            format!("{WHAT} is told of its run with a `&ScheduleEvent`: take that, or nothing"),
        ),
        [_, extra, ..] => {
            errors.on(
                extra,
                format!("{WHAT} takes a `&ScheduleEvent` and a `&Cx`, if it likes; remove this parameter"),
            );
        }
    }
    let cx = cx.is_some();
    Schedule {
        jitter: jitter(trigger.as_ref(), args, errors),
        missed: missed(args, errors),
        timeout: args.text("timeout", errors).and_then(|text| time::read(&text, errors)),
        description: doc::whole(&item.attrs),
        trigger,
        event,
        cx,
        method,
    }
}

fn finish(schedule: Schedule, before: usize, errors: &Errors) -> Option<Box<dyn Contribution>> {
    (errors.count() == before).then(|| Box::new(schedule) as Box<dyn Contribution>)
}

fn interval(text: &LitStr, errors: &mut Errors) -> Option<Duration> {
    let interval = time::read(text, errors)?;
    let (shortest, longest) = INTERVALS;
    if interval < shortest || interval > longest {
        errors.on(text, "an interval is from one second, \"1s\", to 100 years; write another");
        return None;
    }
    Some(interval)
}

fn expression(text: &LitStr, errors: &mut Errors) -> Option<String> {
    match Cron::parse(&text.value()) {
        Ok(_) => Some(text.value()),
        Err(error) => {
            errors.on(text, error);
            None
        }
    }
}

/// Reads the name of a zone; whether there is such a zone shows at the host's start.
fn zone(text: &LitStr, errors: &mut Errors) -> Option<String> {
    let name = text.value();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    if name.is_empty() || !name.chars().all(fits) {
        errors.on(text, format!("`{name}` is no time zone; write its name: \"Europe/Berlin\""));
        return None;
    }
    Some(name)
}

fn jitter(trigger: Option<&Trigger>, args: &Args, errors: &mut Errors) -> Duration {
    let Some(text) = args.text("jitter", errors) else { return Duration::ZERO };
    let jitter = time::read(&text, errors).unwrap_or_default();
    let gap = match trigger {
        Some(Trigger::Every(interval)) => Some(*interval),
        Some(Trigger::Cron { expression, .. }) => {
            Cron::parse(expression).ok().and_then(|cron| cron.shortest_gap())
        }
        None => None,
    };
    let is_long = gap.is_some_and(|gap| jitter >= gap);
    if is_long || jitter > LONGEST_JITTER {
        errors.on(text, "a jitter is shorter than the interval, and at most a day; write a shorter one");
    }
    jitter
}

fn missed(args: &Args, errors: &mut Errors) -> Missed {
    let Some(text) = args.text("missed", errors) else { return Missed::RunOnce };
    match text.value().as_str() {
        "run-once" => Missed::RunOnce,
        "skip" => Missed::Skip,
        "each" => Missed::Each,
        other => {
            errors.on(
                text,
                format!(
                    "`{other}` does not say what becomes of missed times; write \"run-once\" (one run for all of them), \
                     \"skip\" (none) or \"each\" (one for each)"
                ),
            );
            Missed::RunOnce
        }
    }
}

impl Contribution for Schedule {
    fn name(&self) -> Name {
        Name::new(unraw(&self.method.name), &self.method.name)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let id = &plugin.id;
        let method = literal(&unraw(&self.method.name));
        let description = literal(&self.description);
        let line = line(self.method.name.span());
        let trigger = option(self.trigger.as_ref().map(|trigger| trigger.expand(core)));
        let (jitter, missed) = (time::constant(self.jitter), self.missed.expand(core));
        let timeout = option(self.timeout.map(time::constant));
        let run = self.run(core, plugin);
        quote! {
            #core::plugin::ScheduleDecl {
                name: ::core::concat!(#id, "/", #method),
                description: #description,
                line: #line,
                trigger: #trigger,
                jitter: #jitter,
                missed: #missed,
                timeout: #timeout,
                run: #run,
            }
        }
    }
}

impl Schedule {
    fn run(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (method, wait) = (&self.method.name, self.method.wait());
        let output = self.method.output_for(plugin);
        let (event, cx) = (self.event.then(|| quote!(, event)), self.cx.then(|| quote!(, cx)));
        let future = future(
            &self.method,
            &quote! {
                let _ = (event, cx);
                let this = #private::this::<#plugin>(this);
                #private::ran::<#output>(<#plugin>::#method(this #event #cx) #wait)
            },
        );
        quote! {{
            fn run<'a>(
                this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                event: &'a #core::cx::ScheduleEvent,
                cx: &'a #core::Cx,
            ) -> #private::BoxFuture<'a, ::core::result::Result<(), #private::Error>> {
                #future
            }
            run
        }}
    }
}

impl Trigger {
    fn expand(&self, core: &Core) -> TokenStream {
        match self {
            Self::Every(interval) => {
                let interval = time::constant(*interval);
                quote!(#core::plugin::DeclaredTrigger::Every(#interval))
            }
            Self::Cron { expression, zone } => {
                quote!(#core::plugin::DeclaredTrigger::Cron { expression: #expression, zone: #zone })
            }
        }
    }
}

impl Missed {
    fn expand(self, core: &Core) -> TokenStream {
        match self {
            Self::RunOnce => quote!(#core::cx::Missed::RunOnce),
            Self::Skip => quote!(#core::cx::Missed::Skip),
            Self::Each => quote!(#core::cx::Missed::Each),
        }
    }
}
