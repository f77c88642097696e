//! Medians of runs in which the sides take turns.

use std::time::{Duration, Instant};

use veyl_tests::processes::median;

/// What is shorter than this is repeated until it is not.
const LONG_ENOUGH: Duration = Duration::from_millis(20);

/// One side of a comparison; `None` where it has no answer.
pub(crate) type Side<'s> = Option<Box<dyn FnMut() + 's>>;

/// What the figures of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Megabytes,
}

/// A row of the table: time or memory by side.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) work: String,
    pub(crate) unit: Unit,
    /// DuckDB's time in that of the index, at least.
    pub(crate) bar: Option<f64>,
    pub(crate) index: f64,
    pub(crate) duckdb: Option<f64>,
    pub(crate) polars: Option<f64>,
}

impl Row {
    /// The other side's time in that of the index.
    pub(crate) fn ratio(&self, other: Option<f64>) -> Option<f64> {
        other.map(|other| other / self.index)
    }
}

/// Times the sides in turn, after one run that does not count.
pub(crate) fn compare(
    work: impl Into<String>,
    bar: Option<f64>,
    runs: usize,
    sides: [Side<'_>; 3],
) -> Row {
    let mut sides: Vec<_> = sides
        .into_iter()
        .map(|side| side.map(|work| (Repeated::new(work), Vec::with_capacity(runs))))
        .collect();
    for _ in 0..runs {
        for (work, seconds) in sides.iter_mut().flatten() {
            seconds.push(work.run());
        }
    }
    let mut medians = sides
        .into_iter()
        .map(|side| side.map(|(_, seconds)| median(seconds)));
    Row {
        work: work.into(),
        unit: Unit::Seconds,
        bar,
        index: medians.next().flatten().expect("the index takes part"),
        duckdb: medians.next().flatten(),
        polars: medians.next().flatten(),
    }
}

/// Work that is repeated often enough to be timed.
struct Repeated<'s> {
    work: Box<dyn FnMut() + 's>,
    times: u32,
}

impl<'s> Repeated<'s> {
    fn new(mut work: Box<dyn FnMut() + 's>) -> Self {
        work();
        let begin = Instant::now();
        work();
        let once = begin.elapsed().max(Duration::from_nanos(50));
        let times = LONG_ENOUGH.as_secs_f64() / once.as_secs_f64();
        Self {
            work,
            times: (times.ceil() as u32).max(1),
        }
    }

    /// Seconds of one repetition.
    fn run(&mut self) -> f64 {
        let begin = Instant::now();
        for _ in 0..self.times {
            (self.work)();
        }
        begin.elapsed().as_secs_f64() / f64::from(self.times)
    }
}
