//! A folder of dated reports of known figures.

use std::fs;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::succeed;

const HEADER: &str = "id,author,hashtags,likes,comments,shares,views,posted_at\n";

/// A folder with a store of its own and dated reports of it: a project with
/// posts, one without, and one whose name is HTML. Figures of `Food`:
///
/// | day | posts | engagement | views |
/// |---|---:|---:|---:|
/// | 2026-01-01 | 2 | 30 | NULL |
/// | 2026-01-02 | 3 | 60 | 1000 |
/// | 2026-01-08, first | 3 | 150 | 1000 |
/// | 2026-01-08, second | 4 | 200 | 1000 |
/// | 2026-02-09 | 4 | 200 | 500 |
///
/// # Panics
/// Where a report can not be made.
#[allow(clippy::expect_used)]
pub fn reports() -> &'static TempDir {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder is made");
        let path = folder.path();
        let load = |rows: &str| {
            fs::write(path.join("posts.csv"), format!("{HEADER}{rows}")).expect("the file is written");
            succeed(path, &["load", "posts.csv", "--platform", "tiktok"]);
        };
        let report = |arguments: &[&str], name: &str| {
            let fixed = ["report", "--out", "reports", "--name", name];
            succeed(path, &[&fixed, arguments].concat());
        };
        load(
            "1,ann,#food,10,,,,2025-12-30T00:00:00Z\n2,bob,#food #soup,20,,,,2025-12-31T00:00:00Z\n",
        );
        let add = |name: &str, tag: &str| {
            succeed(path, &["project", "add", name, "--hashtag", tag]);
        };
        add("Food", "food");
        add("Empty", "nothing");
        add("</script><b>x", "soup");
        report(&["--all"], "2026-01-01");
        load("3,cid,#food,30,,,1000,2026-01-01T00:00:00Z\n");
        report(&["--all"], "2026-01-02T060000Z");
        load("1,ann,#food,100,,,,2025-12-30T00:00:00Z\n");
        report(&["--all"], "2026-01-08 morning");
        load("4,dan,#food,50,,,,2026-01-07T00:00:00Z\n");
        // Its name comes before the other of the day: what counts is when it was made.
        report(&["Food"], "2026-01-08 a");
        load("3,cid,#food,30,,,500,2026-01-01T00:00:00Z\n");
        report(&["--all"], "2026-02-09");
        folder
    })
}
