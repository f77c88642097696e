//! A data set as a snapshot.

use std::io::Write;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::snapshot::chunks::Writer;
use crate::index::snapshot::order::Order;
use crate::index::texts::ordinal;

impl Dataset {
    /// Writes the data set as a [`snapshot`](crate::index::snapshot). The bytes
    /// written.
    ///
    /// What changes have left behind is cleared up on the way: posts stand in
    /// the order of time again, and what was taken away is gone. The data set
    /// itself stays as it is. Memory besides it: a buffer, and 8 bytes a post
    /// after changes.
    ///
    /// # Errors
    /// `Rule` where a post was published outside the years 1 to 9999, which no
    /// load lets in; whatever `out` returns.
    pub fn write_snapshot(&self, out: &mut impl Write) -> Result<u64> {
        let mut writer = Writer::new(out)?;
        let posts = Order::of_posts(&self.posts);
        let hashtags = Order::of_hashtags(&self.hashtags);
        self.write_names(&hashtags, &mut writer)?;
        self.write_posts(&posts, &mut writer)?;
        let links = self.write_lists(&posts, &hashtags, &mut writer)?;
        self.write_projects(&hashtags, &mut writer)?;
        writer.finish(posts.len() as u64, links)
    }

    fn write_names(&self, order: &Order, writer: &mut Writer<'_>) -> Result<()> {
        let (platforms, hashtags, creators) = (&self.platforms, &self.hashtags, &self.creators);
        let ids = (0..platforms.len()).filter_map(|platform| u16::try_from(platform).ok());
        writer.section("platforms.ids", ids.map(|platform| platforms.id(platform)))?;
        writer.texts("platforms.names", || platforms.names().map(Some))?;
        let names = || (0..ordinal(hashtags.names())).map(|name| Some(hashtags.text(name)));
        writer.texts("names", names)?;
        let of_hashtags = order.olds();
        writer.section("hashtags.ids", of_hashtags.map(|one| hashtags.id(one)))?;
        let of_hashtags = order.olds();
        writer.section(
            "hashtags.names",
            of_hashtags.map(|one| hashtags.name_of(one)),
        )?;
        let of_hashtags = order.olds();
        let of_hashtags = of_hashtags.map(|one| hashtags.platform(one));
        writer.section("hashtags.platforms", of_hashtags)?;
        let all = || 0..ordinal(creators.len());
        writer.section(
            "creators.platforms",
            all().map(|one| creators.platform(one)),
        )?;
        writer.texts("creators.authors", || {
            all().map(|one| Some(creators.author(one)))
        })
    }

    /// How many links between posts and hashtags there are.
    fn write_lists(&self, posts: &Order, hashtags: &Order, writer: &mut Writer<'_>) -> Result<u64> {
        let links = writer.lists("tags", || {
            posts.olds().map(|post| {
                let tags = self.tags.get(post).iter();
                tags.filter_map(|hashtag| hashtags.new_of(hashtag))
            })
        })?;
        writer.lists("by_hashtag", || {
            let all = hashtags.olds();
            all.map(|hashtag| posts.ascending(self.by_hashtag.get(hashtag).iter()))
        })?;
        writer.lists("by_creator", || {
            let all = 0..ordinal(self.creators.len());
            all.map(|creator| posts.ascending(self.by_creator.get(creator).iter()))
        })?;
        Ok(links)
    }
}
