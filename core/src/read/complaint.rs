//! What is said of a JSON text whose structure is lost.

use super::block::excerpt;
use super::document::Documents;
use crate::error::{Error, ErrorKind};

impl Documents {
    /// `found` stands where something else must.
    pub(super) fn unexpected(&mut self, found: u8, expected: &str) -> Error {
        let line = self.window.line_at(self.window.at);
        let error = Error::new(
            ErrorKind::Corrupt,
            format!(
                "found `{}` at byte {}, expected {expected}",
                excerpt(&[found]),
                self.window.offset()
            ),
        )
        .at_line(line)
        .hint("the JSON is damaged here, or several files were joined");
        match self.within {
            Some(record) => error.at_record(record),
            None => error,
        }
    }

    /// The text ends where it must not.
    pub(super) fn cut_off(&self) -> Error {
        let bytes = self.window.offset();
        let message = match self.within {
            Some(record) => format!("ends inside record {record}, after {bytes} bytes"),
            None => format!(
                "ends before its list is closed, after record {} and {bytes} bytes",
                self.record
            ),
        };
        Error::new(
            ErrorKind::Corrupt,
            format!("{message}; the file is cut off"),
        )
        .hint("export or download it again")
    }
}
