//! The first few of many.

use std::cmp::Ordering;

/// The first `count` of `candidates` by `order`, in order. They may come so that
/// what they can be at best falls: once `done` says that one, and so all after
/// it, come behind another, no more are looked at.
pub(super) fn best<T: Copy>(
    candidates: impl Iterator<Item = T>,
    count: usize,
    order: impl Fn(&T, &T) -> Ordering,
    done: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    let mut best: Vec<T> = Vec::new();
    if count == 0 {
        return best;
    }
    let mut last = None;
    for candidate in candidates {
        if let Some(last) = &last {
            if done(&candidate, last) {
                break;
            }
            if order(&candidate, last).is_gt() {
                continue;
            }
        }
        best.push(candidate);
        if best.len() >= count.saturating_mul(2) {
            best.select_nth_unstable_by(count - 1, &order);
            best.truncate(count);
            last = Some(best[count - 1]);
        }
    }
    best.sort_unstable_by(&order);
    best.truncate(count);
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_sorting_all_of_them(mut all in proptest::collection::vec(0_u32..50, 0..200), count in 0_usize..30) {
            let asked = |all: &[u32], falls: bool| {
                best(all.iter().copied(), count, |a, b| b.cmp(a), |next, last| falls && next < last)
            };
            let as_they_come = asked(&all, false);
            all.sort_unstable_by(|a, b| b.cmp(a));
            let falling = asked(&all, true);
            all.truncate(count);
            prop_assert_eq!(&as_they_come, &all);
            prop_assert_eq!(&falling, &all);
        }
    }
}
