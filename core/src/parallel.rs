//! Work on several threads, its results in order. Where there are no threads,
//! as in a page, everything runs on this one, and what starts them is left out.

use std::sync::mpsc::sync_channel;
use std::thread;

use crate::Result;

/// Whether there can be any but this one.
pub(crate) const THREADS: bool = !cfg!(target_family = "wasm");

/// How many threads are worth having.
pub(crate) fn cores() -> usize {
    if !THREADS {
        return 1;
    }
    thread::available_parallelism().map_or(1, usize::from)
}

/// Runs both, at the same time where there are two cores.
pub(crate) fn both<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if !THREADS || cores() < 2 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        match one.join() {
            Ok(one) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Makes pieces 0 to `count` - 1 on `threads` threads and gives each to `take`
/// on this one, in order. At most a few pieces a thread are in memory.
pub(crate) fn ordered<T: Send>(
    threads: usize,
    count: u64,
    make: impl Fn(u64) -> T + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    if !THREADS || threads < 2 || count < 2 {
        return (0..count).try_for_each(|number| take(make(number)));
    }
    thread::scope(|scope| {
        let make = &make;
        let mut receivers = Vec::with_capacity(threads);
        for first in 0..threads {
            let (sender, receiver) = sync_channel(2);
            receivers.push(receiver);
            scope.spawn(move || {
                for number in (first as u64..count).step_by(threads) {
                    // No one receives any more once `take` has failed.
                    if sender.send(make(number)).is_err() {
                        return;
                    }
                }
            });
        }
        for receiver in (0..threads)
            .cycle()
            .take(usize::try_from(count).unwrap_or(usize::MAX))
        {
            // A thread ends early only by a panic, which the scope passes on.
            let Ok(piece) = receivers[receiver].recv() else {
                break;
            };
            take(piece)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, ErrorKind};

    #[test]
    fn pieces_come_in_order_from_any_number_of_threads() {
        for threads in [1, 2, 5] {
            for count in [0, 1, 100] {
                let mut pieces = Vec::new();
                ordered(
                    threads,
                    count,
                    |number| number * 2,
                    |piece| {
                        pieces.push(piece);
                        Ok(())
                    },
                )
                .unwrap();
                assert_eq!(
                    pieces,
                    (0..count).map(|number| number * 2).collect::<Vec<_>>()
                );
            }
        }
    }

    #[test]
    fn a_failure_ends_the_work() {
        let outcome = ordered(
            3,
            1_000_000,
            |number| number,
            |piece| match piece {
                50 => Err(Error::new(ErrorKind::Io, "full")),
                _ => Ok(()),
            },
        );
        assert_eq!(outcome.unwrap_err().message(), "full");
    }
}
