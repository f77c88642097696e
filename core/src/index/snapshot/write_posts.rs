//! The posts of a snapshot.

use crate::index::dataset::Dataset;
use crate::index::floats::Floats;
use crate::index::snapshot::check::in_years;
use crate::index::snapshot::chunks::Writer;
use crate::index::snapshot::order::Order;
use crate::{Error, ErrorKind, Result};

impl Dataset {
    pub(super) fn write_posts(&self, order: &Order, writer: &mut Writer<'_>) -> Result<()> {
        let posts = &self.posts;
        let odd = order
            .olds()
            .find(|post| !in_years(posts.record(*post).time()));
        if let Some(post) = odd {
            return Err(Error::new(
                ErrorKind::Rule,
                format!(
                    "post `{}` is not of the years 1 to 9999, and can not be in a snapshot",
                    posts.ids.text(post)
                ),
            )
            .in_field("posted_at")
            .hint("leave it out, or its time"));
        }
        let words = order.olds().flat_map(|post| posts.record(post).0);
        writer.section("posts.records", words)?;
        self.write_wide(order, writer)?;
        self.write_own_lists(order, writer)?;
        let floats = [
            ("posts.sentiment", &posts.sentiment),
            ("posts.score", &posts.score),
            ("posts.score_trend", &posts.score_trend),
        ];
        for (name, floats) in floats {
            if floats.is_empty() {
                continue;
            }
            let in_order = order.olds().map(|post| floats.get(post));
            let written = Floats::new(order.len(), in_order);
            let Some((valid, before, values)) = written.parts() else {
                continue;
            };
            writer.section(&format!("{name}.valid"), valid.iter().copied())?;
            writer.section(&format!("{name}.before"), before.iter().copied())?;
            writer.section(&format!("{name}.values"), values.iter().copied())?;
        }
        writer.texts("posts.ids", || order.olds().map(|post| posts.ids.get(post)))?;
        writer.texts("posts.captions", || {
            order.olds().map(|post| posts.captions.get(post))
        })
    }

    /// Counts that do not fit a record.
    fn write_wide(&self, order: &Order, writer: &mut Writer<'_>) -> Result<()> {
        let posts = &self.posts;
        let wide = (0..).zip(order.olds());
        let wide: Vec<(u32, u32)> = wide
            .filter(|(_, old)| posts.record(*old).is_wide())
            .collect();
        if wide.is_empty() {
            return Ok(());
        }
        writer.section("posts.wide.posts", wide.iter().map(|(new, _)| *new))?;
        let counts = wide.iter().map(|(_, old)| posts.wide_counts(*old));
        let values = counts.clone().flatten().map(Option::unwrap_or_default);
        writer.section("posts.wide.counts", values)?;
        let valid = counts.map(|counts| {
            let bits = counts.iter().enumerate();
            bits.fold(0_u8, |bits, (metric, count)| {
                bits | u8::from(count.is_some()) << metric
            })
        });
        writer.section("posts.wide.valid", valid)?;
        Ok(())
    }

    /// Lists of posts' own hashtags where they are not those of the links.
    fn write_own_lists(&self, order: &Order, writer: &mut Writer<'_>) -> Result<()> {
        let own = (0..).zip(order.olds());
        let own: Vec<(u32, &[u32])> = own
            .filter_map(|(new, old)| Some((new, self.posts.own_list(old)?)))
            .collect();
        if own.is_empty() {
            return Ok(());
        }
        writer.section("posts.own.posts", own.iter().map(|(new, _)| *new))?;
        writer.lists("posts.own", || {
            own.iter().map(|(_, names)| names.iter().copied())
        })?;
        Ok(())
    }
}
