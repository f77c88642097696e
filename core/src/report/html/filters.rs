//! What templates make of values on their way into the page.

// What Askama makes of these functions is as it makes it.
#![allow(
    clippy::inline_always,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    unreachable_pub
)]

use std::fmt::Display;

use askama::{Result, Values};

/// A whole number with commas.
#[askama::filter_fn]
pub(super) fn grouped(number: impl Display, _: &dyn Values) -> Result<String> {
    Ok(crate::notebook::grouped(&number.to_string()))
}

/// The kind of a signal in words.
#[askama::filter_fn]
pub(super) fn signal(kind: impl Display, _: &dyn Values) -> Result<String> {
    Ok(kind.to_string().replace('_', " "))
}
