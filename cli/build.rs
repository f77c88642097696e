//! Where DuckDB is linked as a shared library, the binary finds it at run time
//! in the folder it was linked from. Where `VEYL_VEGA_DIR` has the programs that
//! draw charts, they become part of the binary; and where `VEYL_PAGE_DIR` has the
//! page that `veyl serve` shows, so does that, compressed.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::read::GzEncoder;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    if let Ok(folder) = env::var("DUCKDB_LIB_DIR")
        && cfg!(unix)
    {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
    println!("cargo::rerun-if-env-changed=VEYL_VEGA_DIR");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let scripts = match env::var_os("VEYL_VEGA_DIR") {
        Some(folder) => charts(Path::new(&folder), &out)?,
        None => "None".to_owned(),
    };
    fs::write(
        out.join("charts.rs"),
        format!("const SCRIPTS: Option<(&str, &str)> = {scripts};\n"),
    )?;
    println!("cargo::rerun-if-env-changed=VEYL_PAGE_DIR");
    let folder = env::var_os("VEYL_PAGE_DIR").filter(|folder| !folder.is_empty());
    let files = match folder {
        Some(folder) => format!("Some(&[\n{}])", page(Path::new(&folder), &out)?),
        None => "None".to_owned(),
    };
    fs::write(
        out.join("page.rs"),
        format!(
            "/// The files of the page: path, whether compressed, bytes.\n\
             static EMBEDDED: Option<&[(&str, bool, &[u8])]> = {files};\n"
        ),
    )
}

/// Copies the programs to where the binary is made of, with their licence.
fn charts(folder: &Path, out: &Path) -> io::Result<String> {
    for name in ["vega.min.js", "vega-lite.min.js"] {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let program = fs::read_to_string(&path).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("VEYL_VEGA_DIR: {} can not be read: {error}", path.display()),
            )
        })?;
        // A page holds the programs within an element, which no text in them may end.
        if program.contains("</script") {
            return Err(io::Error::other(format!("{name} does not fit into a page")));
        }
        let notice = "/*! Vega and Vega-Lite, (c) University of Washington Interactive Data Lab and contributors, BSD-3-Clause, https://vega.github.io */\n";
        fs::write(out.join(name), format!("{notice}{program}"))?;
    }
    Ok(
        "Some((include_str!(concat!(env!(\"OUT_DIR\"), \"/vega.min.js\")), \
        include_str!(concat!(env!(\"OUT_DIR\"), \"/vega-lite.min.js\"))))"
            .to_owned(),
    )
}

/// Compresses every file of the page to where the binary is made of: lines of
/// the list of them.
fn page(folder: &Path, out: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.join("index.html").is_file() {
        let shown = folder.display();
        return Err(io::Error::other(format!(
            "VEYL_PAGE_DIR: {shown} has no index.html"
        )));
    }
    let kept = out.join("page");
    fs::create_dir_all(&kept)?;
    let mut names = Vec::new();
    gather(folder, "", &mut names)?;
    let mut list = String::new();
    for (place, name) in names.iter().enumerate() {
        let plain = fs::read(folder.join(name))?;
        let mut gzip = Vec::new();
        GzEncoder::new(plain.as_slice(), Compression::new(9)).read_to_end(&mut gzip)?;
        let smaller = gzip.len() < plain.len();
        fs::write(
            kept.join(place.to_string()),
            if smaller { gzip } else { plain },
        )?;
        let _ = writeln!(
            list,
            "({name:?}, {smaller}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/page/{place}\"))),"
        );
    }
    Ok(list)
}

/// The paths of all files below a folder, parted by `/`; hidden ones and links left out.
fn gather(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            gather(&entry.path(), &format!("{prefix}{name}/"), names)?;
        } else if kind.is_file() {
            names.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}
