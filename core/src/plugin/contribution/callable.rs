#[cfg(feature = "remote")]
use crate::crossing::RemoteError;
#[cfg(feature = "remote")]
use crate::crossing::{decode, encode};
use crate::cx::Cx;
use crate::error::Result;
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;

/// A kind of contributions that are called: with a value, for a value, both of which can travel to another process.
pub trait Callable: Any + Sync {
    /// What a call is given.
    type Input: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// What a call returns.
    type Output: Serialize + DeserializeOwned + Send + 'static;

    /// Calls it, with an instance of the plugin that it was declared by.
    fn call<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        input: Self::Input,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Self::Output>>;
}

/// A contribution that can be called from another process; every [`Callable`] one is.
#[cfg(feature = "remote")]
pub trait ServedContribution: Sync {
    /// Calls it with an encoded input, and returns the encoded output.
    fn serve<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        body: &'a [u8],
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Vec<u8>, RemoteError>>;
}

#[cfg(feature = "remote")]
impl<C: Callable> ServedContribution for C {
    fn serve<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        body: &'a [u8],
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Vec<u8>, RemoteError>> {
        Box::pin(async move {
            let output = self.call(instance, decode(body)?, cx).await;
            encode(&output.map_err(|error| RemoteError::of(&error))?)
        })
    }
}
