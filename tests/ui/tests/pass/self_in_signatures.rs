use hookwire::{Plugin, Result, hook_point, plugin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[hook_point("test.self", kind = edit)]
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
struct Myself {
    count: u32,
}

#[plugin]
impl Myself {
    const STEP: u32 = 2;

    #[init]
    fn new(config: Self) -> Result<Self> {
        Ok(Self { ..config })
    }

    #[hook(Self)]
    async fn step(&self, event: &mut Self) {
        event.count += Self::STEP;
    }

    /// Copies itself.
    #[tool]
    async fn copy(&self, args: Self) -> Result<Self> {
        Ok(args)
    }

    /// How to count.
    #[skill("counting")]
    const COUNTING: &'static str = "By two.";
}

pub(crate) fn main() {
    assert_eq!(Myself::MANIFEST.hooks[0].point.name, "test.self");
    assert_eq!(
        Myself::MANIFEST.contributions_of::<hookwire::plugin::SkillDecl>().next().unwrap().text,
        "By two."
    );
}
