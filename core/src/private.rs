//! Not public API. Used by generated code.

pub use inventory;
pub use linkme;
pub use schemars;
pub use serde;
pub use serde_json;

pub use crate::chain::{Handler, assemble};
pub use crate::config::Section;
pub use crate::error::Error;
pub use crate::plugin::{InitError, Instance, Lifecycle, Reply, ToolError, ToolOutput};
pub use crate::point::{HookPoint, Input, KindName, Ordinal, Output, PointInfo};
pub use crate::registry::{Entry, HOOKWIRE_PLUGINS, PluginList};
pub use futures::future::BoxFuture;
pub use hookwire_macros::__built_in_points;
pub use std::any::Any;

use crate::chain::Next;
use crate::cx::Cx;
use crate::model::Model;
use crate::plugin::Held;
use crate::point::{Payload, Wrap};
use ::schemars::{JsonSchema, Schema};
use ::serde::{Serialize, de::DeserializeOwned};
use ::serde_json::Value;
use std::marker::PhantomData;
use std::sync::Arc;

// ===== The author's types =====

// A type that the author names is mentioned many times in an expansion. Each mention goes through the `Itself`
// of a trait, on the author's own token: if the type does not fit, all mentions give the identical error, of
// which the compiler shows one, and nothing that follows from it.
//
// That needs the second `impl`, which never applies: of a lone blanket `impl` the compiler would take `Itself`
// for the type, fit or not, and complain of each bound wherever it matters.

#[derive(Debug)]
pub struct Check<T>(PhantomData<T>);

pub trait Never {}

macro_rules! itself {
    ($trait:ident: $($bound:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<T: $($bound)*> $trait for T {
            type Itself = T;
        }

        #[diagnostic::do_not_recommend]
        impl<T> $trait for T
        where
            Check<T>: Never,
        {
            type Itself = T;
        }
    };
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a hook point",
    label = "name a type marked `#[hook_point(..)]`, or a built-in point as a text: `#[hook(\"tool.before\")]`"
)]
pub trait IsPoint {
    type Itself;
}
itself!(IsPoint: HookPoint);

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot travel through a hook point",
    label = "derive `Debug`, `Clone`, `serde::Serialize` and `serde::Deserialize` for it, and own its data"
)]
pub trait IsPayload {
    type Itself;
}
itself!(IsPayload: Payload);

/// Without a message of its own: the compiler's names the field, and what to take for it.
pub trait IsShared {
    type Itself;
}

impl<T: Send + Sync + 'static> IsShared for T {
    type Itself = T;
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a tool",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsArg: DeserializeOwned + JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsArg for T {}

// ===== Hooks =====

#[diagnostic::on_unimplemented(
    message = "a hook at `{P}` is given `{Expected}`, not `{Self}`",
    label = "this parameter must be `{Expected}`"
)]
pub trait IsGiven<P, Expected> {
    fn given(given: Expected) -> Self;
}

impl<P, T> IsGiven<P, T> for T {
    #[inline]
    fn given(given: T) -> T {
        given
    }
}

/// Casts what the point gives to what the method takes: the same type, or an error on the method's parameter.
#[inline]
pub fn given<'a, P: HookPoint, T: IsGiven<P, Input<'a, P>>>(input: Input<'a, P>) -> T {
    T::given(input)
}

#[diagnostic::on_unimplemented(
    message = "a hook at `{Self}` is not given a `Next`",
    label = "only a `wrap` point has one; take the event alone"
)]
pub trait IsWrap: HookPoint + Sized {
    fn split(input: Input<'_, Self>) -> (Self::Event, Next<'_, Self>);
}

#[diagnostic::do_not_recommend]
impl<P: HookPoint<Kind = Wrap>> IsWrap for P {
    #[inline]
    fn split(input: Input<'_, P>) -> (P::Event, Next<'_, P>) {
        input
    }
}

/// Casts the request that a wrap point gives.
#[inline]
pub fn request<P: HookPoint, T: IsGiven<P, P::Event>>(request: P::Event) -> T {
    T::given(request)
}

/// Casts the rest of the chain that a wrap point gives.
#[inline]
pub fn next<'a, P: HookPoint, T: IsGiven<P, Next<'a, P>>>(next: Next<'a, P>) -> T {
    T::given(next)
}

