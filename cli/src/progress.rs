//! Progress on standard error, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `bytes`; a spinner where the size is not known.
pub(crate) fn bytes(bytes: Option<u64>) -> ProgressBar {
    let bar = match bytes {
        Some(bytes) => ProgressBar::new(bytes).with_style(style(
            "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} {msg}",
        )),
        None => {
            ProgressBar::new_spinner().with_style(style("{spinner} {bytes} {bytes_per_sec} {msg}"))
        }
    };
    ticking(bar)
}

/// A bar over `steps` named steps.
pub(crate) fn steps(steps: usize) -> ProgressBar {
    ticking(ProgressBar::new(steps as u64).with_style(style("{wide_bar} {pos}/{len} {msg}")))
}

/// A spinner that says what is going on.
pub(crate) fn spinner(message: &'static str) -> ProgressBar {
    ticking(
        ProgressBar::new_spinner()
            .with_style(style("{spinner} {msg} {elapsed}"))
            .with_message(message),
    )
}

fn ticking(bar: ProgressBar) -> ProgressBar {
    // On anything but a terminal, indicatif draws nothing.
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
