use crate::attribute_args::{Arg, Args, Value};
use crate::capabilities::Capabilities;
use crate::errors::Errors;
use crate::names;
use crate::paths::Core;
use hookwire_text::suggest;
use proc_macro2::TokenStream;
use syn::{LitStr, Path};

const ARGUMENTS: [&str; 13] = [
    "id",
    "name",
    "description",
    "env",
    "capabilities",
    "tier",
    "applies_to",
    "after",
    "replaces",
    "requires",
    "conflicts",
    "unlinked",
    "crate",
];

/// The arguments of `#[plugin]`.
pub(super) struct Manifest {
    pub(super) core: Core,
    pub(super) id: Option<LitStr>,
    pub(super) name: Option<LitStr>,
    pub(super) description: Option<LitStr>,
    pub(super) env: Vec<EnvVar>,
    pub(super) capabilities: Capabilities,
    pub(super) tier: Option<Tier>,
    pub(super) applies_to: Option<Path>,
    /// The ids of plugins that start before this one.
    pub(super) after: Vec<LitStr>,
    pub(super) replaces: Option<LitStr>,
    /// The ids of plugins without which this one cannot be in a binary.
    pub(super) requires: Vec<LitStr>,
    /// The ids of plugins with which this one cannot be in one binary.
    pub(super) conflicts: Vec<LitStr>,
    /// Whether it stays out of the linker section, and so out of every list.
    pub(super) unlinked: bool,
    /// Whether the arguments are there at all, some of them perhaps with mistakes.
    pub(super) readable: bool,
}

/// The tier that the author says.
#[derive(Clone, Copy)]
pub(super) enum Tier {
    Inline,
    Worker,
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
        let [after, requires, conflicts] =
            ["after", "requires", "conflicts"].map(|name| args.texts(name, errors));
        let own = id.as_ref().map(LitStr::value).or_else(|| std::env::var("CARGO_PKG_NAME").ok());
        let others = [
            (replaces.as_slice(), "a plugin cannot replace itself; give it an id of its own"),
            (&*after, "a plugin cannot start after itself; name another one"),
            (&*requires, "a plugin has itself always; name another one"),
            (&*conflicts, "a plugin cannot exclude itself; name another one"),
        ];
        if let Some(id) = &id {
            names::check_plugin(id, errors);
        }
        for (ids, itself) in others {
            for other in ids {
                names::check_plugin(other, errors);
                if own.as_ref() == Some(&other.value()) {
                    errors.on(other, itself);
                }
            }
        }
        Self {
            core: Core::new(args.path("crate", errors)),
            name: args.text("name", errors),
            description: args.text("description", errors),
            env: args.all("env").filter_map(|arg| env(arg, errors)).collect(),
            capabilities: capabilities(&args, errors),
            tier: args.text("tier", errors).and_then(|text| tier(&text, errors)),
            applies_to: args.path("applies_to", errors),
            unlinked: args.flag("unlinked", errors),
            id,
            after,
            replaces,
            requires,
            conflicts,
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

fn capabilities(args: &Args, errors: &mut Errors) -> Capabilities {
    let mut found = Capabilities::default();
    let Some(arg) = args.find("capabilities") else {
        return found;
    };
    let Value::List(values) = &arg.value else {
        errors.on(&arg.value, "`capabilities` takes a list: `capabilities = [net, files]`");
        return found;
    };
    for value in values {
        let name = match value {
            Value::Path(path) => path.get_ident().cloned(),
            _ => None,
        };
        found.push(value, name, errors);
    }
    found
}

fn tier(tier: &LitStr, errors: &mut Errors) -> Option<Tier> {
    match tier.value().as_str() {
        "worker" => Some(Tier::Worker),
        "inline" => Some(Tier::Inline),
        other => {
            errors.on(tier, suggest::unknown_of("tier", other, ["inline", "worker"]));
            None
        }
    }
}
