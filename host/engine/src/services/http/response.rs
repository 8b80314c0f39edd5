use super::failure::{failed, host_of};
use super::limits::Limits;
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, unfold};
use hookwire::cx::{HttpError, HttpResponse};
use reqwest::Response;
use tokio::sync::OwnedSemaphorePermit;

/// The body of an answer that is being read; the plugin's request is under way until then.
struct Reading {
    response: Response,
    limits: Limits,
    bytes: u64,
    _permit: OwnedSemaphorePermit,
}

/// Makes the plugin's answer of one whose head is there.
pub(super) fn read(
    response: Response,
    limits: Limits,
    permit: OwnedSemaphorePermit,
) -> Result<HttpResponse, HttpError> {
    // Of a compressed body the length is not known before.
    if response.content_length().is_some_and(|bytes| bytes > limits.bytes) {
        return Err(HttpError::TooLarge { host: host_of(response.url()), limit: limits.bytes });
    }
    let headers = response.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let (status, headers, url) = (response.status().as_u16(), headers.collect(), response.url().to_string());
    let reading = Reading { response, limits, bytes: 0, _permit: permit };
    Ok(HttpResponse::new(status, headers, url, reading.pieces()))
}

impl Reading {
    fn pieces(self) -> BoxStream<'static, Result<Vec<u8>, HttpError>> {
        let pieces = unfold(Some(self), |reading| async move {
            let mut reading = reading?;
            match reading.next().await {
                Ok(Some(piece)) => Some((Ok(piece), Some(reading))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        });
        pieces.boxed()
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, HttpError> {
        let host = host_of(self.response.url());
        let piece = self.limits.wait(&host, self.response.chunk()).await?;
        let Some(piece) = piece.map_err(|error| failed(self.response.url(), error.without_url()))? else {
            return Ok(None);
        };
        self.bytes += piece.len() as u64;
        if self.bytes > self.limits.bytes {
            return Err(HttpError::TooLarge { host, limit: self.limits.bytes });
        }
        Ok(Some(piece.into()))
    }
}
