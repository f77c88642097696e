//! A scope as a condition in SQL, every value of it bound.
//!
//! Text alone: nothing here knows the database. The condition speaks of a row
//! where `p` is a post and `pl` its platform, and is never NULL: each
//! predicate on something absent is coalesced to false, so that `NOT` of it
//! is true, as [`matches`](super::matches) has it.

use super::leaf::{Comparison, Metric};
use super::tree::Scope;

/// The name of the scalar function from VARCHAR to VARCHAR that a condition
/// on captions calls, and that whoever runs it must provide: NULL of NULL,
/// else [`casefold`](super::casefold). The database's own `lower` folds other
/// letters than Unicode's full case folding, and tells a composed `é` from a
/// decomposed one.
pub const CASEFOLD_FUNCTION: &str = "veyl_casefold";

/// A value to bind to a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlParam {
    /// A VARCHAR.
    Text(String),
    /// A BIGINT.
    Integer(i64),
    /// A DOUBLE.
    Float(f64),
    /// A TIMESTAMP, in UTC microseconds since 1970.
    Timestamp(i64),
}

/// A condition over a post `p` and its platform `pl`.
#[derive(Debug, Clone, PartialEq)]
pub struct SqlFilter {
    /// A boolean expression, with `?` for each value; it stands within a
    /// larger one without parentheses around it.
    pub sql: String,
    /// The values, in the order of their placeholders.
    pub params: Vec<SqlParam>,
}

impl SqlFilter {
    /// The condition that a post is in `scope`.
    pub fn new(scope: &Scope) -> Self {
        let mut filter = Self {
            sql: String::new(),
            params: Vec::new(),
        };
        filter.push(scope);
        filter
    }

    fn push(&mut self, scope: &Scope) {
        match scope {
            Scope::And(parts) => self.join(parts, " AND ", "true"),
            Scope::Or(parts) => self.join(parts, " OR ", "false"),
            Scope::Not(part) => {
                self.sql.push_str("(NOT ");
                self.push(part);
                self.sql.push(')');
            }
            Scope::Tag(tag) => self.leaf("list_contains(p.hashtags, ?)", text(tag.as_str())),
            Scope::Author(author) => self.leaf("p.author = ?", text(author.as_str())),
            // `translate` folds A to Z and nothing else, as the tree does.
            Scope::Platform(platform) => self.leaf(
                "translate(pl.name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') = ?",
                text(platform.as_str()),
            ),
            Scope::Text(phrase) => {
                let test = format!("contains({CASEFOLD_FUNCTION}(p.caption), ?)");
                self.leaf(&test, text(phrase.as_str()));
            }
            Scope::After(moment) => {
                self.leaf("p.posted_at >= ?", SqlParam::Timestamp(moment.micros()));
            }
            Scope::Before(moment) => {
                self.leaf("p.posted_at < ?", SqlParam::Timestamp(moment.micros()));
            }
            Scope::Count {
                metric,
                comparison,
                value,
            } => self.compare(number(*metric), *comparison, SqlParam::Integer(*value)),
            Scope::Sentiment { comparison, value } => {
                self.compare("p.sentiment", *comparison, SqlParam::Float(value.get()));
            }
        }
    }

    fn join(&mut self, parts: &[Scope], operator: &str, none: &str) {
        self.sql.push('(');
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.sql.push_str(operator);
            }
            self.push(part);
        }
        if parts.is_empty() {
            self.sql.push_str(none);
        }
        self.sql.push(')');
    }

    fn compare(&mut self, number: &str, comparison: Comparison, value: SqlParam) {
        self.leaf(&format!("{number} {} ?", comparison.symbol()), value);
    }

    fn leaf(&mut self, test: &str, value: SqlParam) {
        for piece in ["coalesce(", test, ", false)"] {
            self.sql.push_str(piece);
        }
        self.params.push(value);
    }
}

fn text(value: &str) -> SqlParam {
    SqlParam::Text(value.to_owned())
}

fn number(metric: Metric) -> &'static str {
    match metric {
        Metric::Likes => "p.metrics.likes",
        Metric::Comments => "p.metrics.comments",
        Metric::Shares => "p.metrics.shares",
        Metric::Views => "p.metrics.views",
        // Wider than a count, so that no sum overflows; NULL if all three are.
        Metric::Engagement => {
            "CASE WHEN coalesce(p.metrics.likes, p.metrics.comments, p.metrics.shares) IS NOT NULL \
             THEN CAST(coalesce(p.metrics.likes, 0) AS HUGEINT) + coalesce(p.metrics.comments, 0) \
             + coalesce(p.metrics.shares, 0) END"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::Result;

    #[test]
    fn every_value_is_bound_in_order() -> Result<()> {
        let query = r#"#a (@"'; DROP TABLE posts; --" OR platform:TikTok) -text:"É %" after:1970-01-02
            before:1970-01-03 likes>1k sentiment<=-0.5"#;
        let filter = SqlFilter::new(&parse(query)?);
        assert_eq!(
            filter.params,
            [
                SqlParam::Text("a".into()),
                SqlParam::Text("'; DROP TABLE posts; --".into()),
                SqlParam::Text("tiktok".into()),
                SqlParam::Text("é %".into()),
                SqlParam::Timestamp(86_400_000_000),
                SqlParam::Timestamp(172_800_000_000),
                SqlParam::Integer(1_000),
                SqlParam::Float(-0.5),
            ]
        );
        assert_eq!(filter.sql.matches('?').count(), filter.params.len());
        assert!(!filter.sql.contains("DROP"));
        Ok(())
    }

    #[test]
    fn a_condition_reads_as_its_scope() -> Result<()> {
        let filter = SqlFilter::new(&parse("#a OR -(likes!=5 text:b)")?);
        assert_eq!(
            filter.sql,
            "(coalesce(list_contains(p.hashtags, ?), false) OR \
             (NOT (coalesce(p.metrics.likes != ?, false) \
             AND coalesce(contains(veyl_casefold(p.caption), ?), false))))"
        );
        Ok(())
    }

    #[test]
    fn nothing_at_all_is_still_an_expression() {
        assert_eq!(SqlFilter::new(&Scope::And(vec![])).sql, "(true)");
        assert_eq!(SqlFilter::new(&Scope::Or(vec![])).sql, "(false)");
    }
}
