//! Changes that a store and a data set both make.

mod step;

use serde_json::Value;
use veyl_core::index::{self, Dataset};
use veyl_core::load::LoadOptions;
use veyl_core::read::Input;
use veyl_core::sql::{Projects, Store};
use veyl_core::view::VIEWS;
use veyl_tests::empty_store;
use veyl_tests::engines::{difference, difference_from_fresh};
use veyl_tests::sealed::written;

use crate::cases::{World, input};
pub(crate) use step::{Step, step};

/// A store and a data set that take the same changes.
pub(crate) struct Both {
    store: Store,
    dataset: Dataset,
    /// The posts that were loaded, to be crawled again.
    posts: Vec<Value>,
    /// Goes on with every step, so that what changes when can be told.
    now: i64,
}

impl Both {
    pub(crate) fn new(world: &World) -> Result<Self, String> {
        let store = empty_store();
        let inputs = world.inputs();
        let options = LoadOptions::default();
        store.load(&inputs, &options, &mut ()).map_err(text)?;
        let (dataset, _) = index::read(&inputs, &options, &mut ()).map_err(text)?;
        let posts = world.0.iter().filter(|(table, _)| *table == "posts");
        Ok(Self {
            store,
            dataset,
            posts: posts.flat_map(|(_, rows)| rows).cloned().collect(),
            now: 1_700_000_000_000_000,
        })
    }

