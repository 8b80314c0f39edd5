//! The head of a Markdown file: lines of `key: value` between two lines of `---`.

/// A Markdown file in its parts.
#[derive(Debug, Default)]
pub(crate) struct FrontMatter<'s> {
    fields: Vec<(&'s str, String)>,
    /// What stands behind the head.
    pub(crate) body: &'s str,
}

impl<'s> FrontMatter<'s> {
    /// Reads a file; one without a head has no fields.
    ///
    /// Of YAML it knows what such heads have: quoted values, and values that go on in indented lines.
    pub(crate) fn read(source: &'s str) -> Self {
        let source = source.trim_start_matches('\u{feff}');
        let mut lines = source.split_inclusive('\n');
        let mut length = match lines.next() {
            Some(first) if first.trim_end() == "---" => first.len(),
            _ => return Self { fields: Vec::new(), body: source },
        };
        let mut fields: Vec<(&str, String)> = Vec::new();
        for line in lines {
            length += line.len();
            if line.trim_end() == "---" {
                return Self { fields, body: &source[length..] };
            }
            match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => append(value, line.trim()),
                (false, _, Some((key, value))) if !key.starts_with('#') => {
                    fields.push((key.trim(), first_line(value.trim())));
                }
                _ => {}
            }
        }
        Self { fields: Vec::new(), body: source }
    }

    /// Returns the value of a key, without its quotation marks; one without text counts as none.
    pub(crate) fn field(&self, key: &str) -> Option<String> {
        let (_, value) = self.fields.iter().find(|(name, _)| *name == key)?;
        let value = unquoted(value);
        (!value.is_empty()).then_some(value)
    }
}

/// Returns what of a value stands in the line of its key: nothing, if a mark says that its text begins below.
fn first_line(value: &str) -> String {
    let is_mark = value.len() <= 2 && value.starts_with(['>', '|']);
    if is_mark { String::new() } else { value.to_owned() }
}

fn append(value: &mut String, line: &str) {
    if !value.is_empty() && !line.is_empty() {
        value.push(' ');
    }
    value.push_str(line);
}

fn unquoted(value: &str) -> String {
    let inside = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    match (inside('"'), inside('\'')) {
        (Some(text), _) => text.replace("\\\"", "\""),
        (_, Some(text)) => text.replace("''", "'"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::FrontMatter;

    #[test]
    fn fields_stand_between_two_lines_of_dashes() {
        let source = "---\nname: picking\n# a remark\ndescription: >-\n  When somebody\n  wants fruit: any.\n\
                      license: 'It''s free'\ntitle: \"a: \\\"b\\\"\"\nempty:\n---\n\nTwist.\n---\n";
        let file = FrontMatter::read(source);
        let field = |key| file.field(key);
        assert_eq!(field("name").as_deref(), Some("picking"));
        assert_eq!(field("description").as_deref(), Some("When somebody wants fruit: any."));
        assert_eq!(field("license").as_deref(), Some("It's free"));
        assert_eq!(field("title").as_deref(), Some("a: \"b\""));
        assert_eq!((field("empty"), field("# a remark")), (None, None));
        assert_eq!(file.body, "\nTwist.\n---\n");
    }

    #[test]
    fn a_file_without_a_head_is_all_body() {
        for source in ["", "Twist.", "Twist.\n---\nname: a\n---\n", "---\nname: without an end\n"] {
            let file = FrontMatter::read(source);
            assert_eq!((file.field("name"), file.body), (None, source));
        }
    }

    #[test]
    fn lines_of_windows_are_lines_too() {
        let file = FrontMatter::read("\u{feff}---\r\nname: picking\r\n---\r\nTwist.\r\n");
        assert_eq!((file.field("name").as_deref(), file.body), (Some("picking"), "Twist.\r\n"));
    }
}
