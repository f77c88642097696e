//! Where DuckDB is linked as a shared library, the binary finds it at run time
//! in the folder it was linked from. Where `VEYL_VEGA_DIR` has the programs that
//! draw charts, they become part of the binary.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

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
