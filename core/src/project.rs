//! Projects as people write them: names, hashtags, creators, a scope.

use std::fmt;

use serde::{Deserialize, Serialize};
use toml_writer::TomlWrite;

use crate::scope;
use crate::value;
use crate::{Error, ErrorKind, Result};

/// A project as it stands in a projects file, or as it is to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectSpec {
    /// Its name; projects of a file are known by it.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// `draft`, `active` or a word of one's own.
    pub status: Option<String>,
    /// Only posts of these platforms count; all where the list is empty.
    pub platforms: Vec<String>,
    /// `hashtags`, `creators` or `both`; what is given decides where absent.
    pub scope_type: Option<String>,
    /// A scope query that narrows the matches further.
    pub scope_query: Option<String>,
    /// Hashtags, with or without `#`; `tiktok:tag` for one platform only.
    pub hashtags: Vec<String>,
    /// User names, with or without `@`; `tiktok:name` for one platform only.
    pub creators: Vec<String>,
}

/// What applying a project did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applied {
    /// There was none of this name.
    Created,
    /// It is now as given.
    Changed,
    /// It already was as given.
    Unchanged,
}

/// A file of projects: `[[project]]` tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectsFile {
    /// The projects, in the order of the file.
    #[serde(default, rename = "project")]
    pub projects: Vec<ProjectSpec>,
}

impl ProjectsFile {
    /// Reads the TOML of a projects file; `source` names it in errors.
    ///
    /// # Errors
    /// `Mapping` with the line where it is no such file, a name is missing or
    /// given twice, or a scope is wrong.
    pub fn parse(text: &str, source: &str) -> Result<Self> {
        let file: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text.as_bytes()[..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            Error::new(ErrorKind::Mapping, error.message().to_owned())
                .in_source(source)
                .at_line(line as u64)
        })?;
        for (place, project) in file.projects.iter().enumerate() {
            project.check().map_err(|error| error.in_source(source))?;
            if file.projects[..place]
                .iter()
                .any(|other| other.name == project.name)
            {
                return Err(Error::new(
                    ErrorKind::Mapping,
                    format!("two projects are called `{}`", project.name),
                )
                .in_source(source));
            }
        }
        Ok(file)
    }
}

/// The text of a file that reads back as this. What is empty is not said.
impl fmt::Display for ProjectsFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, project) in self.projects.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            writeln!(f, "[[project]]")?;
            text(f, "name", Some(&project.name))?;
            text(f, "description", project.description.as_ref())?;
            text(f, "status", project.status.as_ref())?;
            list(f, "platforms", &project.platforms)?;
            text(f, "scope_type", project.scope_type.as_ref())?;
            text(f, "scope_query", project.scope_query.as_ref())?;
            list(f, "hashtags", &project.hashtags)?;
            list(f, "creators", &project.creators)?;
        }
        Ok(())
    }
}

fn text(f: &mut fmt::Formatter<'_>, key: &str, text: Option<&String>) -> fmt::Result {
    let Some(text) = text else {
        return Ok(());
    };
    write!(f, "{key} = ")?;
    f.value(text)?;
    writeln!(f)
}

fn list(f: &mut fmt::Formatter<'_>, key: &str, texts: &[String]) -> fmt::Result {
    if texts.is_empty() {
        return Ok(());
    }
    write!(f, "{key} = [")?;
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            write!(f, ", ")?;
        }
        f.value(text)?;
    }
    writeln!(f, "]")
}

impl ProjectSpec {
    /// The scope type, given or implied.
    pub fn scope_type(&self) -> &str {
        match (
            &self.scope_type,
            self.hashtags.is_empty(),
            self.creators.is_empty(),
        ) {
            (Some(given), _, _) => given,
            (None, false, true) => "hashtags",
            (None, true, false) => "creators",
            (None, _, _) => "both",
        }
    }

    /// The scope query in normal form.
    ///
    /// # Errors
    /// `Scope` with the column.
    pub fn scope_query(&self) -> Result<Option<String>> {
        self.scope_query
            .as_deref()
            .map(|query| scope::parse(query).map(|tree| tree.to_string()))
            .transpose()
    }

    /// Checks what can be checked without a store.
    ///
    /// # Errors
    /// `Argument` for a missing or overlong name or an unknown scope type,
    /// `Scope` for a wrong query, drawn with a caret under its fault, `Argument`
    /// for a hashtag that is none.
    pub fn check(&self) -> Result<()> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Error::new(ErrorKind::Argument, "a project has no name"));
        }
        let about = |message: String| {
            Error::new(ErrorKind::Argument, format!("project `{name}`: {message}"))
        };
        if name.chars().count() > 255 {
            return Err(about("the name is longer than 255 characters".to_owned()));
        }
        if !["hashtags", "creators", "both"].contains(&self.scope_type()) {
            return Err(
                about(format!("the scope type `{}` is unknown", self.scope_type()))
                    .hint("it is hashtags, creators or both"),
            );
        }
        self.scope_query().map_err(|error| {
            let query = self.scope_query.as_deref().unwrap_or_default();
            let drawn = scope::explain(query, &error);
            let named = Error::new(
                ErrorKind::Scope,
                format!("project `{name}`, scope query: {drawn}"),
            );
            match error.position().column {
                Some(column) => named.at_column(column),
                None => named,
            }
        })?;
        for hashtag in &self.hashtags {
            let (_, tag) = split(hashtag);
            if value::hashtag::normalize(tag).is_none() {
                return Err(about(format!("`{hashtag}` is not a hashtag")));
            }
        }
        for creator in &self.creators {
            let (_, author) = split(creator);
            if author.trim_start_matches('@').trim().is_empty() {
                return Err(about(format!("`{creator}` is not a user name")));
            }
        }
        for platform in &self.platforms {
            value::platform::normalize(platform)
                .map_err(|_| about(format!("`{platform}` is not the name of a platform")))?;
        }
        Ok(())
    }
}

