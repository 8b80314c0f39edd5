use crate::config::Problem;
use std::fmt;

/// The error of starting a live set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The settings speak of things that do not exist.
    #[error("{}", Listed(.0))]
    Settings(Vec<Problem>),
    /// A plugin that owns a gate, or is required, is not there.
    #[error("{}", Down(.0))]
    Gate(Vec<GateDown>),
}

/// A plugin that owns a gate, or is required, and did not start.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GateDown {
    /// The plugin's id.
    pub plugin: &'static str,
    /// Whether the operator requires it; else it owns a gate.
    pub required: bool,
    /// The reason why it did not start.
    pub why: String,
    /// The problems of its section of the configuration.
    pub problems: Vec<Problem>,
}

struct Listed<'a>(&'a [Problem]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(Problem::to_string).collect();
        f.write_str(&texts.join("; "))
    }
}

struct Down<'a>(&'a [GateDown]);

impl fmt::Display for Down<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, GateDown { plugin, why, required, .. }) in self.0.iter().enumerate() {
            let break_ = if index == 0 { "" } else { "\n" };
            if *required {
                write!(f, "{break_}`{plugin}` did not start: {why}; it is required")?;
                continue;
            }
            write!(
                f,
                "{break_}`{plugin}` did not start: {why}; it owns a gate, so nothing would guard what it guards: mend it, \
                 or switch it off by name: disabled = [\"{plugin}\"]"
            )?;
        }
        Ok(())
    }
}
