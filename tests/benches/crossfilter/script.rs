//! What someone does in a session, the same each time.

use veyl_core::index::{Creator, EngagementRange, Filters, Page, Summary, TimeRange, WeekdayHour};

/// Filters that are put in the place of those before.
pub(crate) struct Event {
    pub(crate) kind: &'static str,
    pub(crate) filters: Filters,
}

struct Script {
    events: Vec<Event>,
    filters: Filters,
}

impl Script {
    fn then(&mut self, kind: &'static str, change: impl FnOnce(&mut Filters)) {
        change(&mut self.filters);
        self.events.push(Event {
            kind,
            filters: self.filters.clone(),
        });
    }

    /// A brush over time: made, dragged along, made wider.
    fn brush(&mut self, whole: &Summary, width: f64, steps: u32) {
        let ends = whole.all.first_post_at.zip(whole.all.last_post_at);
        let (first, last) = ends.expect("posts have times");
        let at = |share: f64| first + ((last - first) as f64 * share) as i64;
        for step in 0..steps {
            let from = 0.05 + f64::from(step) * 0.01;
            self.then("time, brush", |filters| {
                filters.time = Some(TimeRange {
                    from: Some(at(from)),
                    to: Some(at(from + width)),
                });
            });
        }
        let from = 0.05 + f64::from(steps - 1) * 0.01;
        for step in 0..steps / 2 {
            self.then("time, brush", |filters| {
                filters.time = Some(TimeRange {
                    from: Some(at(from)),
                    to: Some(at(from + width + f64::from(step) * 0.01)),
                });
            });
        }
    }

    /// One after the other, two together, and none.
    fn clicks<T: Clone>(
        &mut self,
        kind: &'static str,
        all: &[T],
        put: impl Fn(&mut Filters, Option<Vec<T>>),
    ) {
        for one in all {
            self.then(kind, |filters| put(filters, Some(vec![one.clone()])));
        }
        for two in all.windows(2) {
            self.then(kind, |filters| put(filters, Some(two.to_vec())));
        }
        self.then(kind, |filters| put(filters, None));
    }

    /// Hours of the day over the days of the week, cell by cell and then row by row.
    fn hours(&mut self) {
        let cell = |weekday, hour| WeekdayHour { weekday, hour };
        let cells: Vec<WeekdayHour> = (1..=5).map(|day| cell(day, 7 + 2 * day)).collect();
        self.clicks("hours, clicks", &cells, |filters, hours| {
            filters.weekday_hours = hours;
        });
        for last in 9..19 {
            self.then("hours, drag", |filters| {
                let hours = (1..=5).flat_map(|day| (9..=last).map(move |hour| cell(day, hour)));
                filters.weekday_hours = Some(hours.collect());
            });
        }
        self.then("hours, drag", |filters| filters.weekday_hours = None);
    }

    /// Its lower end dragged upwards, then the upper one downwards.
    fn engagement(&mut self) {
        let range = |min, max| Some(EngagementRange { min, max });
        for step in 0..30 {
            let min = 1.35_f64.powi(step) as i64;
            self.then("engagement, drag", |filters| {
                filters.engagement = range(Some(min), None);
            });
        }
        for step in (0..30).rev() {
            let max = 1.35_f64.powi(step) as i64;
            self.then("engagement, drag", |filters| {
                filters.engagement = range(None, Some(max));
            });
        }
        self.then("engagement, drag", |filters| filters.engagement = None);
    }

    /// Letter by letter, and back.
    fn typed(&mut self, text: &str) {
        let ends = text
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8());
        let ends: Vec<usize> = ends.collect();
        for end in ends.iter().chain(ends.iter().rev().skip(1).step_by(3)) {
            self.then("caption, typed", |filters| {
                filters.caption = Some(text[..*end].to_owned());
            });
        }
        self.then("caption, typed", |filters| filters.caption = None);
    }
}

/// The session: `whole` and `page` are of all posts, to choose from.
pub(crate) fn events(whole: &Summary, page: &Page) -> Vec<Event> {
    let mut script = Script {
        events: Vec::new(),
        filters: Filters::default(),
    };
    let platforms = whole.platforms.iter().map(|bin| bin.platform.clone());
    let platforms: Vec<String> = platforms.collect();
    let tags: Vec<String> = whole
        .hashtags
        .iter()
        .map(|bin| bin.hashtag.clone())
        .collect();
    let creators = whole.creators.iter().map(|bin| Creator {
        author: bin.author.clone(),
        platform: bin.platform.clone(),
    });
    let creators: Vec<Creator> = creators.collect();

    script.brush(whole, 0.1, 40);
    script.then("time, brush", |filters| filters.time = None);
    script.clicks("platforms, clicks", &platforms, |filters, chosen| {
        filters.platforms = chosen;
    });
    script.clicks(
        "hashtags, clicks",
        &tags[..8.min(tags.len())],
        |filters, chosen| {
            filters.hashtags = chosen;
        },
    );
    script.clicks(
        "creators, clicks",
        &creators[..8.min(creators.len())],
        |filters, chosen| {
            filters.creators = chosen;
        },
    );
    script.hours();
    script.engagement();
    for text in phrases(page) {
        script.typed(&text);
    }
    // Several at once.
    script.then("platforms, clicks", |filters| {
        filters.platforms = platforms.first().map(|one| vec![one.clone()]);
    });
    script.brush(whole, 0.25, 20);
    script.hours();
    script.then("time, brush", |filters| filters.time = None);
    script.then("hashtags, clicks", |filters| {
        filters.hashtags = tags.get(1).map(|one| vec![one.clone()]);
    });
    script.brush(whole, 0.4, 10);
    script.engagement();
    script.then("hashtags, clicks", |filters| filters.hashtags = None);
    script.then("time, brush", |filters| filters.time = None);
    script.then("platforms, clicks", |filters| filters.platforms = None);
    script.events
}

/// The first two words, and one in the middle, of captions of several words.
fn phrases(page: &Page) -> Vec<String> {
    let captions = page.rows.iter().filter_map(|row| row.caption.as_deref());
    let words = captions.map(|caption| caption.split_whitespace().collect::<Vec<_>>());
    let long = words.filter(|words| words.len() > 6);
    let phrases = long
        .step_by(20)
        .take(4)
        .enumerate()
        .map(|(number, words)| match number % 2 {
            0 => words[..2].join(" "),
            _ => words[words.len() / 2].to_owned(),
        });
    phrases.collect()
}
