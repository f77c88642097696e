//! Posts deleted.

use std::collections::BTreeSet;

use super::writing::Writing;
use crate::index::dataset::Dataset;
use crate::{Error, ErrorKind, Result};

impl Dataset {
    /// Deletes the posts of these ids, with their links. Their hashtags and
    /// authors stay, as in the store.
    ///
    /// # Errors
    /// `NotFound` with the first id that no post has; then none is deleted.
    pub fn delete_posts<I: AsRef<str>>(&mut self, ids: &[I]) -> Result<()> {
        let mut posts = BTreeSet::new();
        for id in ids {
            let id = id.as_ref();
            let post = self.posts.find(id).ok_or_else(|| {
                let shown = crate::value::shorten(id);
                Error::new(ErrorKind::NotFound, format!("there is no post `{shown}`"))
                    .hint("nothing was deleted; leave that id out")
            })?;
            posts.insert(post);
        }
        let mut writing = Writing::new(self);
        for post in posts {
            writing.delete(post);
        }
        writing.finish();
        Ok(())
    }
}
