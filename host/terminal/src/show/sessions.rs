use crate::ui::{Style, ago, count, date, file_text, lines, one_line, safe, table};
use hookwire::points::MessageRole;
use hookwire_engine::store::{Session, StoredMessage};
use std::fmt::Write;

/// Returns a table of sessions, each with the beginning of its first message.
pub fn sessions_text(rows: &[(Session, String)]) -> String {
    if rows.is_empty() {
        return "there are no sessions yet".into();
    }
    let mut table = table(&["session", "agent", "turns", "last", "label or first message"]);
    for (session, first) in rows {
        let closed = if session.closed_at.is_some() { " (closed)" } else { "" };
        table.add_row([
            session.id.clone(),
            session.agent.clone(),
            session.turns.to_string(),
            ago(session.active_at) + closed,
            one_line(if session.label.is_empty() { first } else { &session.label }, 48),
        ]);
    }
    lines(&table)
}

/// Returns a session as text, with all its messages.
pub fn session_text(session: &Session, messages: &[StoredMessage], style: Style) -> String {
    let mut head = format!("{} · agent {} · {}", session.id, session.agent, count(session.turns, "turn"));
    if !session.label.is_empty() {
        head = format!("{head} · {}", one_line(&session.label, 48));
    }
    let mut text = style.bold(&head) + "\n";
    let times = format!("began {} · last {}", date(session.created_at), date(session.active_at));
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{}", style.dim(&times));
    let mut turn = 0;
    for stored in messages {
        if stored.turn != turn {
            turn = stored.turn;
            let _ = writeln!(text, "\n{}", style.dim(&format!("turn {turn}, {}", date(stored.at))));
        }
        text.push_str(&message_text(stored, style));
    }
    text
}

fn message_text(stored: &StoredMessage, style: Style) -> String {
    let message = &stored.message;
    let mut text = match message.role {
        _ if message.text.is_empty() => String::new(),
        MessageRole::User => format!("{} {}\n", style.cyan("›"), safe(&message.text)),
        MessageRole::Tool => style.dim(&format!("  └ {}", one_line(&message.text, 100))) + "\n",
        MessageRole::System => style.yellow(&format!("! {}", safe(&message.text))) + "\n",
        MessageRole::Assistant => safe(&message.text) + "\n",
    };
    for file in &message.files {
        let _ = writeln!(text, "{}", style.dim(&file_text(file)));
    }
    for call in &message.calls {
        let args = one_line(&call.args.to_string(), 80);
        let _ = writeln!(text, "{} {}", style.cyan("●"), style.dim(&format!("{} {args}", safe(&call.tool))));
    }
    text
}
