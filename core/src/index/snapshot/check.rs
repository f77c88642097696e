//! What must hold of a snapshot's arrays, each check one pass.

use crate::index::record::NO_TIME;
use crate::value::time;
use crate::{Error, ErrorKind};

/// A section that is not as it must be.
pub(super) fn corrupt(section: &str, what: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorKind::Corrupt,
        format!("section `{section}` of the snapshot {what}"),
    )
    .hint("make the snapshot again from the store or the files it came from")
}

/// Whether a time is one that a load lets in.
pub(super) fn in_years(at: i64) -> bool {
    at == NO_TIME || (time::MIN..=time::MAX).contains(&at)
}

/// That lists begin where the one before ends, from 0 to `end`.
///
/// # Errors
/// `Corrupt` where they do not.
pub(super) fn starts(section: &str, starts: &[u32], end: usize) -> crate::Result<()> {
    let ends = starts.first() == Some(&0) && starts.last().map(|last| *last as usize) == Some(end);
    if !ends || !starts.is_sorted() {
        let what = format!("does not ascend from 0 to {end}");
        return Err(corrupt(section, what));
    }
    Ok(())
}

/// That all ordinals are below `limit`.
///
/// # Errors
/// `Corrupt` where one is not.
pub(super) fn below<T: Copy + Ord + Into<u32>>(
    section: &str,
    ordinals: &[T],
    limit: usize,
) -> crate::Result<()> {
    // The greatest of all is found faster than the first that is too great.
    match ordinals.iter().copied().max().map(Into::into) {
        Some(greatest) if greatest as usize >= limit => Err(corrupt(
            section,
            format!("refers to number {greatest} of {limit}"),
        )),
        _ => Ok(()),
    }
}

/// That values ascend, none twice.
///
/// # Errors
/// `Corrupt` where they do not.
pub(super) fn ascending<T: PartialOrd>(section: &str, values: &[T]) -> crate::Result<()> {
    if values.is_sorted_by(|a, b| a < b) {
        return Ok(());
    }
    Err(corrupt(section, "does not ascend"))
}

/// That the items of every list ascend, none twice.
///
/// # Errors
/// `Corrupt` where they do not.
pub(super) fn lists_ascend(section: &str, starts: &[u32], items: &[u32]) -> crate::Result<()> {
    for pair in starts.windows(2) {
        ascending(section, &items[pair[0] as usize..pair[1] as usize])?;
    }
    Ok(())
}