    /// Makes a change in both; they must say the same of it.
    pub(crate) fn take(&mut self, step: &Step) -> Result<(), String> {
        self.now += 1_000_000;
        match step {
            Step::Posts { canonical, foreign } => {
                self.posts.extend(canonical.iter().cloned());
                self.load(canonical, foreign)
            }
            Step::Again(again) => {
                let posts: Vec<Value> = again
                    .iter()
                    .filter(|_| !self.posts.is_empty())
                    .map(|(which, edit)| {
                        let mut post = which.get(&self.posts).clone();
                        edit.apply(&mut post);
                        post
                    })
                    .collect();
                self.load(&posts, &[])
            }
            Step::Delete(which) => {
                let ids = chosen(&self.texts("SELECT id FROM posts ORDER BY id")?, which);
                self.dataset.delete_posts(&ids).map_err(text)?;
                self.write(&[format!("DELETE FROM posts WHERE id IN ({})", list(&ids))])
            }
            Step::AddHashtag(hashtag) => self.add_hashtag(hashtag),
            Step::RemoveHashtags(which) => {
                let all = self.texts(
                    "SELECT p.name || ':' || h.name FROM hashtags h
                     JOIN platforms p ON p.id = h.platform_id ORDER BY h.id",
                )?;
                let some = chosen(&all, which);
                self.dataset.remove_hashtags(&some).map_err(text)?;
                self.write(&[format!(
                    "DELETE FROM hashtags WHERE (SELECT p.name FROM platforms p
                         WHERE p.id = platform_id) || ':' || name IN ({})",
                    list(&some)
                )])
            }
            Step::Apply(specs) => {
                let theirs = self.store.apply_projects(specs, self.now);
                let ours = self.dataset.apply_projects(specs, self.now);
                alike(theirs.ok(), ours.ok())
            }
            Step::Add(spec) => {
                let theirs = self.store.add_project(spec, self.now);
                let ours = self.dataset.add_project(spec, self.now);
                alike(theirs.ok(), ours.ok())
            }
            Step::RemoveProject(which) => {
                let ids: Vec<i32> = self.dataset.projects().collect();
                if let Some(id) = which.get_option(&ids) {
                    self.dataset.remove_project(*id).map_err(text)?;
                    self.store.remove_project(*id).map_err(text)?;
                }
                Ok(())
            }
            Step::Unfollow { project, what } => self.unfollow(*project, *what),
            Step::Merge => {
                self.dataset.merge();
                alike(self.dataset.unmerged(), 0)
            }
            Step::Reopen => {
                self.dataset = self.store.dataset().map_err(text)?;
                Ok(())
            }
            Step::Snapshot => {
                let bytes = written(&self.dataset);
                self.dataset = Dataset::from_snapshot(bytes.into()).map_err(text)?;
                alike(self.dataset.unmerged(), 0)
            }
            Step::Look => {
                for view in &VIEWS {
                    // A sum out of range is an error, which may stay.
                    let _ = self.dataset.view(view, Projects::All);
                }
                Ok(())
            }
        }
    }

    fn load(&mut self, canonical: &[Value], foreign: &[Value]) -> Result<(), String> {
        let files = [("canonical", canonical), ("foreign", foreign)];
        let files = files.iter().filter(|(_, rows)| !rows.is_empty());
        let inputs: Vec<Input> = files.map(|(name, rows)| input(name, rows)).collect();
        let options = LoadOptions::default();
        let theirs = self.store.load(&inputs, &options, &mut ());
        let ours = self.dataset.load(&inputs, &options, &mut ());
        alike(theirs.map_err(text)?, ours.map_err(text)?)
    }

    fn add_hashtag(&mut self, hashtag: &str) -> Result<(), String> {
        let (platform, name) = hashtag.split_once(':').unwrap_or_default();
        let known = format!("SELECT id FROM platforms WHERE name = '{platform}'");
        if self.texts(&known)?.is_empty() {
            // An error changes nothing, which the comparison at the end shows.
            return alike(self.dataset.add_hashtags(&[hashtag]).is_err(), true);
        }
        self.dataset.add_hashtags(&[hashtag]).map_err(text)?;
        self.write(&[format!(
            "INSERT INTO hashtags (id, name, platform_id)
                 SELECT (SELECT coalesce(max(id), 0) + 1 FROM hashtags), '{name}', p.id
                 FROM platforms p WHERE p.name = '{platform}' AND NOT EXISTS (
                     SELECT 1 FROM hashtags k WHERE k.platform_id = p.id AND k.name = '{name}')"
        )])
    }

    /// Of the followed hashtags and creators of a project one each, on one
    /// platform or on all.
    fn unfollow(&mut self, project: prop::Index, what: prop::Index) -> Result<(), String> {
        let ids: Vec<i32> = self.dataset.projects().collect();
        let Some(id) = project.get_option(&ids).copied() else {
            return Ok(());
        };
        let whole = what.index(2) == 0;
        let named = if whole { "" } else { "p.name || ':' || " };
        let of = |kind: &str, sql: String| {
            let mut all = self.texts(&sql)?;
            if whole {
                all.extend(self.texts(&format!(
                    "SELECT name FROM veyl_internal.followed_by_name
                     WHERE project_id = {id} AND kind = '{kind}' ORDER BY name"
                ))?);
            }
            let one = what.get_option(&all).cloned();
            Ok::<Vec<String>, String>(one.into_iter().collect())
        };
        let hashtags = of(
            "hashtag",
            format!(
                "SELECT {named} h.name FROM project_hashtags f JOIN hashtags h ON h.id = f.hashtag_id
                 JOIN platforms p ON p.id = h.platform_id WHERE f.project_id = {id} ORDER BY h.id"
            ),
        )?;
        let creators = of(
            "creator",
            format!(
                "SELECT {named} f.creator_username FROM project_creators f
                 JOIN platforms p ON p.id = f.platform_id WHERE f.project_id = {id}
                 ORDER BY p.id, f.creator_username"
            ),
        )?;
        self.dataset
            .unfollow(id, &hashtags, &creators, self.now)
            .map_err(text)?;
        let mut statements = vec![
            format!(
                "DELETE FROM project_hashtags WHERE project_id = {id} AND hashtag_id IN (
                     SELECT h.id FROM hashtags h JOIN platforms p ON p.id = h.platform_id
                     WHERE {named} h.name IN ({}))",
                list(&hashtags)
            ),
            format!(
                "DELETE FROM project_creators AS f USING platforms AS p
                     WHERE f.project_id = {id} AND p.id = f.platform_id
                       AND {named} f.creator_username IN ({})",
                list(&creators)
            ),
            format!(
                "UPDATE projects SET updated_at = make_timestamp({}) WHERE id = {id}",
                self.now
            ),
        ];
        if whole {
            for (kind, names) in [("hashtag", &hashtags), ("creator", &creators)] {
                statements.push(format!(
                    "DELETE FROM veyl_internal.followed_by_name
                         WHERE project_id = {id} AND kind = '{kind}' AND name IN ({})",
                    list(names)
                ));
            }
        }
        self.write(&statements)
    }

    fn write(&self, statements: &[String]) -> Result<(), String> {
        for sql in statements {
            self.store.query(sql, &[]).map_err(text)?;
        }
        self.store.settle_after_changes().map_err(text)?;
        Ok(())
    }

    fn texts(&self, sql: &str) -> Result<Vec<String>, String> {
        let (_, batches) = self.store.query(sql, &[]).map_err(text)?;
        let rows = veyl_tests::texts(&batches);
        Ok(rows.into_iter().map(|mut row| row.remove(0)).collect())
    }

    /// Every view of everything and of single projects, in the store, in a data
    /// set of its tables, in the changed one, and in that one merged.
    pub(crate) fn compare(mut self) -> Result<(), String> {
        let fresh = self.store.dataset().map_err(text)?;
        alike(self.dataset.posts(), fresh.posts())?;
        alike(self.dataset.links(), fresh.links())?;
        self.compare_views(&fresh)?;
        self.dataset.merge();
        self.compare_views(&fresh)
            .map_err(|what| format!("merged, {what}"))
    }

    fn compare_views(&self, fresh: &Dataset) -> Result<(), String> {
        let ids: Vec<i32> = self.dataset.projects().collect();
        alike(&ids, &fresh.projects().collect())?;
        for view in &VIEWS {
            let mut selections = vec![Projects::All];
            if view.is_per_project() {
                selections.extend(ids.chunks(1).map(Projects::Only));
            }
            for projects in selections {
                let of_fresh = difference_from_fresh(view, projects, fresh, &self.dataset);
                let of_store = difference(view, projects, &self.store, &self.dataset);
                if let Some(what) = of_fresh.or(of_store) {
                    return Err(format!("{projects:?}: {what}"));
                }
            }
        }
        Ok(())
    }
}

/// A place among things that are known only when the step is made.
mod prop {
    pub(crate) use proptest::sample::Index;
}

trait Pick {
    fn get_option<'t, T>(&self, all: &'t [T]) -> Option<&'t T>;
}

impl Pick for prop::Index {
    fn get_option<'t, T>(&self, all: &'t [T]) -> Option<&'t T> {
        (!all.is_empty()).then(|| self.get(all))
    }
}

fn chosen(all: &[String], which: &[prop::Index]) -> Vec<String> {
    let some = which.iter().filter_map(|one| one.get_option(all));
    some.cloned().collect()
}

fn list(texts: &[String]) -> String {
    let quoted = texts
        .iter()
        .map(|text| format!("'{}'", text.replace('\'', "''")));
    let all = quoted.collect::<Vec<_>>().join(", ");
    if all.is_empty() {
        "NULL".to_owned()
    } else {
        all
    }
}

fn alike<T: PartialEq + std::fmt::Debug>(theirs: T, ours: T) -> Result<(), String> {
    if theirs == ours {
        return Ok(());
    }
    Err(format!("{theirs:?} in the store, {ours:?} in the data set"))
}

fn text(error: veyl_core::Error) -> String {
    error.to_string()
}
