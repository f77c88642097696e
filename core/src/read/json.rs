//! Which of the shapes of JSON a text has, told by how it begins.
//!
//! Where lines are values, they are cut at their ends: that is fast, and a bad
//! line breaks only itself. Everything else is walked by its structure.

use std::collections::VecDeque;

use super::block::{Block, Broken, Rows, Span};
use super::buffer::Buffer;
use super::document::Documents;
use super::input::Source;
use super::ndjson::{LineReader, Lines};
use super::reader::{ReadOptions, Wrapper};
use super::split::Splitter;
use super::window::Window;
use crate::error::Result;

/// The first line is looked for in so much text; more is one value on one line.
const FIRST_LINE: usize = 8 << 20;

/// The lines that are asked whether they are pages: one may be empty.
const ASKED: usize = 16;

/// The records of a JSON text.
pub(super) enum Json {
    /// A record a line.
    Lines(LineReader),
    /// A page of records a line.
    Pages(Pages),
    /// A list, or objects one after the other.
    Documents(Box<Documents>),
}

impl Json {
    pub(super) fn open(source: Source, options: &ReadOptions) -> Result<Self> {
        let (max, block) = (options.max_record_bytes, options.block());
        let mut window = Window::new(source, block);
        Ok(match shape(&mut window, options)? {
            Shape::Lines => Self::Lines(LineReader::new(window, max, block)),
            Shape::Pages => Self::Pages(Pages {
                lines: LineReader::new(window, max, block),
                wrappers: options.wrappers.clone(),
                record: 0,
                ready: VecDeque::new(),
            }),
            Shape::Documents => {
                let documents = Documents::new(window, &options.wrappers, max, block);
                Self::Documents(Box::new(documents))
            }
        })
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Block>> {
        match self {
            Self::Lines(reader) => Ok(reader.next_lines()?.map(|lines| Block {
                first_record: lines.first_record(),
                rows: json_rows(lines.bytes, lines.records),
                broken: lines.broken,
            })),
            Self::Pages(pages) => pages.next_block(),
            Self::Documents(documents) => documents.next_block(),
        }
    }
}

fn json_rows(bytes: Buffer, records: Vec<Span>) -> Rows {
    Rows::Json {
        bytes,
        records,
        wrapper: None,
        side: None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lines,
    Pages,
    Documents,
}

fn shape(window: &mut Window, options: &ReadOptions) -> Result<Shape> {
    let Some(first) = fill_line(window, 0)? else {
        return Ok(Shape::Documents);
    };
    if !first.starts_with(b"{") {
        return Ok(Shape::Documents);
    }
    let mut splitter = Splitter::default();
    // Where brackets do not fit, only cutting at line ends saves the rest.
    let Ok(end) = splitter.scan(first) else {
        return Ok(Shape::Lines);
    };
    match end {
        Some(end) if end == first.len() => {}
        // Another value follows on the same line.
        Some(_) => return Ok(Shape::Documents),
        // A string does not reach over a line end, so the line is damaged.
        None if splitter.in_text() => return Ok(Shape::Lines),
        None => {
            let last = first.last().copied();
            let goes_on =
                matches!(last, Some(b'[' | b':')) || last == Some(b',') && splitter.in_list();
            return Ok(if !goes_on && second_is_object(window)? {
                Shape::Lines
            } else {
                Shape::Documents
            });
        }
    }
    Ok(if are_pages(window, &options.wrappers)? {
        Shape::Pages
    } else {
        Shape::Lines
    })
}

/// The `skip`th line that is not blank, without the white space around it;
/// `None` if it does not end within what is looked at.
fn fill_line(window: &mut Window, skip: usize) -> Result<Option<&[u8]>> {
    let mut searched = 0;
    let mut start = 0;
    let mut left = skip;
    loop {
        while let Some(length) = memchr::memchr(b'\n', &window.text()[searched..]) {
            let end = searched + length;
            searched = end + 1;
            if !window.text()[start..end].trim_ascii().is_empty() {
                if left == 0 {
                    return Ok(Some(window.text()[start..end].trim_ascii()));
                }
                left -= 1;
            }
            start = end + 1;
        }
        searched = window.text().len();
        if searched >= FIRST_LINE || !window.fill(super::sniff::HEAD)? {
            return Ok(None);
        }
    }
}

fn second_is_object(window: &mut Window) -> Result<bool> {
    let Some(second) = fill_line(window, 1)? else {
        return Ok(false);
    };
    let whole = Splitter::default().scan(second) == Ok(Some(second.len()));
    Ok(whole && second.starts_with(b"{"))
}

/// Whether the first line that has records, of those at the start, has them in a wrapper's list.
fn are_pages(window: &mut Window, wrappers: &[Wrapper]) -> Result<bool> {
    if wrappers.is_empty() {
        return Ok(false);
    }
    for index in 0..ASKED {
        let Some(line) = fill_line(window, index)? else {
            break;
        };
        match page_records(line.to_vec(), wrappers, 0, 1) {
            // Brackets in order, yet no record: an empty page. The next may say more.
            Ok(blocks) if blocks.is_empty() => {}
            Ok(blocks) => {
                return Ok(blocks.iter().any(|block| {
                    matches!(
                        block.rows,
                        Rows::Json {
                            wrapper: Some(_),
                            ..
                        }
                    )
                }));
            }
            Err(_) => return Ok(false),
        }
    }
    Ok(true)
}

/// The records of a line that is a page, numbered from the one after `record`.
fn page_records(
    line: Vec<u8>,
    wrappers: &[Wrapper],
    record: u64,
    number: u64,
) -> Result<Vec<Block>> {
    let window = Window::whole(line, number);
    // The line is within the record limit, so everything in it is.
    let mut documents = Documents::new(window, wrappers, usize::MAX, usize::MAX).after(record);
    let mut blocks = Vec::new();
    while let Some(block) = documents.next_block()? {
        blocks.push(block);
    }
    Ok(blocks)
}

/// A page of records a line.
pub(super) struct Pages {
    lines: LineReader,
    wrappers: Vec<Wrapper>,
    /// Records handed out or ready.
    record: u64,
    ready: VecDeque<Block>,
}

impl Pages {
    fn next_block(&mut self) -> Result<Option<Block>> {
        while self.ready.is_empty() {
            let Some(lines) = self.lines.next_lines()? else {
                break;
            };
            self.expand(lines);
        }
        Ok(self.ready.pop_front())
    }

    fn expand(&mut self, lines: Lines) {
        let mut broken = lines.broken.into_iter().peekable();
        for span in lines.records {
            while let Some(line) = broken.next_if(|line| line.record < span.record) {
                self.push_broken(line);
            }
            let line = &lines.bytes[span.range()];
            let page = page_records(line.to_vec(), &self.wrappers, self.record, span.line);
            if let Ok(blocks) = page {
                self.record += blocks.iter().map(Block::records).sum::<u64>();
                self.ready.extend(blocks);
            } else {
                // The line as it stands: the parser says what is wrong with it.
                self.record += 1;
                let whole = Span {
                    start: 0,
                    end: line.len(),
                    record: self.record,
                    line: span.line,
                };
                self.ready.push_back(Block {
                    first_record: self.record,
                    rows: json_rows(line.to_vec().into(), vec![whole]),
                    broken: Vec::new(),
                });
            }
        }
        broken.for_each(|line| self.push_broken(line));
    }

    fn push_broken(&mut self, line: Broken) {
        self.record += 1;
        self.ready.push_back(Block {
            first_record: self.record,
            rows: json_rows(Buffer::default(), Vec::new()),
            broken: vec![Broken {
                record: self.record,
                ..line
            }],
        });
    }
}
