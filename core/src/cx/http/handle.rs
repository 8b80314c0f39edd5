use super::builder::HttpRequestBuilder;
use crate::cx::{Cx, HttpMethod};

/// HTTP for a plugin: made by [`Cx::http`].
///
/// The plugin declares it with `#[plugin(capabilities = [net])]`. The host asks for public addresses alone, and only for
/// the hosts that the operator allows the plugin, if there is such a list (`net.plugins.<id>.hosts`); each redirect is
/// checked anew. Time, bytes of a body and of an answer after decompression, redirects and requests at once are limited by the
/// operator (`[net]`); past a limit the request ends with an [`HttpError`](crate::cx::HttpError) that names it.
///
/// ```
/// use hookwire::{Cx, Result, plugin};
/// use serde::Deserialize;
///
/// /// Tells what a currency is worth.
/// #[derive(Default)]
/// struct Rates;
///
/// #[derive(Deserialize)]
/// struct Rate {
///     euros: f64,
/// }
///
/// #[plugin(id = "rates", capabilities = [net])]
/// impl Rates {
///     /// Returns the worth of a currency in euros.
///     #[tool]
///     async fn worth(&self, currency: String, cx: &Cx) -> Result<f64> {
///         let request = cx.http().get("https://rates.example.com/v1/latest").query("of", &currency);
///         let answer = request.send().await?.error_for_status()?;
///         Ok(answer.json::<Rate>().await?.euros)
///     }
/// }
///
/// # #[cfg(feature = "test")]
/// # async fn _test() {
/// use hookwire::cx::HttpMethod;
/// use hookwire::test::{HttpAnswer, Kit};
/// use serde_json::json;
///
/// let url = "https://rates.example.com/v1/latest?of=NOK";
/// let setup = Kit::of::<Rates>().http(HttpMethod::Get, url, HttpAnswer::json(&json!({ "euros": 0.09 })));
/// let output = setup.start().await.tool("worth", json!({ "currency": "NOK" })).await.unwrap();
/// assert_eq!(output.text(), "0.09");
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Http<'a> {
    cx: &'a Cx,
}

impl Cx {
    /// Returns HTTP for the plugin, which declares the capability `net`.
    pub fn http(&self) -> Http<'_> {
        Http { cx: self }
    }
}

impl<'a> Http<'a> {
    /// Begins a request with `GET`.
    pub fn get(self, url: impl Into<String>) -> HttpRequestBuilder<'a> {
        self.request(HttpMethod::Get, url)
    }

    /// Begins a request with `HEAD`.
    pub fn head(self, url: impl Into<String>) -> HttpRequestBuilder<'a> {
        self.request(HttpMethod::Head, url)
    }

    /// Begins a request with `POST`.
    pub fn post(self, url: impl Into<String>) -> HttpRequestBuilder<'a> {
        self.request(HttpMethod::Post, url)
    }

    /// Begins a request with `PUT`.
    pub fn put(self, url: impl Into<String>) -> HttpRequestBuilder<'a> {
        self.request(HttpMethod::Put, url)
    }

    /// Begins a request with `PATCH`.
    pub fn patch(self, url: impl Into<String>) -> HttpRequestBuilder<'a> {
        self.request(HttpMethod::Patch, url)
    }

    /// Begins a request with `DELETE`.
    pub fn delete(self, url: impl Into<String>) -> HttpRequestBuilder<'a> {
        self.request(HttpMethod::Delete, url)
    }

    /// Begins a request with any method.
    pub fn request(self, method: HttpMethod, url: impl Into<String>) -> HttpRequestBuilder<'a> {
        HttpRequestBuilder::new(self.cx, method, url.into())
    }
}