#[diagnostic::on_unimplemented(
    message = "the last parameter of a hook is its `&Cx`, not `{Self}`",
    label = "this must be `&Cx`, or not be there"
)]
pub trait IsCx<'a> {
    fn given(cx: &'a Cx) -> Self;
}

impl<'a> IsCx<'a> for &'a Cx {
    #[inline]
    fn given(cx: &'a Cx) -> Self {
        cx
    }
}

#[inline]
pub fn cx<'a, T: IsCx<'a>>(cx: &'a Cx) -> T {
    T::given(cx)
}

#[diagnostic::on_unimplemented(
    message = "a hook at `{P}` cannot return `{Self}`",
    label = "return `{Expected}` or `hookwire::Result<{Expected}>`"
)]
pub trait IsReturned<P, Expected> {
    fn returned(self) -> Result<Expected, Error>;
}

impl<P, T> IsReturned<P, T> for T {
    #[inline]
    fn returned(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<P, T, E: IsError> IsReturned<P, T> for Result<T, E> {
    #[inline]
    fn returned(self) -> Result<T, Error> {
        self.map_err(IsError::error)
    }
}

/// What an adapter returns.
pub type Returned<P> = Result<Output<P>, Error>;

#[inline]
pub fn returned<P: HookPoint, T: IsReturned<P, Output<P>>>(value: T) -> Result<Output<P>, Error> {
    value.returned()
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error",
    label = "return a `hookwire::Result`; `hookwire::Error::msg(..)` makes its error of a text, `?` of any error"
)]
pub trait IsError {
    fn error(self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> IsError for E {
    #[inline]
    fn error(self) -> Error {
        self.into()
    }
}

// ===== Plugins =====

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a plugin's configuration",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsConfig: Sized {
    fn parse(section: Section) -> Result<Self, InitError>;
    fn schema() -> Schema;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsConfig for T {
    fn parse(section: Section) -> Result<Self, InitError> {
        section.parse().map_err(InitError::Config)
    }

    fn schema() -> Schema {
        schemars::schema_for!(T)
    }
}

/// The section of a plugin without a configuration: every key in it is a mistake.
pub fn no_config(section: Section) -> Result<(), InitError> {
    #[derive(serde::Deserialize, JsonSchema)]
    struct Nothing {}
    <Nothing as IsConfig>::parse(section).map(drop)
}

#[diagnostic::on_unimplemented(
    message = "`#[init]` of `{S}` cannot return `{Self}`",
    label = "return `Self` or `hookwire::Result<Self>`"
)]
pub trait IsMade<S> {
    fn made(self) -> Result<S, Error>;
}

impl<S> IsMade<S> for S {
    fn made(self) -> Result<S, Error> {
        Ok(self)
    }
}

impl<S, E: IsError> IsMade<S> for Result<S, E> {
    fn made(self) -> Result<S, Error> {
        self.map_err(IsError::error)
    }
}

pub fn made<S: Send + Sync + 'static, T: IsMade<S>>(value: T) -> Result<Instance, InitError> {
    match value.made() {
        Ok(plugin) => Ok(Held::instance(plugin)),
        Err(error) => Err(InitError::Failed(error)),
    }
}

#[diagnostic::on_unimplemented(
    message = "`#[plugin]` without `#[init]` needs `{Self}: Default`",
    label = "derive `Default`, or add `#[init] fn new(..) -> Self`"
)]
pub trait IsDefault {
    fn make() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> IsDefault for T {
    fn make() -> Self {
        T::default()
    }
}

#[diagnostic::on_unimplemented(
    message = "`#[start]` and `#[stop]` cannot return `{Self}`",
    label = "return `()` or `hookwire::Result<()>`"
)]
pub trait IsDone {
    fn done(self) -> Result<(), Error>;
}

impl IsDone for () {
    fn done(self) -> Result<(), Error> {
        Ok(())
    }
}

impl<E: IsError> IsDone for Result<(), E> {
    fn done(self) -> Result<(), Error> {
        self.map_err(IsError::error)
    }
}

pub fn done<T: IsDone>(value: T) -> Result<(), Error> {
    value.done()
}

