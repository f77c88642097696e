//! Who may ask, and what browsers are told to keep to.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, StatusCode};

/// What the page and its workers may do: run their own programs and
/// WebAssembly, and reach this server; nothing written into the page runs.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Goes with every response, errors included: workers have a policy of their own.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    // Pages of other sites can not embed what is served, nor read it.
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Tells requests for this server from those that were led here.
pub(super) struct Guard {
    hosts: [String; 2],
}

impl Guard {
    pub(super) fn new(port: u16) -> Self {
        Self {
            hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        }
    }

    /// Fails where a request is not meant for this server: the name of another
    /// host that leads to this machine (DNS rebinding) gets nothing.
    pub(super) fn check<B>(&self, request: &Request<B>) -> Result<(), (StatusCode, &'static str)> {
        let named = request.headers().get_all(header::HOST);
        let mut named = named.iter().map(HeaderValue::to_str);
        let (Some(Ok(host)), None) = (named.next(), named.next()) else {
            return Err((StatusCode::BAD_REQUEST, "one Host header is needed"));
        };
        let authority = request
            .uri()
            .authority()
            .map(hyper::http::uri::Authority::as_str);
        if !self.knows(host) || authority.is_some_and(|host| !self.knows(host)) {
            return Err((
                StatusCode::MISDIRECTED_REQUEST,
                "this server answers to 127.0.0.1 and localhost only",
            ));
        }
        Ok(())
    }

    fn knows(&self, host: &str) -> bool {
        // Browsers leave out the port of HTTP.
        self.hosts.iter().any(|known| {
            known.eq_ignore_ascii_case(host)
                || known
                    .strip_suffix(":80")
                    .is_some_and(|known| known.eq_ignore_ascii_case(host))
        })
    }
}

/// Whether a browser says that a page of another site asks.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    headers
        .get(SEC_FETCH_SITE)
        .is_some_and(|site| site != "same-origin" && site != "none")
}

/// Adds what browsers are to keep to.
pub(super) fn protect(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
