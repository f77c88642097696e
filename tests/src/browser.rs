//! Headless Chromium, for pages that must work without a network.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The browser that `VEYL_CHROMIUM` names, or one in its usual place; `None`,
/// with a word, where there is none.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("VEYL_CHROMIUM").map(PathBuf::from);
    let found = named.or_else(|| {
        [
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        ]
        .iter()
        .map(PathBuf::from)
        .find(|path| path.exists())
    });
    if found.is_none() {
        eprintln!("skipped: no chromium here (VEYL_CHROMIUM names one)");
    }
    found
}

/// What a browser makes of a page without network: its document, and what it
/// wrote to its console.
///
/// # Panics
/// Where the browser can not be started.
#[allow(clippy::expect_used)]
pub fn seen(browser: &Path, folder: &Path, page: &str) -> (String, Vec<String>) {
    let output = Command::new(browser)
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .args([
            "--proxy-server=127.0.0.1:9",
            "--enable-logging=stderr",
            "--v=0",
        ])
        .args(["--virtual-time-budget=10000", "--dump-dom"])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!("file://{}", folder.join(page).display()))
        .output()
        .expect("the browser starts");
    let console = String::from_utf8_lossy(&output.stderr)
        .lines()
        .filter(|line| line.contains("CONSOLE"))
        .map(str::to_owned)
        .collect();
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        console,
    )
}
