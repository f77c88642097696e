//! Campaigns: a few days in which many posts carry one hashtag and do well.
//! They are what the signals of a project are there to find.

use crate::generate::calendar::Calendar;
use crate::generate::random::{Purpose, Stream, Zipf};
use crate::generate::vocabulary::Vocabulary;

/// One campaign.
#[derive(Debug)]
pub(super) struct Campaign {
    /// Its hashtag.
    pub(super) tag: u32,
    pub(super) theme: usize,
    /// Its first day within the span, and its length.
    pub(super) first: i64,
    pub(super) days: i64,
    /// Where its posts end among the posts of all campaigns.
    end: f64,
}

/// The campaigns of a data set.
#[derive(Debug)]
pub(super) struct Campaigns {
    list: Vec<Campaign>,
    all: f64,
}

impl Campaigns {
    /// The part of all posts that belongs to campaigns.
    pub(super) const PART: f64 = 0.05;

    /// As many campaigns as it takes for `posts` posts, at least one a theme.
    /// `uses` is how often the hashtags of one theme are used.
    pub(super) fn new(
        seed: u64,
        posts: u64,
        uses: f64,
        themes: usize,
        vocabulary: &Vocabulary,
        calendar: &Calendar,
    ) -> Self {
        let wanted = posts as f64 * Self::PART;
        let mut list = Vec::new();
        let mut all = 0.0;
        let mut stream = Stream::new(seed, Purpose::Campaigns, 0);
        while all < wanted || list.len() < themes {
            let theme = list.len() % themes;
            // Hashtags that are neither everyone's nor no one's.
            let rank = 2 + spread(&mut stream, vocabulary.of_a_theme() - 2);
            let weekly = uses * vocabulary.part(rank) / calendar.weeks();
            // Several times the usual traffic of the hashtag, and enough to be seen.
            all += 12.0 + 5.0 * weekly;
            let days = 4 + stream.below(4) as i64;
            // A signal needs five weeks of history.
            let room = calendar.days() - 42 - days;
            list.push(Campaign {
                tag: vocabulary.ranked(theme, rank),
                theme,
                first: 42 + stream.below(room.unsigned_abs()) as i64,
                days,
                end: all,
            });
        }
        Self { list, all }
    }

    /// The campaign at `part` of all their posts.
    pub(super) fn at(&self, part: f64) -> &Campaign {
        let at = part * self.all;
        let place = self.list.partition_point(|campaign| campaign.end <= at);
        &self.list[place.min(self.list.len() - 1)]
    }
}

/// A number below `n`, each scale (1-10, 10-100 ...) as likely as the next.
fn spread(stream: &mut Stream, n: u64) -> u64 {
    Zipf::new(n).rank(stream.unit())
}
