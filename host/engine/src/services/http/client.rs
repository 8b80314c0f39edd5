use super::access::Access;
use super::failure::{cause, failed, host_of};
use super::limits::Limits;
use super::redirect::{Sent, target};
use super::request::BodyTooLarge;
use super::resolver::{AddressRefused, CheckedResolver};
use super::{request, response};
use crate::mutex::lock;
use crate::options::{NameLookup, NetOptions, ProxyUrl};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::{HttpError, HttpRequest, HttpResponse, HttpService};
use reqwest::redirect::Policy;
use reqwest::{Client, Proxy, Request, Response};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// The HTTP client of the host, for plugins.
pub(crate) struct HttpClient {
    options: NetOptions,
    lookup: Arc<dyn NameLookup>,
    plugins: Mutex<BTreeMap<&'static str, PluginClient>>,
}

/// The client of one plugin.
#[derive(Clone)]
struct PluginClient {
    access: Arc<Access>,
    client: Client,
    slots: Arc<Semaphore>,
}

impl HttpClient {
    pub(crate) fn new(options: NetOptions, lookup: Arc<dyn NameLookup>) -> Self {
        Self { options, lookup, plugins: Mutex::default() }
    }

    /// Returns the client of a plugin, which is made when it is first asked for.
    fn of(&self, plugin: &'static str) -> Result<PluginClient, reqwest::Error> {
        let mut plugins = lock(&self.plugins);
        if let Some(client) = plugins.get(plugin) {
            return Ok(client.clone());
        }
        let access = Arc::new(Access::new(plugin, &self.options));
        let client = PluginClient {
            client: self.connect(&access)?,
            access,
            slots: Arc::new(Semaphore::new(self.options.requests as usize)),
        };
        plugins.insert(plugin, client.clone());
        Ok(client)
    }

    fn connect(&self, access: &Arc<Access>) -> Result<Client, reqwest::Error> {
        // An error says that another provider is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let proxy = self.options.proxy.as_ref().map(ProxyUrl::url);
        let resolver = CheckedResolver {
            access: Arc::clone(access),
            lookup: Arc::clone(&self.lookup),
            proxy: proxy.and_then(|url| url.host_str()).map(str::to_owned),
        };
        let client = Client::builder()
            .user_agent(concat!("hookwire/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .http1_only()
            .gzip(true)
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .no_proxy()
            .dns_resolver(resolver);
        match proxy {
            Some(url) => client.proxy(Proxy::all(url.clone())?).build(),
            None => client.build(),
        }
    }

    async fn exchange(&self, plugin: &'static str, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let limits = Limits::of(&request, &self.options);
        let first = request::first(request, self.options.request_bytes)?;
        let client = self.of(plugin).map_err(|error| failed(first.url(), error.without_url()))?;
        let Ok(permit) = Arc::clone(&client.slots).try_acquire_owned() else {
            return Err(HttpError::Busy { plugin: plugin.into(), limit: self.options.requests });
        };
        response::read(client.follow(first, &limits).await?, limits, permit)
    }
}

/// Shows no proxy, whose URL may hold a password.
impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpClient")
    }
}

impl HttpService for HttpClient {
    fn send(
        &self,
        plugin: &'static str,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<HttpResponse, HttpError>> {
        self.exchange(plugin, request).boxed()
    }
}

impl PluginClient {
    /// Sends a request, and those that redirects ask for.
    async fn follow(&self, mut request: Request, limits: &Limits) -> Result<Response, HttpError> {
        let mut followed = 0;
        loop {
            let sent = Sent::of(&request);
            let response = self.send(request, limits).await?;
            if limits.redirects == 0 {
                return Ok(response);
            }
            let Some(target) = target(&response)? else {
                return Ok(response);
            };
            if followed == limits.redirects {
                return Err(HttpError::Redirects { host: sent.host(), limit: limits.redirects });
            }
            followed += 1;
            request = sent.redirected(response.status(), target)?;
        }
    }

    /// Sends one request, to a host that may be asked.
    async fn send(&self, request: Request, limits: &Limits) -> Result<Response, HttpError> {
        let url = request.url().clone();
        self.access.check_url(&url)?;
        let answer = limits.wait(&host_of(&url), self.client.execute(request)).await?;
        answer.map_err(|error| {
            if let Some(AddressRefused { address }) = cause(&error) {
                return self.access.refusal(&host_of(&url), *address);
            }
            if let Some(BodyTooLarge { limit }) = cause(&error) {
                return HttpError::BodyTooLarge { host: host_of(&url), limit: *limit };
            }
            failed(&url, error.without_url())
        })
    }
}
