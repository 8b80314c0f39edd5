use crate::attribute_args::{Arg, Args, Value};
use crate::errors::Errors;
use crate::names;
use crate::paths::Core;
use hookwire_text::suggest;
use proc_macro2::{Ident, TokenStream};
use syn::{LitStr, Path};

const ARGUMENTS: [&str; 10] =
    ["id", "name", "description", "env", "capabilities", "tier", "applies_to", "after", "replaces", "crate"];
const CAPABILITIES: [&str; 8] = ["net", "files", "env", "send", "schedule", "model", "tool", "process"];

/// The arguments of `#[plugin]`.
pub(super) struct Manifest {
    pub(super) core: Core,
    pub(super) id: Option<LitStr>,
    pub(super) name: Option<LitStr>,
    pub(super) description: Option<LitStr>,
    pub(super) env: Vec<EnvVar>,
    pub(super) capabilities: Vec<Ident>,
    pub(super) worker: bool,
    pub(super) applies_to: Option<Path>,
    /// The ids of plugins that start before this one.
    pub(super) after: Vec<LitStr>,
    pub(super) replaces: Option<LitStr>,
    /// Whether the arguments are there at all, some of them perhaps with mistakes.
    pub(super) readable: bool,
}

pub(super) struct EnvVar {
    pub(super) name: LitStr,
    pub(super) description: Option<LitStr>,
    pub(super) secret: bool,
}

impl Manifest {
    pub(super) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let before = errors.count();
        let args = Args::read(tokens, errors);
        let readable = errors.count() == before;
        args.only(&ARGUMENTS, errors);
        let id = args.text("id", errors);
        let replaces = args.text("replaces", errors);
        let after = args.texts("after", errors);
        id.iter().chain(&replaces).chain(&after).for_each(|id| names::check_plugin(id, errors));
        for own in after.iter().filter(|other| id.as_ref().is_some_and(|id| id.value() == other.value())) {
            errors.on(own, "a plugin cannot start after itself; name another one");
        }
        if let (Some(id), Some(other)) = (&id, &replaces)
            && id.value() == other.value()
        {
            errors.on(other, "a plugin cannot replace itself; give it an id of its own");
        }
        Self {
            core: Core::new(args.path("crate", errors)),
            name: args.text("name", errors),
            description: args.text("description", errors),
            env: args.all("env").filter_map(|arg| env(arg, errors)).collect(),
            capabilities: capabilities(&args, errors),
            worker: args.text("tier", errors).is_some_and(|text| worker(&text, errors)),
            applies_to: args.path("applies_to", errors),
            id,
            after,
            replaces,
            readable,
        }
    }
}

fn env(arg: &Arg, errors: &mut Errors) -> Option<EnvVar> {
    let Value::Group(args) = &arg.value else {
        errors.on(&arg.value, "write `env(name = \"API_KEY\", description = \"..\", secret)`");
        return None;
    };
    args.only(&["name", "description", "secret"], errors);
    let name = args.text("name", errors);
    if name.is_none() && args.find("name").is_none() {
        errors.on(&arg.name, "say which variable: `env(name = \"API_KEY\")`");
    }
    Some(EnvVar {
        description: args.text("description", errors),
        secret: args.flag("secret", errors),
        name: name?,
    })
}

fn capabilities(args: &Args, errors: &mut Errors) -> Vec<Ident> {
    let Some(arg) = args.find("capabilities") else {
        return Vec::new();
    };
    let Value::List(values) = &arg.value else {
        errors.on(&arg.value, "`capabilities` takes a list: `capabilities = [net, files]`");
        return Vec::new();
    };
    let one = |value: &Value| match value {
        Value::Path(path) => path.get_ident().cloned(),
        _ => None,
    };
    let mut found = Vec::new();
    for value in values {
        match one(value) {
            Some(ident) if found.contains(&ident) => {
                errors.on(&ident, format!("`{ident}` is declared twice; remove one"));
            }
            Some(ident) if CAPABILITIES.contains(&ident.to_string().as_str()) => found.push(ident),
            _ => {
                let text = quote::ToTokens::to_token_stream(value).to_string();
                errors.on(value, suggest::unknown_of("capability", &text, CAPABILITIES));
            }
        }
    }
    found
}

fn worker(tier: &LitStr, errors: &mut Errors) -> bool {
    match tier.value().as_str() {
        "worker" => true,
        "inline" => false,
        other => {
            errors.on(tier, suggest::unknown_of("tier", other, ["inline", "worker"]));
            false
        }
    }
}
