//! The `metrics` of a post as JSON text, the way a CSV of the canonical table has them.

use crate::adapt::extract::json;
use crate::adapt::path::{Path, PathTree, Step};
use crate::adapt::raw::Raw;
use crate::adapt::rule::Misfit;
use crate::adapt::typed::count;
use crate::schema::METRICS;

/// Likes, comments, shares and views out of `{"likes": 1, …}`.
pub(crate) fn parse(text: &str) -> Result<[Option<i64>; 4], Misfit> {
    let mut tree = PathTree::default();
    for name in METRICS {
        tree.insert(&Path(vec![Step::Key(name.to_owned())]));
    }
    let mut slots: [Raw<'_>; 4] = Default::default();
    let whole = || Raw::Text(text.into());
    if !text.trim_start().starts_with('{')
        || json::extract(&tree, text.as_bytes(), &mut slots).is_err()
    {
        return Err(Misfit::new("metrics", &whole(), "not a JSON object"));
    }
    let mut counts = [None; 4];
    for ((found, raw), name) in counts.iter_mut().zip(&slots).zip(METRICS) {
        *found = count(name, raw)?;
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn json_text_gives_the_four_counts() {
        let counts = parse(r#"{"views": 10, "likes": -1, "shares": null, "comments": "1,234"}"#);
        assert_eq!(counts.unwrap(), [None, Some(1234), None, Some(10)]);
        assert_eq!(parse("likes=3").unwrap_err().reason, "not a JSON object");
        assert_eq!(parse(r#"{"likes": -3}"#).unwrap_err().field, "likes");
    }
}
