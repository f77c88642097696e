//! Requests to responses.

use std::sync::Arc;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use hyper::{Method, Request, Response, StatusCode};

use crate::cmd::serve::asset::Asset;
use crate::cmd::serve::guard::{Guard, is_foreign, protect};
use crate::cmd::serve::page::Files;
use crate::cmd::serve::shared::Shared;
use crate::output;

type Answer = Response<Full<Bytes>>;

/// All that is served.
pub(super) struct Site {
    pub(super) page: Files,
    pub(super) data: Shared,
    pub(super) guard: Guard,
}

impl Site {
    /// The response to a request; an error is a response too.
    pub(super) async fn answer<B>(self: Arc<Self>, request: Request<B>) -> Answer {
        let mut answer = match self.guard.check(&request) {
            Err((status, why)) => refusal(status, why),
            Ok(()) if !matches!(*request.method(), Method::GET | Method::HEAD) => {
                let mut answer = refusal(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "only GET and HEAD are answered",
                );
                let headers = answer.headers_mut();
                headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
                answer
            }
            Ok(()) => {
                let path = request.uri().path().to_owned();
                let headers = request.headers().clone();
                // Reading a store and compressing take their time; other
                // requests go on meanwhile.
                let made = tokio::task::spawn_blocking(move || self.made(&path, &headers));
                made.await.unwrap_or_else(|error| failure(&error))
            }
        };
        protect(answer.headers_mut());
        if *request.method() == Method::HEAD {
            *answer.body_mut() = Full::default();
        }
        answer
    }

    fn made(&self, path: &str, headers: &HeaderMap) -> Answer {
        if path.starts_with("/data/store.") && is_foreign(headers) {
            return refusal(StatusCode::FORBIDDEN, "this is for veyl's own page only");
        }
        match path {
            "/data/store.json" => match self.data.told() {
                Ok(told) => file(&told, headers),
                Err(error) => failure(&error),
            },
            "/data/store.veyl" => file(&self.data.snapshot(), headers),
            path => {
                // A name in a list, not a path: nothing else is within reach.
                let name = match path.strip_prefix('/').unwrap_or_default() {
                    "" => "index.html",
                    name => name,
                };
                match self.page.get(name) {
                    Some(asset) => file(asset, headers),
                    None => refusal(StatusCode::NOT_FOUND, "there is no such file"),
                }
            }
        }
    }
}

/// A file, or the word that the browser has it already.
fn file(asset: &Asset, headers: &HeaderMap) -> Answer {
    // The same for both forms of the file, and so a weak one.
    let tag = format!("W/\"{}\"", asset.tag);
    let known = has(headers, &tag);
    let gzip = if known || !takes_gzip(headers) {
        None
    } else {
        asset.gzip()
    };
    let encoded = gzip.is_some();
    let body = match gzip {
        _ if known => Bytes::new(),
        Some(gzip) => gzip,
        None => match asset.plain() {
            Ok(plain) => plain,
            Err(error) => return failure(&error),
        },
    };
    let length = body.len();
    let mut answer = Response::new(Full::new(body));
    let headers = answer.headers_mut();
    // Kept, but asked for each time: another veyl may serve here tomorrow.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if known {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return answer;
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if encoded {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}

/// Whether the browser has the file of this tag.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = tag.trim_start_matches("W/");
    texts(headers, &IF_NONE_MATCH)
        .any(|known| known == "*" || known.trim_start_matches("W/") == opaque)
}

/// Whether the client takes gzip, by name or by `*`.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let mut any = false;
    for choice in texts(headers, &ACCEPT_ENCODING) {
        let mut parts = choice.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts
            .filter_map(|part| part.strip_prefix("q=")?.parse::<f64>().ok())
            .any(|quality| quality <= 0.0);
        match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => return !refused,
            "*" => any = !refused,
            _ => {}
        }
    }
    any
}

/// The items of a header that is a list.
fn texts<'h>(
    headers: &'h HeaderMap,
    name: &hyper::header::HeaderName,
) -> impl Iterator<Item = &'h str> {
    let lines = headers.get_all(name).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

/// A response that says why there is no other.
fn refusal(status: StatusCode, why: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(why.as_bytes())));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(CONTENT_LENGTH, HeaderValue::from(why.len()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A failure of ours, told where the server runs.
fn failure(error: &dyn std::fmt::Display) -> Answer {
    output::tell(format_args!("a request failed: {error}"));
    refusal(
        StatusCode::INTERNAL_SERVER_ERROR,
        "the server failed; `veyl serve` says why where it runs",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: hyper::header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn encodings_are_told_by_name_and_quality() {
        for (value, taken) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
            ("GZIP", true),
            ("*", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000, *", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(
                takes_gzip(&headers(ACCEPT_ENCODING, value)),
                taken,
                "{value}"
            );
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }

    #[test]
    fn a_tag_is_known_weak_or_strong() {
        for (value, known) in [
            ("W/\"a-1\"", true),
            ("\"a-1\"", true),
            ("\"b-2\", W/\"a-1\"", true),
            ("*", true),
            ("\"a-2\"", false),
            ("a-1", false),
        ] {
            assert_eq!(
                has(&headers(IF_NONE_MATCH, value), "W/\"a-1\""),
                known,
                "{value}"
            );
        }
    }
}
