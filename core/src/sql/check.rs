//! Every rule of the canonical tables, asked of a store.

use serde::Serialize;

use crate::Result;
use crate::schema::{ColumnType, TABLES, Table};
use crate::scope;
use crate::sql::store::Store;
use crate::value;

/// How many breaches of one rule are named one by one.
const MOST_NAMED: usize = 100;

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Breach {
    /// The table of the row.
    pub table: String,
    /// The key of the row.
    pub key: String,
    /// The rule it breaks.
    pub rule: String,
}

impl Store {
    /// Checks every rule; the breaches, at most 100 of each rule, and a last
    /// one that counts the rest.
    ///
    /// # Errors
    /// `Store` where the store can not be read.
    pub fn check(&self) -> Result<Vec<Breach>> {
        let mut found = Breaches {
            store: self,
            list: Vec::new(),
        };
        for table in &TABLES {
            found.nulls(table)?;
            found.shared(table, table.key, "key")?;
            if !table.unique.is_empty() {
                found.shared(table, table.unique, "unique columns")?;
            }
            found.dangling(table)?;
        }
        found.posts()?;
        found.links()?;
        found.normal_forms()?;
        found.projects()?;
        Ok(found.list)
    }
}

struct Breaches<'s> {
    store: &'s Store,
    list: Vec<Breach>,
}