/// The plugin behind an instance; `#[plugin]` makes both from one type.
pub fn this<S: Send + Sync + 'static>(instance: &(dyn Any + Send + Sync)) -> &S {
    Held::find(instance).expect("a plugin's code is given its own instance")
}

// ===== Tools, commands and models =====

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the arguments of a tool",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsArgs: Sized {
    fn parse(tool: &'static str, args: Value) -> Result<Self, ToolError>;
    fn schema() -> Schema;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsArgs for T {
    fn parse(tool: &'static str, args: Value) -> Result<Self, ToolError> {
        let named = args.is_object();
        serde_path_to_error::deserialize(args).map_err(|error| {
            let path = error.path().to_string();
            let why = match path.as_str() {
                // serde would name the struct that the macro made, which the model has never heard of.
                "." if !named => "they must be a JSON object, each argument under its name".into(),
                "." => error.inner().to_string(),
                _ => format!("`{path}`: {}", error.inner()),
            };
            ToolError::Arguments { tool, why }
        })
    }

    fn schema() -> Schema {
        schemars::schema_for!(T)
    }
}

/// How the arguments of a tool are described and read.
#[derive(Debug)]
pub struct Arguments<T> {
    pub schema: fn() -> Schema,
    pub parse: fn(&'static str, Value) -> Result<T, ToolError>,
}

impl<T: IsArgs> Arguments<T> {
    pub const fn of() -> Self {
        Self { schema: T::schema, parse: T::parse }
    }
}

#[derive(Debug)]
pub struct Plain;
#[derive(Debug)]
pub struct Fallible;

#[diagnostic::on_unimplemented(
    message = "a tool cannot return `{Self}`",
    label = "return a type that is `serde::Serialize`, or a `hookwire::Result` of one"
)]
pub trait IsToolOutput<How> {
    fn output(self) -> Result<ToolOutput, ToolError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> IsToolOutput<Plain> for T {
    fn output(self) -> Result<ToolOutput, ToolError> {
        ToolOutput::of(&self).map_err(|error| ToolError::Failed(error.into()))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize, E: IsError> IsToolOutput<Fallible> for Result<T, E> {
    fn output(self) -> Result<ToolOutput, ToolError> {
        IsToolOutput::<Plain>::output(self.map_err(|error| ToolError::Failed(error.error()))?)
    }
}

pub fn output<How, T: IsToolOutput<How>>(value: T) -> Result<ToolOutput, ToolError> {
    value.output()
}

#[diagnostic::on_unimplemented(
    message = "a command cannot return `{Self}`",
    label = "return `Reply`, `String`, `&'static str`, or a `hookwire::Result` of one of them"
)]
pub trait IsReply {
    fn reply(self) -> Result<Reply, Error>;
}

impl IsReply for Reply {
    fn reply(self) -> Result<Reply, Error> {
        Ok(self)
    }
}

impl IsReply for String {
    fn reply(self) -> Result<Reply, Error> {
        Ok(self.into())
    }
}

impl IsReply for &'static str {
    fn reply(self) -> Result<Reply, Error> {
        Ok(self.into())
    }
}

impl<T: IsReply, E: IsError> IsReply for Result<T, E> {
    fn reply(self) -> Result<Reply, Error> {
        self.map_err(IsError::error)?.reply()
    }
}

pub fn reply<T: IsReply>(value: T) -> Result<Reply, Error> {
    value.reply()
}

#[diagnostic::on_unimplemented(
    message = "`#[model]` cannot return `{Self}`",
    label = "return `Arc<dyn hookwire::model::Model>`, or a `hookwire::Result` of it"
)]
pub trait IsModel {
    fn model(self) -> Result<Opened, Error>;
}

/// What a provider gives.
pub type Opened = Arc<dyn Model>;

impl IsModel for Opened {
    fn model(self) -> Result<Opened, Error> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> IsModel for Arc<M> {
    fn model(self) -> Result<Opened, Error> {
        Ok(self)
    }
}

impl<T: IsModel, E: IsError> IsModel for Result<T, E> {
    fn model(self) -> Result<Opened, Error> {
        self.map_err(IsError::error)?.model()
    }
}

pub fn model<T: IsModel>(value: T) -> Result<Opened, Error> {
    value.model()
}

// ===== plugins! =====

/// Compares two ids at compile time.
pub const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}
