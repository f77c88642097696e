//! An adapter ready to run: the paths of its fields as one tree, its rules
//! compiled, and the making of a post out of a record's slots.

mod by_column;

use std::borrow::Cow;

use crate::adapt::field::{Field, Lookup};
use crate::adapt::metrics;
use crate::adapt::path::PathTree;
use crate::adapt::post::Post;
use crate::adapt::raw::Raw;
use crate::adapt::rule::{Misfit, Rule, Side};
use crate::adapt::spec::Spec;
use crate::value;
use crate::{Error, ErrorKind, Result};

/// The longest id or author that is taken for one, in bytes.
pub(crate) const LONGEST_NAME: usize = 1024;

/// A compiled adapter.
#[derive(Debug)]
pub(crate) struct Adapter {
    pub(crate) tree: PathTree,
    platform: Option<String>,
    rules: Rules,
}

#[derive(Debug)]
struct Rules {
    id: Rule,
    platform: Option<Rule>,
    platform_id: Option<Rule>,
    author: Rule,
    caption: Option<Rule>,
    hashtags: Option<Rule>,
    metrics: Option<Rule>,
    counts: [Option<Rule>; 4],
    posted_at: Option<Rule>,
    sentiment: Option<Rule>,
    score: Option<Rule>,
    score_trend: Option<Rule>,
    collected_at: Option<Rule>,
}

