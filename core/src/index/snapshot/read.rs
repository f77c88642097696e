//! A snapshot as a data set.

use std::sync::OnceLock;

use bytes::Bytes;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::lists::Lists;
use crate::index::scratch::Idle;
use crate::index::snapshot::check::{corrupt, lists_ascend};
use crate::index::snapshot::read_names::Names;
use crate::index::snapshot::sections::Sections;
use crate::index::stamp::Stamp;
use crate::parallel::both;

impl Dataset {
    /// Reads a [`snapshot`](crate::index::snapshot) that
    /// [`Dataset::write_snapshot`] has written. The data set looks into the
    /// bytes and keeps them; what is not aligned for that, which 64 bytes always
    /// are, is copied.
    ///
    /// ```
    /// use veyl_core::index::Dataset;
    ///
    /// let mut bytes = Vec::new();
    /// Dataset::default().write_snapshot(&mut bytes)?;
    /// let read = Dataset::from_snapshot(bytes.into())?;
    /// assert_eq!(read.posts(), 0);
    /// # Ok::<(), veyl_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `Corrupt` where the bytes are no whole and sound snapshot, with the
    /// section that is not; `Store` where it has another version of the format.
    pub fn from_snapshot(bytes: Bytes) -> Result<Self> {
        let sections = Sections::open(bytes)?;
        let names = Names::read(&sections)?;
        let posts = usize::try_from(sections.trailer.posts)
            .ok()
            .filter(|posts| u32::try_from(*posts).is_ok());
        let Some(posts) = posts else {
            let what = format!("speaks of {} posts", sections.trailer.posts);
            return Err(corrupt("trailer", what));
        };
        // Texts are most of the bytes.
        let (columns, rest) = both(
            || sections.post_columns(posts),
            || {
                let records = sections.records(posts, names.creators.len())?;
                let tags = sections.tags(posts, names.hashtags.len())?;
                let by_hashtag = sections.postings("by_hashtag", names.hashtags.len(), posts)?;
                let by_creator = sections.postings("by_creator", names.creators.len(), posts)?;
                if by_hashtag.total() != tags.total() {
                    let what = "has not as many items as `tags.items`";
                    return Err(corrupt("by_hashtag.items", what));
                }
                if by_creator.total() != posts {
                    let what = "has not as many items as there are posts";
                    return Err(corrupt("by_creator.items", what));
                }
                Ok((records, tags, by_hashtag, by_creator))
            },
        );
        let (records, tags, by_hashtag, by_creator) = rest?;
        Ok(Self {
            posts: sections.posts(records, columns?, names.hashtags.names())?,
            projects: sections.projects(&names)?,
            platforms: names.platforms,
            hashtags: names.hashtags,
            creators: names.creators,
            tags,
            by_hashtag,
            by_creator,
            sums: OnceLock::new(),
            idle: Idle::default(),
            stamp: Stamp::default(),
        })
    }
}

impl Sections {
    /// The hashtags of each post.
    fn tags(&self, posts: usize, hashtags: usize) -> Result<Lists> {
        let (starts, items) = self.lists("tags", posts, hashtags)?;
        if items.len() as u64 != self.trailer.links {
            let what = format!("has not the {} links of the trailer", self.trailer.links);
            return Err(corrupt("tags.items", what));
        }
        Ok(Lists::frozen(starts, items))
    }

    /// The posts of each hashtag or creator.
    fn postings(&self, name: &str, keys: usize, posts: usize) -> Result<Lists> {
        let (starts, items) = self.lists(name, keys, posts)?;
        lists_ascend(&format!("{name}.items"), &starts, &items)?;
        Ok(Lists::frozen(starts, items))
    }
}
