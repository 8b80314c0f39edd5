//! The answer of a model server: it reads the same wherever the network cuts it, and loses no text.

use hookwire::model::{ModelError, Piece};
use hookwire::points::ModelRequest;
use hookwire_model_genai::read_stream;
use serde_json::json;
use std::collections::HashSet;
use std::fmt::Write;

/// Reads bytes as the body of an answer, and as the text of one. The first byte says how both are cut.
pub fn stream(data: &[u8]) {
    let Some((&cut, body)) = data.split_first() else { return };
    any_body(cut, body);
    any_text(cut, &String::from_utf8_lossy(body));
}

fn any_body(cut: u8, body: &[u8]) {
    let whole = read(&[body]);
    assert_eq!(whole, read(&cuts(body, cut)), "it reads otherwise where it is cut");
    assert_eq!(whole, read(&body.chunks(1).collect::<Vec<_>>()), "it reads otherwise byte by byte");
    let (pieces, error) = whole;
    let ends = pieces.iter().filter(|piece| matches!(piece, Piece::End { .. })).count();
    assert_eq!(ends, usize::from(error.is_none()), "an answer ends once, and one that fails does not");
    assert!(ends == 0 || matches!(pieces.last(), Some(Piece::End { .. })), "something follows the end");
    let mut ids = HashSet::new();
    for piece in &pieces {
        if let Piece::Call(call) = piece {
            assert!(!call.tool.is_empty() && ids.insert(&call.id), "two calls have the id `{}`", call.id);
        }
    }
}

fn any_text(cut: u8, text: &str) {
    let line_end = if cut.is_multiple_of(2) { "\n" } else { "\r\n" };
    let letters: Vec<_> = text.chars().collect();
    let mut body = String::new();
    for part in letters.chunks(usize::from(cut) + 1) {
        let part: String = part.iter().collect();
        let event = json!({ "choices": [{ "delta": { "content": part } }] });
        let _ = write!(body, ": a comment{line_end}data: {event}{line_end}{line_end}");
    }
    let _ = write!(body, "data: [DONE]{line_end}{line_end}");
    let (pieces, error) = read(&cuts(body.as_bytes(), cut));
    assert_eq!(error, None);
    let texts =
        pieces.iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(&**text) } else { None });
    assert_eq!(texts.collect::<String>(), text);
}

/// Returns what is read, and the text of the error that it ends with.
fn read(parts: &[&[u8]]) -> (Vec<Piece>, Option<String>) {
    let (pieces, result) = read_stream(&ModelRequest::default(), parts.iter().copied());
    (pieces, result.err().map(|error: ModelError| error.to_string()))
}

/// Cuts bytes into parts of differing lengths.
fn cuts(mut bytes: &[u8], cut: u8) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut length = usize::from(cut % 7) + 1;
    while !bytes.is_empty() {
        let (part, rest) = bytes.split_at(length.min(bytes.len()));
        parts.push(part);
        bytes = rest;
        length = (length * 5 + usize::from(cut)) % 61 + 1;
    }
    parts
}
