//! The files of the page: inside this program, or in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use hyper::body::Bytes;

use crate::cmd::serve::asset::Asset;

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// The files by their paths below the page, parted by `/`.
pub(super) type Files = BTreeMap<String, Asset>;

const INDEX: &str = "index.html";

/// Tells the page that there is a store to open.
const META: &str = "<meta name=\"veyl-store\" content=\"data/store.json\">";

/// The page: that of `VEYL_PAGE_DIR`, of this program, or of the folder `page`
/// beside it.
pub(super) fn find() -> Result<Files> {
    let named = env::var_os("VEYL_PAGE_DIR").filter(|folder| !folder.is_empty());
    let mut files = if let Some(folder) = named {
        let folder = PathBuf::from(folder);
        read(&folder).with_context(|| {
            format!(
                "VEYL_PAGE_DIR: the page in {} can not be read",
                folder.display()
            )
        })?
    } else if let Some(files) = EMBEDDED {
        files.iter().map(embedded).collect()
    } else if let Some(folder) = beside() {
        read(&folder)
            .with_context(|| format!("the page in {} can not be read", folder.display()))?
    } else {
        bail!(
            "this veyl was built without its page; `make page` in veyl's own folder builds it and \
             `make build` puts it into the program, or name the folder of a built page in VEYL_PAGE_DIR"
        )
    };
    let Some(index) = files.remove(INDEX) else {
        bail!("the page has no {INDEX}; VEYL_PAGE_DIR names the folder that `make page` makes");
    };
    let html = String::from_utf8(index.plain()?.to_vec())
        .with_context(|| format!("{INDEX} of the page is not UTF-8"))?;
    let html = with_meta(&html)?;
    files.insert(INDEX.to_owned(), Asset::new(INDEX, Bytes::from(html)));
    Ok(files)
}

fn embedded((name, compressed, bytes): &(&str, bool, &'static [u8])) -> (String, Asset) {
    let asset = if *compressed {
        Asset::compressed(name, bytes)
    } else {
        Asset::as_is(name, Bytes::from_static(bytes))
    };
    ((*name).to_owned(), asset)
}

/// The folder `page` beside the program, links to it followed.
fn beside() -> Option<PathBuf> {
    let program = env::current_exe().ok()?.canonicalize().ok()?;
    let folder = program.parent()?.join("page");
    folder.join(INDEX).is_file().then_some(folder)
}

/// Every file below a folder; links are not followed, hidden files left out.
fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    gather(folder, "", &mut files)?;
    Ok(files)
}

fn gather(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            gather(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).with_context(|| path.clone())?;
            let asset = Asset::new(&path, Bytes::from(bytes));
            files.insert(path, asset);
        }
    }
    Ok(())
}

/// The page with the word of the store in its head.
fn with_meta(html: &str) -> Result<String> {
    let head = html.find("<head").and_then(|begin| {
        let end = html[begin..].find('>')?;
        Some(begin + end + 1)
    });
    let Some(at) = head else {
        bail!("{INDEX} of the page has no <head>");
    };
    Ok(format!("{}{META}{}", &html[..at], &html[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_the_store_is_in_the_head() {
        let page =
            with_meta("<!doctype html><html><head lang=\"en\">\n<title>veyl</title>").unwrap();
        let expected = "<!doctype html><html><head lang=\"en\"><meta name=\"veyl-store\" \
                        content=\"data/store.json\">\n<title>veyl</title>";
        assert_eq!(page, expected);
        assert!(with_meta("<html><body>").is_err());
    }
}
