//! Values on their way: a large one goes piece by piece, so that no frame is larger than it has to be.

use super::room::Room;
use futures_util::{StreamExt, stream};
use hookwire::remote::{ByteStream, RemoteError, decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How many bytes a value may have that goes in one piece; and how many a piece of a larger one has.
const PIECE: usize = 64 * 1024;

/// The last byte of a body: whether the value is before it, or comes as the stream.
const HERE: u8 = 0;
const FOLLOWS: u8 = 1;

/// Encodes a value. One that is large is the stream, unless another stream goes with it.
pub fn pack<T: Serialize + ?Sized>(
    value: &T,
    stream: Option<ByteStream>,
) -> Result<(Vec<u8>, Option<ByteStream>), RemoteError> {
    let mut bytes = encode(value)?;
    if bytes.len() > PIECE && stream.is_none() {
        return Ok((vec![FOLLOWS], Some(pieces(bytes))));
    }
    bytes.push(HERE);
    Ok((bytes, stream))
}

/// Decodes a value that [`pack`] has encoded, and returns the stream that goes with it.
pub async fn unpack<T: DeserializeOwned>(
    mut body: Vec<u8>,
    stream: Option<ByteStream>,
    room: &mut Room,
) -> Result<(T, Option<ByteStream>), RemoteError> {
    room.take(body.len())?;
    match (body.pop(), stream) {
        (Some(HERE), stream) => Ok((decode(&body)?, stream)),
        (Some(FOLLOWS), Some(mut pieces)) if body.is_empty() => {
            while let Some(piece) = pieces.next().await {
                let piece = piece?;
                room.take(piece.len())?;
                body.extend(piece);
            }
            Ok((decode(&body)?, None))
        }
        _ => Err(RemoteError::Protocol { why: "a value neither is there nor follows".into() }),
    }
}

/// Returns bytes piece by piece.
pub(super) fn pieces(bytes: Vec<u8>) -> ByteStream {
    let next = |(bytes, at): (Vec<u8>, usize)| async move {
        let piece = bytes.get(at..)?.chunks(PIECE).next()?.to_vec();
        let at = at + piece.len();
        Some((Ok(piece), (bytes, at)))
    };
    stream::unfold((bytes, 0), next).boxed()
}