impl Adapter {
    /// Compiles a spec. Of a post that does not say its platform, it is the
    /// spec's own, else `platform` (from the command line).
    pub(crate) fn compile(spec: &Spec, platform: Option<&str>) -> Result<Self> {
        let mut tree = PathTree::default();
        let payload = &spec.payload;
        let mut rule = |name: &'static str, field: &Option<Field>| -> Result<Option<Rule>> {
            field
                .as_ref()
                .map(|field| Rule::compile(name, field, payload, &mut tree))
                .transpose()
        };
        let needed = |name: &str, rule: Option<Rule>| {
            rule.ok_or_else(|| {
                Error::new(ErrorKind::Mapping, format!("nothing says where the {name} of a post is"))
                    .hint(format!("add `{name} = \"COLUMN\"` under [fields] of a mapping file and give it with --map"))
            })
        };
        let fields = &spec.fields;
        let rules = Rules {
            id: needed("id", rule("id", &fields.id)?)?,
            platform: rule("platform", &fields.platform)?,
            platform_id: rule("platform_id", &fields.platform_id)?,
            author: needed("author", rule("author", &fields.author)?)?,
            caption: rule("caption", &fields.caption)?,
            hashtags: rule("hashtags", &fields.hashtags)?,
            metrics: rule("metrics", &fields.metrics)?,
            counts: [
                rule("likes", &fields.likes)?,
                rule("comments", &fields.comments)?,
                rule("shares", &fields.shares)?,
                rule("views", &fields.views)?,
            ],
            posted_at: rule("posted_at", &fields.posted_at)?,
            sentiment: rule("sentiment", &fields.sentiment)?,
            score: rule("score", &fields.score)?,
            score_trend: rule("score_trend", &fields.score_trend)?,
            collected_at: rule("collected_at", &fields.collected_at)?,
        };
        let platform = platform.map(value::platform::normalize).transpose()?;
        let platform = spec.platform.clone().or(platform);
        if platform.is_none() && rules.platform.is_none() && rules.platform_id.is_none() {
            return Err(Error::new(
                ErrorKind::Mapping,
                "nothing says which platform the posts are from",
            )
            .hint("name it with --platform, for example --platform instagram"));
        }
        Ok(Self {
            tree,
            platform,
            rules,
        })
    }

    /// The look-up into the list beside the records, if a rule has one.
    pub(crate) fn lookup(&self) -> Option<&Lookup> {
        self.rules.author.lookup()
    }

    /// The post that a record's slots make, or why they make none.
    pub(crate) fn post<'s>(
        &'s self,
        slots: &'s [Raw<'_>],
        side: &Side,
    ) -> Result<Post<'s>, Misfit> {
        let rules = &self.rules;
        let (platform, platform_id) = self.platform_of(slots, side)?;
        let native = required("id", rules.id.text(slots, side)?, value::trim)?;
        let id = match &platform {
            Some(platform) if !self.is_whole(&native, platform) => {
                Cow::Owned([platform, "_", &native].concat())
            }
            _ => native,
        };
        let author = required("author", rules.author.text(slots, side)?, strip_at)?;
        let text = |rule: &'s Option<Rule>| match rule {
            Some(rule) => rule.text(slots, side),
            None => Ok(None),
        };
        let time = |rule: &Option<Rule>| rule.as_ref().map_or(Ok(None), |rule| rule.time(slots));
        let float = |rule: &Option<Rule>| rule.as_ref().map_or(Ok(None), |rule| rule.float(slots));
        let caption = text(&rules.caption)?;
        let hashtags = rules
            .hashtags
            .as_ref()
            .map(|rule| rule.hashtags(slots, caption.as_deref()))
            .unwrap_or_default();
        let sentiment = match &rules.sentiment {
            Some(rule) => rule.sentiment(slots)?,
            None => None,
        };
        Ok(Post {
            id,
            platform,
            platform_id,
            author,
            caption,
            hashtags,
            metrics: self.counts(slots, side)?,
            posted_at: time(&rules.posted_at)?,
            sentiment,
            score: float(&rules.score)?,
            score_trend: float(&rules.score_trend)?,
            collected_at: time(&rules.collected_at)?,
        })
    }

    /// Whether an id is a whole one already: rows of the canonical table have
    /// theirs with the platform before it.
    fn is_whole(&self, id: &str, platform: &str) -> bool {
        let canonical = self.rules.platform_id.is_some();
        let rest = id.strip_prefix(platform);
        canonical && rest.is_some_and(|rest| rest.starts_with('_'))
    }

    /// The platform by name or by id: what the record says comes first.
    fn platform_of<'s>(
        &'s self,
        slots: &'s [Raw<'_>],
        side: &Side,
    ) -> Result<(Option<Cow<'s, str>>, Option<i32>), Misfit> {
        if let Some(rule) = &self.rules.platform_id
            && let Some(text) = rule.text(slots, side)?
        {
            let id = text.trim().parse().map_err(|_| {
                Misfit::new(
                    "platform_id",
                    &Raw::Text(text.clone()),
                    "not a whole number",
                )
            })?;
            return Ok((None, Some(id)));
        }
        if let Some(rule) = &self.rules.platform
            && let Some(text) = rule.text(slots, side)?
        {
            let name = value::platform::normalize(&text).map_err(|_| {
                Misfit::new(
                    "platform",
                    &Raw::Text(text.clone()),
                    "not the name of a platform",
                )
            })?;
            return Ok((Some(Cow::Owned(name)), None));
        }
        match &self.platform {
            Some(platform) => Ok((Some(Cow::Borrowed(platform)), None)),
            None => Err(Misfit::new("platform", &Raw::Absent, "missing")),
        }
    }

    fn counts(&self, slots: &[Raw<'_>], side: &Side) -> Result<[Option<i64>; 4], Misfit> {
        let mut counts = match &self.rules.metrics {
            Some(rule) => match rule.text(slots, side) {
                Ok(Some(json)) => metrics::parse(&json)?,
                // A struct column is no text; its fields are the counts' own paths.
                Ok(None) | Err(_) => [None; 4],
            },
            None => [None; 4],
        };
        for (count, rule) in counts.iter_mut().zip(&self.rules.counts) {
            if let Some(rule) = rule {
                *count = rule.count(slots)?.or(*count);
            }
        }
        let engagement = counts[..3]
            .iter()
            .flatten()
            .try_fold(0_i64, |sum, count| sum.checked_add(*count));
        match engagement {
            Some(_) => Ok(counts),
            None => Err(Misfit {
                field: "engagement",
                value: format!("{:?}", counts.map(Option::unwrap_or_default)),
                reason: "likes, comments and shares add up to more than 2^63 - 1".into(),
            }),
        }
    }
}

/// A text that a post can not do without, brought to its normal form.
fn required<'s>(
    name: &'static str,
    text: Option<Cow<'s, str>>,
    normal: fn(&str) -> &str,
) -> Result<Cow<'s, str>, Misfit> {
    let text = match text {
        Some(Cow::Borrowed(text)) => Cow::Borrowed(normal(text)),
        Some(Cow::Owned(text)) if normal(&text).len() == text.len() => Cow::Owned(text),
        Some(Cow::Owned(text)) => Cow::Owned(normal(&text).to_owned()),
        None => Cow::Borrowed(""),
    };
    if text.is_empty() {
        return Err(Misfit::new(name, &Raw::Absent, "missing"));
    }
    if text.len() > LONGEST_NAME {
        return Err(Misfit {
            field: name,
            value: value::shorten(&text),
            reason: "longer than 1,024 bytes".into(),
        });
    }
    Ok(text)
}

/// Authors are compared without the `@` that some exports put before them.
fn strip_at(author: &str) -> &str {
    let author = value::trim(author);
    author.strip_prefix('@').map_or(author, value::trim)
}
