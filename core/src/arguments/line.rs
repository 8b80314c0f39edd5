use super::error::ArgumentError;
use super::given::Given;
use super::kind::ParameterKind;
use super::parameter::Parameter;
use super::parameters::Parameters;
use super::words::Words;
use serde_json::Value;

impl Parameters {
    /// Reads a line of text, split as a shell does.
    ///
    /// A word is the argument of its place, or is named: `--minutes 5`, `--minutes=5`, `minutes=5`. A text that comes last takes the
    /// rest of the line as it is. What is yes or no has no place: `--loud` means yes. Behind `--`, nothing is a name.
    pub fn read(&self, line: &str) -> Result<Value, ArgumentError> {
        let mut given = Given::new(self);
        let mut words = Words::new(line);
        let mut are_names_over = false;
        while words.is_more() {
            if !are_names_over && words.skip("--") {
                are_names_over = true;
                continue;
            }
            if !are_names_over && let Some((parameter, text)) = named(self, &mut words)? {
                given.put(parameter, &text)?;
                continue;
            }
            let Some(parameter) = given.next() else {
                return Err(ArgumentError::TooMany { word: words.next()? });
            };
            let takes_the_rest = parameter.kind == ParameterKind::Text && self.is_last(parameter);
            let text = if takes_the_rest { words.rest() } else { words.next()? };
            given.put(parameter, &text)?;
        }
        given.finish().map(Value::Object)
    }

    /// Reads texts that have the names of arguments; each text of a list comes by itself.
    pub fn read_named<'t>(
        &self,
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Value, ArgumentError> {
        let mut given = Given::new(self);
        for (name, text) in texts {
            given.put(self.known(name, name)?, text)?;
        }
        given.finish().map(Value::Object)
    }
}

/// Takes a named argument off the beginning of the words, if one stands there: `--name value`, `--name=value`, `name=value`.
fn named<'p>(
    parameters: &'p Parameters,
    words: &mut Words<'_>,
) -> Result<Option<(&'p Parameter, String)>, ArgumentError> {
    let (dashes, name, is_equal) = words.name();
    let parameter = match parameters.find(name) {
        Some(parameter) if dashes || is_equal => parameter,
        None if dashes => parameters.known(name, &format!("--{name}"))?,
        _ => return Ok(None),
    };
    words.take_name();
    let text = if is_equal {
        words.word()?
    } else if parameter.kind == ParameterKind::Flag {
        "true".to_owned()
    } else if words.is_more() {
        words.next()?
    } else {
        return Err(ArgumentError::NoValue { name: parameter.flag() });
    };
    Ok(Some((parameter, text)))
}
