use super::answer::AnswerReader;
use crate::provider_errors::ErrorMapper;
use hookwire::model::{ModelError, Piece};
use hookwire::points::ModelRequest;

/// Reads the body of a streamed answer, which comes cut into parts, and returns its pieces up to its end or an error.
///
/// Not public API. Used by the fuzz targets.
pub fn read_stream<'b>(
    request: &ModelRequest,
    parts: impl IntoIterator<Item = &'b [u8]>,
) -> (Vec<Piece>, Result<(), ModelError>) {
    let mut answer = AnswerReader::new(request, ErrorMapper::default());
    let mut result = Ok(());
    for part in parts {
        result = answer.add(part);
        if result.is_err() || answer.is_over() {
            break;
        }
    }
    if result.is_ok() && !answer.is_over() {
        result = answer.add_rest();
    }
    (std::iter::from_fn(|| answer.next_piece()).collect(), result)
}
