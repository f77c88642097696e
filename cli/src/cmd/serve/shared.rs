//! The store's data, as the page reads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use anyhow::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use hyper::body::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};
use veyl_core::sql::{Store, StoreOptions};

use crate::cmd::serve::asset::Asset;
use crate::session::{Session, now};
use crate::{output, progress};

/// What the page is told of the store, in `data/store.json`.
#[derive(Serialize)]
struct Told<'t> {
    /// The name of its file, without the folder.
    name: &'t str,
    /// Rows of its tables.
    counts: &'t Map<String, Value>,
    /// The data set, as an address relative to the page.
    snapshot: &'static str,
    /// Of the data set.
    bytes: usize,
    /// Changes whenever the data set does.
    version: &'t str,
    /// When the store was read, ISO 8601 in UTC.
    read_at: &'t str,
    /// Why a newer state of the store could not be read; NULL where this is the newest.
    stale: Option<&'t str>,
}

/// One state of the store.
struct State {
    stamp: Stamp,
    counts: Map<String, Value>,
    snapshot: Arc<Asset>,
    bytes: usize,
    read_at: String,
}

/// Sizes and times of the files of a store: they change when it does.
type Stamp = [Option<(u64, SystemTime)>; 2];

/// The store's data: read once, and again when the page is loaded anew after
/// the store has changed. The store itself is open while it is read only, so
/// that loads can go on beside.
pub(super) struct Shared {
    db: PathBuf,
    name: String,
    state: Mutex<State>,
}

impl Shared {
    /// Reads the store.
    pub(super) fn read(session: &Session) -> Result<Self> {
        let bar = progress::spinner("reading");
        let state = State::read(&session.db);
        bar.finish_and_clear();
        let name = session.db.file_name().unwrap_or_default();
        Ok(Self {
            db: session.db.clone(),
            name: name.to_string_lossy().into_owned(),
            state: Mutex::new(state?),
        })
    }

    /// The data set.
    pub(super) fn snapshot(&self) -> Arc<Asset> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&state.snapshot)
    }

    /// What the page is told, of the newest state that can be read. It may take
    /// as long as reading the store.
    pub(super) fn told(&self) -> Result<Asset> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut why = None;
        if stamp(&self.db) != state.stamp {
            match State::read(&self.db) {
                Ok(newer) => *state = newer,
                Err(error) => {
                    let error = error.to_string();
                    output::tell(format_args!(
                        "the store has changed, but can not be read: {error}"
                    ));
                    why = Some(error);
                }
            }
        }
        let told = Told {
            name: &self.name,
            counts: &state.counts,
            snapshot: "data/store.veyl",
            bytes: state.bytes,
            version: &state.snapshot.tag,
            read_at: &state.read_at,
            stale: why.as_deref(),
        };
        let json = serde_json::to_vec_pretty(&told)?;
        Ok(Asset::new("store.json", Bytes::from(json)))
    }
}

impl State {
    /// The store as a snapshot of the index engine: posts, hashtags, creators
    /// and projects. Users and accounts have no place in one.
    fn read(db: &Path) -> Result<Self> {
        // Before the store is read: a change while it is read is seen later.
        let stamp = stamp(db);
        let read_at = now();
        let store = Store::open(db, &StoreOptions::default())?;
        let dataset = store.dataset()?;
        store.close()?;
        let mut bytes = Vec::new();
        dataset.write_snapshot(&mut bytes)?;
        let counts = dataset.origin().inputs.into_iter();
        let counts = counts.map(|input| (input.table, Value::from(input.rows)));
        Ok(Self {
            stamp,
            counts: counts.collect(),
            bytes: bytes.len(),
            snapshot: Arc::new(Asset::as_is("store.veyl", Bytes::from(bytes))),
            read_at: DateTime::<Utc>::from_timestamp_micros(read_at)
                .unwrap_or_default()
                .to_rfc3339_opts(SecondsFormat::Secs, true),
        })
    }
}

/// Of the store's file and of its log.
fn stamp(db: &Path) -> Stamp {
    let mut log = db.as_os_str().to_owned();
    log.push(".wal");
    [db, Path::new(&log)].map(|path| {
        let known = fs::metadata(path).ok()?;
        Some((known.len(), known.modified().ok()?))
    })
}
