//! The `veyl` command under test, built when a test first wants it: cargo builds
//! the commands of other packages for nobody else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::root;

/// The command, built once per test program with the features of this crate,
/// so that nothing but the command itself has to be compiled.
///
/// # Panics
/// Where cargo fails.
#[allow(clippy::expect_used)]
pub(crate) fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows its own file");
        // <target>/<profile>/deps/<test>
        let profile = test.ancestors().nth(2).expect("tests are built by cargo");
        let target = profile.parent().expect("profiles stand in a folder");
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo
            .args(["build", "--quiet", "--locked", "--no-default-features"])
            .args(["--package", "veyl", "--package", "veyl-tests"])
            .arg("--target-dir")
            .arg(target)
            .current_dir(root());
        // What cargo tells a test of its package would look to some build
        // scripts like a change, and they would build everything anew.
        for (name, _) in std::env::vars_os() {
            let shown = name.to_string_lossy();
            if shown.starts_with("CARGO_MANIFEST_") || shown.starts_with("CARGO_PKG_") {
                cargo.env_remove(&name);
            }
        }
        for (given, feature) in [
            (cfg!(feature = "bundled"), "veyl/bundled,veyl-tests/bundled"),
            (cfg!(feature = "polars"), "veyl/trend,veyl-tests/polars"),
        ] {
            if given {
                cargo.args(["--features", feature]);
            }
        }
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        let status = cargo.status().expect("cargo starts");
        assert!(status.success(), "the veyl command can not be built");
        profile.join(format!("veyl{}", std::env::consts::EXE_SUFFIX))
    })
}
