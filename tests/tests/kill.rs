//! Killing a load at any moment: the store opens afterwards, keeps every rule,
//! and holds what it held before or all that the load brings, nothing between.
//!
//! `VEYL_SEED=N` repeats a run, as far as the machine's timing lets it.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use veyl_core::schema::TABLES;
use veyl_core::sql::{Store, StoreOptions};
use veyl_tests::{succeed, texts, veyl};

const KILLS: u32 = 50;

/// Numbers without order from a seed (xorshift).
struct Random(u64);

impl Random {
    fn new() -> Self {
        let seed = std::env::var("VEYL_SEED").map_or_else(
            |_| {
                let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                u64::try_from(now.unwrap().as_micros()).unwrap()
            },
            |text| text.parse().unwrap(),
        );
        println!("VEYL_SEED={seed}");
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A moment from nothing up to `most`.
    fn moment(&mut self, most: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        most.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// The files of the test: a store to start from, and a load that changes and
/// adds posts, hashtags, links and scope matches.
struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let scene = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let folder = scene.folder.path();
        let export = ["generate", "--posts", "3000", "--format", "apify-tiktok"];
        succeed(folder, &[&export[..], &["--out", "."]].concat());
        let whole = fs::read_to_string(scene.file("apify-tiktok.ndjson")).unwrap();
        let mut earlier = String::new();
        for line in whole.lines().take(1000) {
            let mut record: Value = serde_json::from_str(line).unwrap();
            record["diggCount"] = 1.into();
            record["hashtags"] = serde_json::json!([{ "name": "earlier" }]);
            earlier += &format!("{record}\n");
        }
        fs::write(scene.file("earlier.ndjson"), earlier).unwrap();
        succeed(folder, &["--db", "before.duckdb", "load", "earlier.ndjson"]);
        let tags = ["--hashtag", "earlier", "--hashtag", "fyp"];
        let add = ["--db", "before.duckdb", "project", "add", "One"];
        let scope = ["--scope", "likes>10 OR text:\"a\""];
        succeed(folder, &[&add[..], &tags, &scope].concat());
        scene
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes `veyl.duckdb` what it was before the load; nothing if `fresh`.
    fn reset(&self, fresh: bool) {
        for entry in fs::read_dir(self.folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains("veyl.duckdb") {
                let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
            }
        }
        if !fresh {
            fs::copy(self.file("before.duckdb"), self.file("veyl.duckdb")).unwrap();
        }
    }

    /// Waits until a file of the store shows whose name has `part` in it.
    fn wait_for(&self, part: &str, most: Duration) {
        let begin = Instant::now();
        let there = |entry: std::io::Result<fs::DirEntry>| {
            entry.is_ok_and(|entry| entry.file_name().to_string_lossy().contains(part))
        };
        while begin.elapsed() < most && !fs::read_dir(self.folder.path()).unwrap().any(there) {
            thread::sleep(Duration::from_micros(100));
        }
    }

    fn load(&self) -> Child {
        veyl()
            .args(["load", "apify-tiktok.ndjson"])
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What the store holds, every table and what is kept beside them; checked.
    fn contents(&self) -> Vec<Vec<String>> {
        contents(&self.file("veyl.duckdb"))
    }
}

fn contents(path: &Path) -> Vec<Vec<String>> {
    let store = Store::open(path, &StoreOptions::default()).unwrap();
    assert_eq!(store.check().unwrap(), []);
    let tables = TABLES.iter().map(|table| table.name);
    let mut digests = Vec::new();
    for table in tables.chain(["veyl_internal.scope_matches", "veyl_internal.meta"]) {
        let sql = format!("SELECT count(*), sum(hash(t)::HUGEINT)::VARCHAR FROM {table} AS t");
        let (_, batches) = store.query(&sql, &[]).unwrap();
        digests.push([vec![table.to_owned()], texts(&batches).remove(0)].concat());
    }
    digests
}

/// Kills `child` `after` a while; whether it was still at work.
fn kill(mut child: Child, after: Duration) -> bool {
    thread::sleep(after);
    let at_work = child.try_wait().unwrap().is_none();
    // SIGKILL, on Unix.
    let _ = child.kill();
    child.wait().unwrap();
    at_work
}

#[test]
fn a_killed_load_leaves_the_old_or_the_new_state() {
    let scene = Scene::new();
    let mut random = Random::new();

    scene.reset(false);
    let before = scene.contents();
    let begin = Instant::now();
    assert!(scene.load().wait().unwrap().success());
    let span = begin.elapsed();
    let after = scene.contents();
    assert_ne!(before, after);
    scene.reset(true);
    assert!(scene.load().wait().unwrap().success());
    let first = scene.contents();

    let (mut hits, mut olds, mut news) = (0, 0, 0);
    for number in 0..KILLS {
        // One in five is killed while it makes the store, one in five while it commits.
        let fresh = number % 5 == 0;
        scene.reset(fresh);
        let child = scene.load();
        let hit = match number % 5 {
            0 => {
                scene.wait_for("veyl.duckdb", span);
                kill(child, random.moment(span.mul_f64(0.15)))
            }
            1 => {
                scene.wait_for(".wal", span);
                kill(child, random.moment(span.mul_f64(0.1)))
            }
            _ => kill(child, random.moment(span.mul_f64(1.1))),
        };
        hits += u32::from(hit);
        if fresh && !scene.file("veyl.duckdb").exists() {
            olds += 1;
            continue;
        }
        let now = scene.contents();
        if now == *(if fresh { &first } else { &after }) {
            news += 1;
        } else if fresh {
            let rows = now.iter().filter(|table| table[0] != "veyl_internal.meta");
            assert!(
                rows.clone().all(|table| table[1] == "0"),
                "kill {number}: {now:?}"
            );
            olds += 1;
        } else {
            assert_eq!(now, before, "kill {number}");
            olds += 1;
        }
        // It can be written to again.
        if number % 10 < 2 {
            assert!(scene.load().wait().unwrap().success(), "kill {number}");
            assert_eq!(scene.contents(), *(if fresh { &first } else { &after }));
        }
    }
    println!("{hits} of {KILLS} kills hit within {span:?}: {olds} old, {news} new");
    assert!(hits >= KILLS / 2, "only {hits} kills hit the load");
}
