//! A file as bytes in memory, by mapping it.

#![allow(unsafe_code)]

use std::fs::File;
use std::io;

use bytes::Bytes;
use memmap2::Mmap;

/// The bytes of a file as it is now; they are read when they are looked at.
///
/// Whoever changes the file in place, or cuts it off, while the bytes live pulls
/// the ground from under them: a text that was checked need no longer be UTF-8,
/// and bytes that are gone end the process with a signal. A file that is
/// replaced, by renaming another to its name or by removing it, stays as it was
/// for those who have mapped it.
pub(super) fn map(file: &File) -> io::Result<Bytes> {
    // SAFETY: the mapping is read-only and private, and outlives the file
    // handle. That no one writes to the file is not in our hands; `veyl` itself
    // never writes to a snapshot that has its name, and the docs of
    // `Dataset::open` tell the caller.
    let mapping = unsafe { Mmap::map(file)? };
    Ok(Bytes::from_owner(mapping))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_is_mapped_stays_when_the_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"before").unwrap();
        let bytes = map(&File::open(&path).unwrap()).unwrap();
        let beside = folder.path().join("beside");
        let mut other = File::create(&beside).unwrap();
        other.write_all(b"after").unwrap();
        std::fs::rename(&beside, &path).unwrap();
        assert_eq!(bytes, "before");
        assert_eq!(map(&File::open(&path).unwrap()).unwrap(), "after");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(bytes.slice(2..), "fore");
    }

    #[test]
    fn an_empty_file_is_no_bytes() {
        let file = tempfile::tempfile().unwrap();
        assert!(map(&file).unwrap().is_empty());
    }
}
