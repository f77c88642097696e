//! The tree of a scope: the one form that both engines compile.

use super::leaf::{Author, Comparison, Metric, Moment, Phrase, Platform, Sentiment, Tag};

/// A scope query as a tree of predicates over one post.
///
/// A predicate on something the post does not have is false, and its negation
/// is true: there is no third truth value.
///
/// [`and`](Scope::and), [`or`](Scope::or) and `!` build trees in normal form:
/// a conjunction has two or more parts and none is itself a conjunction, and
/// so for disjunctions; a negation is not of a negation. Trees built so, like
/// all that the parser returns, survive printing and parsing.
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// All of the parts hold.
    And(Vec<Scope>),
    /// At least one of the parts holds.
    Or(Vec<Scope>),
    /// The part does not hold.
    Not(Box<Scope>),
    /// The post carries the hashtag.
    Tag(Tag),
    /// The post is by the author.
    Author(Author),
    /// The post is on the platform.
    Platform(Platform),
    /// The caption contains the phrase, both folded.
    Text(Phrase),
    /// The post was published at this moment or later.
    After(Moment),
    /// The post was published earlier than this moment.
    Before(Moment),
    /// A number of the post compares so with the value.
    Count {
        /// Which number.
        metric: Metric,
        /// How it is compared.
        comparison: Comparison,
        /// What it is compared with, on the right.
        value: i64,
    },
    /// The post's sentiment compares so with the value.
    Sentiment {
        /// How it is compared.
        comparison: Comparison,
        /// What it is compared with, on the right.
        value: Sentiment,
    },
}

impl Scope {
    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        let mut parts = match self {
            Self::And(parts) => parts,
            one => vec![one],
        };
        match other {
            Self::And(more) => parts.extend(more),
            one => parts.push(one),
        }
        Self::And(parts)
    }

    /// At least one holds.
    pub fn or(self, other: Self) -> Self {
        let mut parts = match self {
            Self::Or(parts) => parts,
            one => vec![one],
        };
        match other {
            Self::Or(more) => parts.extend(more),
            one => parts.push(one),
        }
        Self::Or(parts)
    }
}

impl std::ops::Not for Scope {
    type Output = Self;

    /// It does not hold; a second negation takes the first away.
    fn not(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            positive => Self::Not(Box::new(positive)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Result;

    #[test]
    fn building_keeps_the_normal_form() -> Result<()> {
        let tag = |name: &str| Tag::new(name).map(Scope::Tag);
        let (a, b, c) = (tag("a")?, tag("b")?, tag("c")?);
        let left = a.clone().and(b.clone()).and(c.clone());
        let right = a.clone().and(b.clone().and(c.clone()));
        assert_eq!(left, right);
        assert_eq!(left, Scope::And(vec![a.clone(), b.clone(), c]));
        assert_eq!(!!a.clone(), a);
        assert_eq!(a.clone().or(b.clone()), Scope::Or(vec![a, b]));
        Ok(())
    }
}
