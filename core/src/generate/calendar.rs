//! When posts are published: a span of whole weeks that ends on a fixed day,
//! slowly growing traffic, and the habits of weekdays and hours.

use crate::generate::random::Stream;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// The end of every data set: Monday 2026-10-05, 00:00 UTC.
pub(super) const END: i64 = 1_791_158_400;

/// How busy each local hour is, from Monday to Friday and at the weekend.
const WORKDAY: [u32; 24] = [
    2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 7, 9, 8, 7, 7, 8, 10, 12, 13, 13, 11, 8, 4,
];
const WEEKEND: [u32; 24] = [
    4, 2, 1, 1, 1, 1, 2, 4, 6, 9, 11, 11, 10, 9, 9, 9, 9, 10, 11, 12, 12, 11, 9, 6,
];

/// How busy each day of the week is, from Monday.
const DAYS: [u32; 7] = [20, 21, 21, 22, 20, 17, 19];

/// Local time less UTC, in hours; an author has one of these.
pub(super) const OFFSETS: [i64; 8] = [0, 0, 1, 1, 2, -5, -8, 9];

const SLOTS: usize = 4096;

/// The span of a data set and its weekly pattern.
#[derive(Debug)]
pub(super) struct Calendar {
    weeks: i64,
    /// Hours of the week, each as often as it is busy.
    hours: Vec<u8>,
}

impl Calendar {
    /// The last `weeks` weeks before [`END`].
    pub(super) fn new(weeks: i64) -> Self {
        let busy: Vec<u32> = DAYS
            .iter()
            .enumerate()
            .flat_map(|(day, factor)| {
                let hours = if day < 5 { WORKDAY } else { WEEKEND };
                hours.map(|hour| hour * factor)
            })
            .collect();
        let all: u32 = busy.iter().sum();
        let mut hours = Vec::with_capacity(SLOTS);
        let mut sum = 0;
        for (hour, weight) in (0_u8..).zip(&busy) {
            sum += weight;
            hours.resize((sum as usize * SLOTS) / all as usize, hour);
        }
        Self { weeks, hours }
    }

    /// Its first second.
    pub(super) fn start(&self) -> i64 {
        END - self.weeks * 7 * DAY
    }

    /// Its length in days.
    pub(super) fn days(&self) -> i64 {
        self.weeks * 7
    }

    /// The weeks as a number for shares.
    pub(super) fn weeks(&self) -> f64 {
        self.weeks as f64
    }

    /// A time of an ordinary post by someone `offset` hours ahead of UTC.
    pub(super) fn ordinary(&self, stream: &mut Stream, offset: i64) -> i64 {
        // Traffic grows from 0.7 to 1.3 of its mean over the span.
        let part = ((0.49 + 1.2 * stream.unit()).sqrt() - 0.7) / 0.6;
        let week = floor(part * self.weeks()).clamp(0, self.weeks - 1);
        let hour = i64::from(stream.pick(&self.hours));
        self.within(week * 7 * DAY + hour * 3600, stream, offset)
    }

    /// A time of a post in a campaign that begins on day `first` of the span
    /// and lasts `days` days; most posts come early.
    pub(super) fn campaign(&self, stream: &mut Stream, first: i64, days: i64, offset: i64) -> i64 {
        let part = stream.unit();
        let day = first + floor(part * part * days as f64);
        let hour = i64::from(stream.pick(&self.hours)) % 24;
        self.within(day * DAY + hour * 3600, stream, offset)
    }

    fn within(&self, since_start: i64, stream: &mut Stream, offset: i64) -> i64 {
        let second = i64::from(stream.bits() as u32 % 3600);
        let at = since_start + second - offset * 3600;
        // What falls off one end of the span, for its offset, comes back at the other.
        self.start() + at.rem_euclid(self.days() * DAY)
    }
}

fn floor(x: f64) -> i64 {
    x.floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::random::Purpose;

    #[test]
    fn times_are_within_the_span_and_follow_the_hours() {
        let calendar = Calendar::new(26);
        assert_eq!(calendar.hours.len(), SLOTS);
        let mut stream = Stream::new(1, Purpose::Sketches, 0);
        let mut evening = 0;
        let mut night = 0;
        for _ in 0..10_000 {
            let at = calendar.ordinary(&mut stream, 0);
            assert!((calendar.start()..END).contains(&at));
            match at / 3600 % 24 {
                18..=20 => evening += 1,
                2..=4 => night += 1,
                _ => {}
            }
            let at = calendar.campaign(&mut stream, 40, 7, 9);
            let day = (at - calendar.start()) / DAY;
            assert!((39..47).contains(&day), "{day}");
        }
        assert!(evening > 8 * night, "{evening} {night}");
    }
}
