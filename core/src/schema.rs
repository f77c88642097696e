//! The ten canonical tables: columns, keys, references, and their Arrow schemas.
//!
//! Everything that must know the shape of a table asks here: the loader for
//! what to convert, the SQL engine for what to check, the writers for what to
//! export. `sql/schema.sql` says the same to DuckDB; a test compares the two.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

/// The tables as DuckDB makes them, and `veyl_internal`, what the engine keeps for
/// itself: all that the `.sql` views stand on.
pub const SQL: &str = include_str!("../sql/schema.sql");

/// The type of a canonical column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// A 32-bit integer, used for ids and cached counts.
    Integer,
    /// A 64-bit integer.
    BigInt,
    /// UTF-8 text.
    Text,
    /// A 64-bit float.
    Double,
    /// UTC microseconds.
    Timestamp,
    /// A list of texts (hashtags).
    TextList,
    /// The four engagement counts of a post, each BIGINT and each possibly NULL.
    Metrics,
}

impl ColumnType {
    /// The Arrow type of a column of this type.
    pub fn arrow(self) -> DataType {
        match self {
            Self::Integer => DataType::Int32,
            Self::BigInt => DataType::Int64,
            Self::Text => DataType::Utf8,
            Self::Double => DataType::Float64,
            Self::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::TextList => DataType::List(Arc::new(list_item())),
            Self::Metrics => DataType::Struct(metrics_fields()),
        }
    }
}

/// The names of the four engagement counts, in the order of the `metrics` struct.
pub const METRICS: [&str; 4] = ["likes", "comments", "shares", "views"];

/// The item field of every text list.
pub fn list_item() -> Field {
    Field::new("item", DataType::Utf8, true)
}

/// The fields of the `metrics` struct.
pub fn metrics_fields() -> Fields {
    METRICS
        .iter()
        .map(|name| Field::new(*name, DataType::Int64, true))
        .collect()
}

/// One column of a canonical table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, in files and in SQL.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// The SQL literal that stands in where a file leaves the column out.
    pub default: Option<&'static str>,
    /// The table whose `id` (for posts: text id) this column refers to.
    pub references: Option<&'static str>,
}

/// One canonical table.
#[derive(Debug)]
pub struct Table {
    /// Its name, which is also the stem of the files that load into it.
    pub name: &'static str,
    /// What a row is, for people.
    pub about: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
    /// The columns that identify a row.
    pub key: &'static [&'static str],
    /// A further set of columns that no two rows share.
    pub unique: &'static [&'static str],
}

const fn column(name: &'static str, kind: ColumnType) -> Column {
    Column {
        name,
        kind,
        nullable: false,
        default: None,
        references: None,
    }
}

const fn optional(name: &'static str, kind: ColumnType) -> Column {
    Column {
        nullable: true,
        ..column(name, kind)
    }
}

const fn reference(name: &'static str, table: &'static str) -> Column {
    Column {
        references: Some(table),
        ..column(name, ColumnType::Integer)
    }
}

const fn defaulted(name: &'static str, kind: ColumnType, default: &'static str) -> Column {
    Column {
        default: Some(default),
        ..column(name, kind)
    }
}

use ColumnType::{BigInt, Double, Integer, Metrics, Text, TextList, Timestamp};

