//! How much memory there is to use.

use std::fs;

/// Bytes that the system, or the control group of this process, has left.
/// `None` where the system does not say.
pub(crate) fn available() -> Option<u64> {
    let system = fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| left_in_system(&text));
    match (system, left_in_group()) {
        (Some(system), Some(group)) => Some(system.min(group)),
        (system, group) => system.or(group),
    }
}

fn left_in_system(meminfo: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// What a container may still take (control groups, version 2).
fn left_in_group() -> Option<u64> {
    let number = |name: &str| -> Option<u64> {
        let text = fs::read_to_string(format!("/sys/fs/cgroup/{name}")).ok()?;
        text.trim().parse().ok()
    };
    // Without a limit, the file says `max`.
    Some(number("memory.max")?.saturating_sub(number("memory.current")?))
}

#[cfg(test)]
mod tests {
    use super::left_in_system;

    #[test]
    fn the_line_of_what_is_available() {
        let text = "MemTotal:       24684252 kB\nMemAvailable:   23400000 kB\n";
        assert_eq!(left_in_system(text), Some(23_400_000 * 1024));
        assert_eq!(left_in_system("MemTotal: 1 kB\n"), None);
    }
}
