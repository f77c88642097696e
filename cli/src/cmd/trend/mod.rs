//! `veyl trend`: how figures moved over dated reports.
//!
//! Polars reads them, and takes longer to compile than all else: a build can
//! leave it out.

#[cfg(not(feature = "trend"))]
mod disabled;
#[cfg(feature = "trend")]
mod enabled;

#[cfg(not(feature = "trend"))]
pub(crate) use disabled::run;
#[cfg(feature = "trend")]
pub(crate) use enabled::run;