impl Breaches<'_> {
    /// Adds the rows of a query that gives keys.
    fn add(&mut self, table: &str, rule: &str, keys: &str) -> Result<()> {
        let most = MOST_NAMED;
        let found = self.store.rows(
            &format!("SELECT left(coalesce(key::VARCHAR, 'NULL'), 200) FROM ({keys}) AS keys(key) ORDER BY key LIMIT {most}"),
            [],
            |row| row.get::<_, String>(0),
        )?;
        let named = found.len();
        for key in found {
            self.push(table, key, rule);
        }
        if named == most {
            let all = self
                .store
                .number(&format!("SELECT count(*) FROM ({keys})"))?;
            let rest = all - i64::try_from(most).unwrap_or(i64::MAX);
            if rest > 0 {
                self.push(table, format!("and {rest} more"), rule);
            }
        }
        Ok(())
    }

    fn push(&mut self, table: &str, key: String, rule: &str) {
        self.list.push(Breach {
            table: table.to_owned(),
            key,
            rule: rule.to_owned(),
        });
    }

    fn nulls(&mut self, table: &Table) -> Result<()> {
        for column in table.columns.iter().filter(|column| !column.nullable) {
            let name = column.name;
            self.add(
                table.name,
                &format!("{name} is not NULL"),
                &format!(
                    "SELECT {} FROM {} WHERE {name} IS NULL",
                    key(table),
                    table.name
                ),
            )?;
        }
        Ok(())
    }

    fn shared(&mut self, table: &Table, columns: &[&str], what: &str) -> Result<()> {
        let list = columns.join(", ");
        self.add(
            table.name,
            &format!("no two rows share their {what} ({list})"),
            &format!(
                "SELECT concat_ws(', ', {}) FROM {} GROUP BY {list} HAVING count(*) > 1",
                as_text(columns),
                table.name
            ),
        )
    }

    fn dangling(&mut self, table: &Table) -> Result<()> {
        for column in table.columns {
            let Some(target) = column.references else {
                continue;
            };
            let name = column.name;
            self.add(
                table.name,
                &format!("{name} refers to a row of {target}"),
                &format!(
                    "SELECT {} FROM {} AS row WHERE {name} IS NOT NULL
                       AND NOT EXISTS (SELECT 1 FROM {target} AS t WHERE t.id = row.{name})",
                    key(table),
                    table.name
                ),
            )?;
        }
        Ok(())
    }

    fn posts(&mut self) -> Result<()> {
        for name in crate::schema::METRICS {
            self.add(
                "posts",
                &format!("metrics.{name} is not negative"),
                &format!("SELECT id FROM posts WHERE metrics.{name} < 0"),
            )?;
        }
        for (rule, condition) in [
            (
                "sentiment is between -1 and 1",
                "sentiment NOT BETWEEN -1 AND 1",
            ),
            (
                "hashtags are distinct",
                "len(hashtags) <> len(list_distinct(hashtags))",
            ),
            (
                "engagement fits BIGINT",
                "coalesce(metrics.likes, 0)::HUGEINT + coalesce(metrics.comments, 0)
                 + coalesce(metrics.shares, 0) > 9223372036854775807",
            ),
        ] {
            self.add(
                "posts",
                rule,
                &format!("SELECT id FROM posts WHERE {condition}"),
            )?;
        }
        self.add(
            "posts",
            "id begins with the name of its platform and `_`",
            "SELECT post.id FROM posts AS post JOIN platforms AS platform
             ON platform.id = post.platform_id
             WHERE NOT starts_with(post.id, platform.name || '_')",
        )
    }

    fn links(&mut self) -> Result<()> {
        self.add(
            "posts",
            "every hashtag of a post has its link in post_hashtags",
            "SELECT tagged.id || ' #' || tagged.name
             FROM (SELECT id, platform_id, unnest(hashtags) AS name FROM posts) AS tagged
             LEFT JOIN hashtags AS hashtag
               ON hashtag.platform_id = tagged.platform_id AND hashtag.name = tagged.name
             LEFT JOIN post_hashtags AS link
               ON link.post_id = tagged.id AND link.hashtag_id = hashtag.id
             WHERE link.post_id IS NULL",
        )?;
        self.add(
            "post_hashtags",
            "post and hashtag are of one platform",
            "SELECT link.post_id || ', ' || link.hashtag_id FROM post_hashtags AS link
             JOIN posts AS post ON post.id = link.post_id
             JOIN hashtags AS hashtag ON hashtag.id = link.hashtag_id
             WHERE post.platform_id <> hashtag.platform_id",
        )
    }

    /// Names that are not what loading would have made of them.
    fn normal_forms(&mut self) -> Result<()> {
        let names = self.store.rows(
            "SELECT id::VARCHAR, name FROM hashtags ORDER BY id",
            [],
            pair,
        )?;
        for (key, name) in names {
            if value::hashtag::normalize(&name).as_deref() != Some(name.as_str()) {
                self.push("hashtags", key, "name is in normal form");
            }
        }
        let tags = self.store.rows(
            "SELECT min(id), name FROM (SELECT id, unnest(hashtags) AS name FROM posts)
             WHERE name NOT IN (SELECT name FROM hashtags) GROUP BY name ORDER BY 1",
            [],
            pair,
        )?;
        for (key, name) in tags {
            if value::hashtag::normalize(&name).as_deref() != Some(name.as_str()) {
                self.push("posts", key, "hashtags are in normal form");
            }
        }
        let names = self.store.rows(
            "SELECT id::VARCHAR, name FROM platforms ORDER BY id",
            [],
            pair,
        )?;
        for (key, name) in names {
            if value::platform::normalize(&name).ok().as_deref() != Some(name.as_str()) {
                self.push("platforms", key, "name is in normal form");
            }
        }
        Ok(())
    }

    fn projects(&mut self) -> Result<()> {
        for (rule, condition) in [
            (
                "scope_type is hashtags, creators or both",
                "scope_type NOT IN ('hashtags', 'creators', 'both')",
            ),
            ("name has at most 255 characters", "length(name) > 255"),
        ] {
            self.add(
                "projects",
                rule,
                &format!("SELECT id FROM projects WHERE {condition}"),
            )?;
        }
        self.add(
            "project_creators",
            "creator_username has at most 255 characters",
            "SELECT id FROM project_creators WHERE length(creator_username) > 255",
        )?;
        let queries = self.store.rows(
            "SELECT id::VARCHAR, scope_query FROM projects WHERE scope_query IS NOT NULL ORDER BY id",
            [],
            pair,
        )?;
        for (key, query) in queries {
            if scope::parse(&query).is_err() {
                self.push("projects", key, "scope_query parses");
            }
        }
        let lists = self.store.rows(
            "SELECT id::VARCHAR, platforms FROM projects WHERE platforms IS NOT NULL ORDER BY id",
            [],
            pair,
        )?;
        for (key, list) in lists {
            let names: Option<Vec<String>> = serde_json::from_str(&list).ok();
            let normal = names.and_then(|names| crate::adapt::platforms_json(&names).ok());
            if normal.as_deref() != Some(list.as_str()) {
                self.push(
                    "projects",
                    key,
                    "platforms is a JSON list of platform names in normal form",
                );
            }
        }
        Ok(())
    }
}

fn pair(row: &duckdb::Row<'_>) -> duckdb::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// The key of a row as one text.
fn key(table: &Table) -> String {
    let numbered = table
        .columns
        .iter()
        .find(|column| column.name == table.key[0]);
    match (table.key, numbered.map(|column| column.kind)) {
        ([only], Some(ColumnType::Text | ColumnType::Integer)) => (*only).to_owned(),
        _ => format!("concat_ws(', ', {})", as_text(table.key)),
    }
}

fn as_text(columns: &[&str]) -> String {
    columns
        .iter()
        .map(|column| format!("{column}::VARCHAR"))
        .collect::<Vec<_>>()
        .join(", ")
}
