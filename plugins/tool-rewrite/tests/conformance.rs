//! What every plugin should stand.

use serde_json::json;

hookwire::conformance!(hookwire_tool_rewrite::ToolRewrite);

hookwire::conformance!(with_rules: hookwire_tool_rewrite::ToolRewrite, json!({
    "before": [
        { "tool": "x", "refuse": "no" },
        { "unless": { "text": "^b" }, "rename": { "text": "a" }, "remove": ["b"], "default": { "c": 1 }, "set": { "d": [1] } },
        { "replace": [{ "pattern": "(.)", "with": "$1$1" }] },
    ],
    "after": [{ "errors": false, "replace": [{ "pattern": "(.)", "with": "$1-" }] }, { "errors": true, "set": "failed" }],
}));