/// The ten canonical tables, each after the tables it refers to.
pub static TABLES: [Table; 10] = [
    Table {
        name: "platforms",
        about: "a platform that posts come from",
        columns: &[column("id", Integer), column("name", Text)],
        key: &["id"],
        unique: &["name"],
    },
    Table {
        name: "users",
        about: "an account of the monitoring product",
        columns: &[
            column("id", Integer),
            optional("email", Text),
            optional("name", Text),
        ],
        key: &["id"],
        unique: &[],
    },
    Table {
        name: "oauth_accounts",
        about: "a sign-in provider of a user, without its token",
        columns: &[reference("user_id", "users"), column("provider", Text)],
        key: &["user_id", "provider"],
        unique: &[],
    },
    Table {
        name: "subscriptions",
        about: "the plan of a user",
        columns: &[
            reference("user_id", "users"),
            column("plan", Text),
            optional("quota", BigInt),
        ],
        key: &["user_id", "plan"],
        unique: &[],
    },
    Table {
        name: "hashtags",
        about: "a hashtag on a platform, in normal form",
        columns: &[
            column("id", Integer),
            column("name", Text),
            reference("platform_id", "platforms"),
            optional("last_scraped", Timestamp),
            optional("updated_at", Timestamp),
        ],
        key: &["id"],
        unique: &["platform_id", "name"],
    },
    Table {
        name: "posts",
        about: "a post with its engagement counts",
        columns: &[
            column("id", Text),
            reference("platform_id", "platforms"),
            column("author", Text),
            optional("caption", Text),
            column("hashtags", TextList),
            column("metrics", Metrics),
            optional("posted_at", Timestamp),
            optional("sentiment", Double),
            optional("score", Double),
            optional("score_trend", Double),
        ],
        key: &["id"],
        unique: &[],
    },
    Table {
        name: "post_hashtags",
        about: "a hashtag that a post carries",
        columns: &[
            Column {
                references: Some("posts"),
                ..column("post_id", Text)
            },
            reference("hashtag_id", "hashtags"),
        ],
        key: &["post_id", "hashtag_id"],
        unique: &[],
    },
    Table {
        name: "projects",
        about: "a set of hashtags and creators that someone follows",
        columns: &[
            column("id", Integer),
            Column {
                nullable: true,
                ..reference("user_id", "users")
            },
            column("name", Text),
            optional("description", Text),
            defaulted("status", Text, "'draft'"),
            optional("platforms", Text),
            defaulted("scope_type", Text, "'both'"),
            optional("scope_query", Text),
            defaulted("creators_count", Integer, "0"),
            defaulted("posts_count", Integer, "0"),
            defaulted("signals_count", Integer, "0"),
            optional("last_run_at", Timestamp),
            optional("last_signal_at", Timestamp),
            column("created_at", Timestamp),
            column("updated_at", Timestamp),
        ],
        key: &["id"],
        unique: &[],
    },
    Table {
        name: "project_hashtags",
        about: "a hashtag that a project follows",
        columns: &[
            column("id", Integer),
            reference("project_id", "projects"),
            reference("hashtag_id", "hashtags"),
            column("added_at", Timestamp),
        ],
        key: &["id"],
        unique: &["project_id", "hashtag_id"],
    },
    Table {
        name: "project_creators",
        about: "a creator that a project follows",
        columns: &[
            column("id", Integer),
            reference("project_id", "projects"),
            column("creator_username", Text),
            reference("platform_id", "platforms"),
            column("added_at", Timestamp),
        ],
        key: &["id"],
        unique: &["project_id", "platform_id", "creator_username"],
    },
];

impl Table {
    /// The table called `name`, if it is one of the ten.
    pub fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// The table of posts.
    pub fn posts() -> &'static Self {
        &TABLES[5]
    }

    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The Arrow schema of the table.
    pub fn arrow(&self) -> SchemaRef {
        Arc::new(Schema::new(
            self.columns
                .iter()
                .map(|column| Field::new(column.name, column.kind.arrow(), column.nullable))
                .collect::<Vec<_>>(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_points_to_an_earlier_table() {
        for (place, table) in TABLES.iter().enumerate() {
            for target in table.columns.iter().filter_map(|column| column.references) {
                let found = TABLES[..place].iter().any(|earlier| earlier.name == target);
                assert!(found, "{} refers to {target}", table.name);
            }
        }
    }

    #[test]
    fn posts_are_posts() {
        assert_eq!(Table::posts().name, "posts");
    }

    #[test]
    fn keys_and_unique_sets_name_columns() {
        for table in &TABLES {
            for name in table.key.iter().chain(table.unique) {
                assert!(table.column(name).is_some(), "{}.{name}", table.name);
            }
        }
    }
}