/// `tiktok:name` as platform and name; `name` alone has no platform.
pub(crate) fn split(text: &str) -> (Option<&str>, &str) {
    match text.split_once(':') {
        Some((platform, name)) => (Some(platform.trim()), name.trim()),
        None => (None, text.trim()),
    }
}

/// The hashtag that a spec's text names, without its platform.
pub(crate) fn hashtag(text: &str) -> Option<String> {
    value::hashtag::normalize(split(text).1).map(|tag| tag.to_string())
}

/// The user name that a spec's text names, without its platform.
pub(crate) fn creator(text: &str) -> String {
    split(text).1.trim_start_matches('@').trim().to_owned()
}

/// A name that stands for every platform, where there is none.
pub(crate) fn no_platform(spec: &ProjectSpec, text: &str) -> Error {
    Error::new(
        ErrorKind::Argument,
        format!(
            "project `{}`: `{text}` names no platform, and there is none yet",
            spec.name
        ),
    )
    .hint(format!(
        "load posts first, or write `instagram:{text}`, or give the project `platforms`"
    ))
}

/// The place of the project that `text` names among those of these ids and
/// names: by name, else by id.
///
/// # Errors
/// `NotFound`, with the names there are; `Argument` where two share the name.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn find(all: &[(i32, &str)], text: &str) -> Result<usize> {
    let by_name = all.iter().filter(|(_, name)| *name == text).count();
    if by_name > 1 {
        return Err(Error::new(
            ErrorKind::Argument,
            format!("{by_name} projects are called `{text}`"),
        )
        .hint("name it by its id; `veyl project list` shows them"));
    }
    let found = all
        .iter()
        .position(|(_, name)| *name == text)
        .or_else(|| all.iter().position(|(id, _)| id.to_string() == text));
    found.ok_or_else(|| {
        let names: Vec<_> = all
            .iter()
            .take(20)
            .map(|(_, name)| format!("`{name}`"))
            .collect();
        let hint = if names.is_empty() {
            "there are no projects yet; make one with `veyl project add` or `veyl project apply FILE`".to_owned()
        } else {
            format!("the projects are {}", names.join(", "))
        };
        Error::new(ErrorKind::NotFound, format!("there is no project `{text}`")).hint(hint)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_given_decides_the_scope_type() {
        let spec = |text: &str| {
            let file = ProjectsFile::parse(text, "p.toml").unwrap();
            file.projects[0].scope_type().to_owned()
        };
        assert_eq!(spec("[[project]]\nname='a'\nhashtags=['x']"), "hashtags");
        assert_eq!(spec("[[project]]\nname='a'\ncreators=['x']"), "creators");
        assert_eq!(
            spec("[[project]]\nname='a'\ncreators=['x']\nhashtags=['y']"),
            "both"
        );
    }

    #[test]
    fn a_wrong_scope_names_its_project_and_place() {
        let text = "[[project]]\nname='Cats'\nscope_query='#a likes>'";
        let error = ProjectsFile::parse(text, "p.toml").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Scope);
        assert!(error.position().column.is_some());
        let said = error.to_string();
        assert!(said.starts_with("p.toml, column "), "{said}");
        assert!(said.contains("project `Cats`"), "{said}");
        assert!(said.contains("\n  #a likes>\n"), "{said}");
        assert!(said.lines().any(|line| line.trim() == "^"), "{said}");
    }

    #[test]
    fn mistakes_name_file_and_line() {
        let error =
            ProjectsFile::parse("[[project]]\nname='a'\nhashtag=['x']", "p.toml").unwrap_err();
        assert_eq!(error.position().source.as_deref(), Some("p.toml"));
        assert_eq!(error.position().line, Some(3));
        for wrong in [
            "[[project]]\nhashtags=['x']",
            "[[project]]\nname='a'\n[[project]]\nname='a'",
            "[[project]]\nname='a'\nscope_query='likes>'",
            "[[project]]\nname='a'\nhashtags=['!!']",
            "[[project]]\nname='a'\nscope_type='all'",
        ] {
            assert!(ProjectsFile::parse(wrong, "p.toml").is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_written_file_reads_back(texts in proptest::collection::vec("[a-z\\PC\"'\\\\\n\t]{1,9}", 4), there in any::<bool>()) {
            let some = |text: &String| there.then(|| text.clone());
            let spec = ProjectSpec {
                name: format!("a{}", texts[0]),
                description: some(&texts[1]),
                status: some(&texts[2]),
                platforms: some(&"x".to_owned()).into_iter().collect(),
                scope_type: some(&"both".to_owned()),
                scope_query: some(&"likes > 3".to_owned()),
                hashtags: vec!["sun".to_owned(), "x:sea".to_owned()],
                creators: vec![format!("x:b{}", texts[3])],
            };
            let other = ProjectSpec { name: "other".to_owned(), ..ProjectSpec::default() };
            let file = ProjectsFile { projects: vec![spec, other] };
            prop_assert_eq!(ProjectsFile::parse(&file.to_string(), "p.toml").unwrap(), file);
        }
    }
}
