use crate::ui::safe;
use hookwire_engine::plugin_logs::LogLine;
use hookwire_engine::time::moment;
use std::fmt::Write;

/// Returns lines of a plugin's log as text. Further lines of one text are indented, so that none passes for a line of the log.
pub fn plugin_log_text(lines: &[LogLine]) -> String {
    if lines.is_empty() {
        return "there are no such lines".into();
    }
    let mut text = String::new();
    for line in lines {
        let message = safe(&line.message).replace('\n', "\n    ");
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{} {:5} {message}", moment(line.at), line.level);
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::plugin_log_text;
    use hookwire::cx::Level;
    use hookwire_engine::plugin_logs::LogLine;

    #[test]
    fn a_text_of_several_lines_passes_for_one() {
        let message = "one\n1970-01-01T00:00:00Z error two\u{1b}[2J".to_owned();
        let line = LogLine { at: 0, level: Level::Warn, tenant: None, user: None, session: None, message };
        let lines = [line.clone(), LogLine { message: "end".into(), ..line }];
        assert_eq!(
            plugin_log_text(&lines),
            "1970-01-01T00:00:00Z warn  one\n    1970-01-01T00:00:00Z error two\\u{1b}[2J\n\
             1970-01-01T00:00:00Z warn  end"
        );
    }
}
