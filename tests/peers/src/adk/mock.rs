//! The tool and the context that adk's hooks are handed.

use std::sync::Arc;

use adk_core::{
    Artifacts, CallbackContext, Content, ReadonlyContext, Result, Tool, ToolContext, async_trait,
};
use serde_json::Value;

use crate::call::TOOL;

pub struct ReadFile;

#[async_trait]
impl Tool for ReadFile {
    fn name(&self) -> &str {
        TOOL
    }

    fn description(&self) -> &str {
        "never executed"
    }

    async fn execute(&self, _: Arc<dyn ToolContext>, args: Value) -> Result<Value> {
        Ok(args)
    }
}

pub struct Context {
    pub content: Content,
}

impl ReadonlyContext for Context {
    fn invocation_id(&self) -> &str {
        "invocation"
    }

    fn agent_name(&self) -> &str {
        "agent"
    }

    fn user_id(&self) -> &str {
        "user"
    }

    fn app_name(&self) -> &str {
        "app"
    }

    fn session_id(&self) -> &str {
        "session"
    }

    fn branch(&self) -> &str {
        ""
    }

    fn user_content(&self) -> &Content {
        &self.content
    }
}

impl CallbackContext for Context {
    fn artifacts(&self) -> Option<Arc<dyn Artifacts>> {
        None
    }
}
