//! Posts, and their links to hashtags.

use arrow::array::ArrayRef;

use super::Out;
use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::scoped::Scoped;
use crate::index::views::FULL;
use crate::index::views::cells::{Integers, TextCells};
use crate::index::views::post_cells::PostCells;

impl Dataset {
    pub(super) fn post_rows(&self, posts: &[u32], out: &mut Out<'_>) -> Result<()> {
        let mut cells = PostCells::default();
        for post in posts {
            cells.push(self, *post, &self.posts.record(*post));
            if cells.is_full() {
                out(cells.take()?)?;
            }
        }
        if cells.len() > 0 {
            out(cells.take()?)?;
        }
        Ok(())
    }

    pub(super) fn link_rows(&self, posts: &[u32], out: &mut Out<'_>) -> Result<()> {
        let mut links = Pairs::default();
        let mut on_post = Vec::new();
        for post in posts {
            on_post.clear();
            let hashtags = self.tags.get(*post).iter();
            on_post.extend(hashtags.map(|hashtag| self.hashtags.id(hashtag)));
            on_post.sort_unstable();
            for hashtag in &on_post {
                links.push(*hashtag, self.posts.ids.text(*post));
            }
            if links.numbers.len() >= FULL {
                out(links.texts_first())?;
            }
        }
        if links.numbers.len() > 0 {
            out(links.texts_first())?;
        }
        Ok(())
    }

    pub(super) fn scope_match_rows(&self, out: &mut Out<'_>) -> Result<()> {
        let mut matches = Pairs::default();
        for project in self.projects.iter().filter(|one| one.scope.is_some()) {
            let mut scoped = Scoped::new(self, project);
            for (post, _) in scoped.records() {
                matches.push(project.id, self.posts.ids.text(post));
            }
            if matches.numbers.len() >= FULL {
                out(matches.numbers_first())?;
            }
        }
        if matches.numbers.len() > 0 {
            out(matches.numbers_first())?;
        }
        Ok(())
    }
}

/// Rows of a number and the id of a post.
#[derive(Default)]
struct Pairs {
    numbers: Integers,
    posts: TextCells,
}

impl Pairs {
    fn push(&mut self, number: i32, post: &str) {
        self.numbers.push(number);
        self.posts.push(post);
    }

    fn numbers_first(&mut self) -> Vec<ArrayRef> {
        vec![self.numbers.take(), self.posts.take()]
    }

    fn texts_first(&mut self) -> Vec<ArrayRef> {
        vec![self.posts.take(), self.numbers.take()]
    }
}
