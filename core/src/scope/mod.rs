//! The scope language: which of a project's matches count.
//!
//! A scope query is a boolean expression over one post. It parses to one
//! tree, [`Scope`], that each engine compiles for itself; [`matches()`] is what
//! the tree means, [`SqlFilter`] the same as a condition in SQL.
//!
//! ```
//! use veyl_core::scope;
//!
//! let scope = scope::parse("#sale (platform:tiktok or likes > 1k) -text:\"sold out\"")?;
//! assert_eq!(
//!     scope.to_string(),
//!     "#sale AND (platform:tiktok OR likes>1000) AND NOT text:\"sold out\"",
//! );
//!
//! let query = "#sale platfrom:tiktok";
//! let error = scope::parse(query).unwrap_err();
//! assert_eq!(error.position().column, Some(7));
//! assert_eq!(error.advice(), Some("did you mean `platform:`?"));
//! println!("{}", scope::explain(query, &error));
//! # Ok::<(), veyl_core::Error>(())
//! ```
//!
//! # The language
//!
//! | term | the post |
//! |---|---|
//! | `#tag` | carries the hashtag, in normal form |
//! | `@author` | is by exactly this author |
//! | `platform:tiktok` | is on this platform, `A` to `Z` in either case |
//! | `text:"a phrase"`, `text:word` | has it anywhere in its caption, both folded |
//! | `after:2026-01-01` | was published at that midnight UTC or later |
//! | `before:2026-02-01T10:30:00Z` | was published earlier than that |
//! | `likes>100` | compares so: `likes`, `comments`, `shares`, `views`, `engagement`, and `sentiment` between -1 and 1, by `>`, `>=`, `<`, `<=`, `=`, `!=` |
//!
//! ```text
//! query       = disjunction
//! disjunction = conjunction { OR conjunction }
//! conjunction = negation { [ AND ] negation }
//! negation    = ( NOT | "-" ) negation | "(" disjunction ")" | term
//! term        = ( "#" | "@" | "platform:" ) name
//!             | "text:" value
//!             | ( "after:" | "before:" ) time
//!             | metric comparison count
//!             | "sentiment" comparison decimal
//! name        = quoted | characters but space ( ) , " \ # @ : ; < > = ! & | +
//! value       = quoted | characters but space ( ) , " \
//! quoted      = '"' { character | '\"' | '\\' } '"'
//! time        = date [ "T" hour ":" minute ":" second [ "." micros ] ( "Z" | offset ) ]
//! count       = [ "-" ] digits, with "_" between them, [ "." digits ] [ "k" | "M" | "B" ]
//! ```
//!
//! - Operators, the words before `:`, metrics and the letters of a count are
//!   read in either case. `NOT` binds closest, `OR` least.
//! - `-` stands directly before what it negates; `#a#b` is two terms.
//! - There are two truth values. A predicate on something the post does not
//!   have is false, and its negation is true: a post without likes is neither
//!   in `likes>5` nor in `likes<=5`, and is in `NOT likes>5`.
//! - The normal form, which [`Scope`] prints, has hashtags and phrases folded,
//!   platforms in lower case, counts as plain integers and times in UTC.
//! - A query has at most [`MAX_BYTES`], and [`MAX_DEPTH`] levels.

mod eval;
mod explain;
mod fault;
mod fold;
mod leaf;
mod lex;
mod literal;
mod parse;
mod print;
mod sql;
mod suggest;
mod term;
mod tree;

pub use eval::{Metrics, PostView, matches};
pub use explain::explain;
pub use leaf::{Author, Comparison, Metric, Moment, Phrase, Platform, Sentiment, Tag, casefold};
pub use parse::{MAX_BYTES, MAX_DEPTH, parse};
pub use sql::{CASEFOLD_FUNCTION, SqlFilter, SqlParam};
pub use tree::Scope;
