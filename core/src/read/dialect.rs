//! How a table is written: which byte separates, which one quotes.

/// The separators that are tried, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The rows of the head that are compared.
const ROWS: usize = 200;

/// The bytes that structure a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) separator: u8,
    pub(super) quote: u8,
}

impl Dialect {
    pub(super) fn reader(self) -> csv_core::Reader {
        csv_core::ReaderBuilder::new()
            .delimiter(self.separator)
            .quote(self.quote)
            .build()
    }
}

/// The dialect of a table that begins with `head`: the one under which most
/// of the rows have as many fields as the header, and of those the one with most fields.
pub(super) fn detect(head: &[u8], separator: Option<u8>) -> Dialect {
    let candidates: &[u8] = separator.as_ref().map_or(&SEPARATORS, std::slice::from_ref);
    let quote = if single_quoted(head, candidates) {
        b'\''
    } else {
        b'"'
    };
    let mut best = Dialect {
        separator: separator.unwrap_or(b','),
        quote,
    };
    let mut best_score = (0, 0);
    for candidate in candidates {
        let dialect = Dialect {
            separator: *candidate,
            quote,
        };
        let score = score(head, dialect);
        if score > best_score {
            (best, best_score) = (dialect, score);
        }
    }
    best
}

/// Whether the header's first field is in single quotes, all of it.
fn single_quoted(head: &[u8], separators: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    let Some(inner) = text.strip_prefix(b"'") else {
        return false;
    };
    let Some(end) = memchr::memchr(b'\'', inner) else {
        return false;
    };
    match inner.get(end + 1) {
        Some(next) => separators.contains(next) || matches!(next, b'\r' | b'\n'),
        None => false,
    }
}

/// How many rows in a thousand have as many fields as the header, and how many that is.
fn score(head: &[u8], dialect: Dialect) -> (usize, usize) {
    let widths = widths(head, dialect);
    let Some((header, rows)) = widths.split_first() else {
        return (0, 0);
    };
    if *header < 2 {
        return (0, 0);
    }
    let fitting = rows.iter().filter(|width| *width == header).count();
    let share = if rows.is_empty() {
        1000
    } else {
        fitting * 1000 / rows.len()
    };
    // A header that fits no row at all still beats no separator.
    (share.max(1), *header)
}

/// The number of fields of each row that ends in `head`.
fn widths(head: &[u8], dialect: Dialect) -> Vec<usize> {
    let mut reader = dialect.reader();
    let mut text = vec![0; head.len() + 1];
    let mut ends = vec![0; head.len() + 1];
    let mut widths = Vec::new();
    let mut at = 0;
    while at < head.len() && widths.len() < ROWS {
        let (result, read, _, fields) = reader.read_record(&head[at..], &mut text, &mut ends);
        at += read;
        match result {
            csv_core::ReadRecordResult::Record => widths.push(fields),
            _ => break,
        }
    }
    // A head of one line without its end is a header all the same.
    if widths.is_empty() {
        let mut reader = dialect.reader();
        let (_, _, _, fields) = reader.read_record(head, &mut text, &mut ends);
        widths.push(fields + 1);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &str) -> (char, char) {
        let dialect = detect(head.as_bytes(), None);
        (dialect.separator.into(), dialect.quote.into())
    }

    #[test]
    fn separators_are_told() {
        assert_eq!(told("id,text\n1,a;b;c\n"), (',', '"'));
        assert_eq!(told("id;text\n1;a, b\n"), (';', '"'));
        assert_eq!(told("id\ttext\n1\ta, b; c\n"), ('\t', '"'));
        assert_eq!(told("id|text\n1|a, b\n"), ('|', '"'));
        assert_eq!(told("id\n1\n"), (',', '"'));
        assert_eq!(told("id;text"), (';', '"'));
    }

    #[test]
    fn quotes_hide_separators_and_line_ends() {
        assert_eq!(
            told("id,\"a;b;c\"\n1,\"x;\ny;z\"\n2,\"p;q;r\"\n"),
            (',', '"')
        );
        assert_eq!(told("\"a,b\";\"c\"\n\"1,2\";\"3\"\n"), (';', '"'));
    }

    #[test]
    fn single_quotes_need_evidence() {
        assert_eq!(told("'id','text'\n'1','a, b'\n"), (',', '\''));
        assert_eq!(told("id,text\n1,it's\n2,'tis\n"), (',', '"'));
    }

    #[test]
    fn what_is_declared_is_taken() {
        assert_eq!(detect(b"a,b\n1,2\n", Some(b'^')).separator, b'^');
    }
}
