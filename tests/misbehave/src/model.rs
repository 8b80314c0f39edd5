use crate::acts::{Around, act};
use crate::misbehaviour::Misbehaviour;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use hookwire::Cx;
use hookwire::model::{Model, ModelError, Piece};
use hookwire::points::{Finish, ModelRequest};
use std::sync::Arc;

/// A model that says a word, misbehaves, and comes to its end.
pub(crate) struct OddModel {
    around: Arc<Around>,
    how: Misbehaviour,
}

impl OddModel {
    pub(crate) fn new(around: Arc<Around>, how: Misbehaviour) -> Self {
        Self { around, how }
    }
}

impl Model for OddModel {
    fn stream<'a>(&'a self, _: &'a ModelRequest, cx: &'a Cx) -> BoxStream<'a, Result<Piece, ModelError>> {
        let misbehaves = async move {
            let done = act(self.how, &self.around, cx).await;
            let text = done.map_err(|error| ModelError::Refused(error.to_string().into()))?.text();
            Ok(Piece::Text(text))
        };
        let end = Piece::End { finish: Finish::Stop, usage: None };
        let said = stream::iter([Ok(Piece::Text("Well, ".into()))]);
        said.chain(stream::once(misbehaves)).chain(stream::iter([Ok(end)])).boxed()
    }
}
