//! Runs of whole processes: wall time and peak memory.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// One run of one side.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Wall time.
    pub seconds: f64,
    /// Peak resident memory in MB; 0 where the system does not tell.
    pub megabytes: f64,
}

impl Run {
    /// Runs `command`, which writes to `place`; what an earlier run left there
    /// is removed first.
    ///
    /// # Panics
    /// Where it can not be started, or fails.
    #[allow(clippy::expect_used)]
    pub fn of(place: &Path, command: &mut Command) -> Self {
        let _ = fs::remove_dir_all(place);
        let _ = fs::remove_file(place);
        let begin = Instant::now();
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0.0_f64;
        let code = loop {
            peak = peak.max(peak_memory(&status).unwrap_or(0.0));
            if let Some(code) = child.try_wait().expect("the command can be waited for") {
                break code;
            }
            thread::sleep(Duration::from_millis(2));
        };
        assert!(code.success(), "{command:?} failed");
        Self {
            seconds: begin.elapsed().as_secs_f64(),
            megabytes: peak,
        }
    }
}

/// The peak so far, from Linux's account of the process.
fn peak_memory(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1e3)
}

/// Both sides in turn, after one run of each that does not count.
pub fn alternate(runs: usize, sides: [&dyn Fn() -> Run; 2]) -> [Vec<Run>; 2] {
    let mut all = [Vec::new(), Vec::new()];
    for run in 0..=runs {
        for (side, runs) in sides.iter().zip(&mut all) {
            let measured = side();
            if run > 0 {
                runs.push(measured);
            }
        }
    }
    all
}

/// The middle one of the values.
///
/// # Panics
/// Where there are none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
