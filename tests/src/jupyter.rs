//! A Jupyter that asks the kernel under test: `jupyter_client` from PyPI, driven
//! by `tests/kernel/driver.py`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::{root, succeed};

/// A Python with the packages of these names. `VEYL_PYTHON` names one, which
/// must have them; without it, `python3` may.
///
/// # Panics
/// Where `VEYL_PYTHON` has them not.
pub fn python(packages: &str) -> Option<PathBuf> {
    let named = std::env::var_os("VEYL_PYTHON").map(PathBuf::from);
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let import = format!("import {packages}");
    let has = Command::new(&python).args(["-c", &import]).output();
    if has.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    assert!(
        named.is_none(),
        "{} (VEYL_PYTHON) has no {packages}",
        python.display()
    );
    eprintln!("skipped: {} has no {packages}", python.display());
    None
}

/// A program of Python's that finds the kernels of `folder`, and no others.
pub fn in_jupyter(python: &Path, folder: &Path) -> Command {
    let mut command = Command::new(python);
    let jupyter = folder.join("jupyter");
    command
        .current_dir(folder)
        .env("JUPYTER_PATH", jupyter.join("share/jupyter"))
        .env("JUPYTER_DATA_DIR", &jupyter)
        .env("JUPYTER_CONFIG_DIR", &jupyter)
        .env("JUPYTER_RUNTIME_DIR", jupyter.join("runtime"))
        .env("JUPYTER_PLATFORM_DIRS", "1");
    command
}

/// Installs the kernel for the store `veyl.duckdb` of `folder`, for [`in_jupyter`].
///
/// # Panics
/// Where `veyl kernel install` fails.
pub fn install(folder: &Path) {
    succeed(folder, &["kernel", "install", "--prefix", "jupyter"]);
}

/// A running kernel, and the client that drives it.
#[derive(Debug)]
pub struct Kernel {
    driver: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Kernel {
    /// Installs the kernel for the store of `folder` and starts it; `None`, with
    /// a word, where there is no `jupyter_client`.
    ///
    /// # Panics
    /// Where it can not be started.
    #[allow(clippy::expect_used)]
    pub fn start(folder: &Path) -> Option<Self> {
        let python = python("jupyter_client")?;
        install(folder);
        let mut driver = in_jupyter(&python, folder)
            .arg(root().join("tests/kernel/driver.py"))
            .arg("veyl")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        Some(Self {
            requests: driver.stdin.take(),
            answers: BufReader::new(driver.stdout.take().expect("its output is piped")),
            driver,
        })
    }

    /// Hands the driver a request, and waits for its answer.
    ///
    /// # Panics
    /// Where the driver fails; it says why on standard error.
    #[allow(clippy::expect_used)]
    pub fn ask(&mut self, request: &Value) -> Value {
        let requests = self.requests.as_mut().expect("the driver runs");
        writeln!(requests, "{request}").expect("the driver listens");
        let mut answer = String::new();
        self.answers
            .read_line(&mut answer)
            .expect("the driver's answers are text");
        assert!(!answer.is_empty(), "{}: no answer", request["do"]);
        serde_json::from_str(&answer).expect("an answer is JSON")
    }

    /// Runs a cell.
    pub fn run(&mut self, code: &str) -> Ran {
        Ran(self.ask(&json!({ "do": "execute", "code": code })))
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        // The driver ends with its requests, and ends the kernel.
        drop(self.requests.take());
        let _ = self.driver.wait();
    }
}

/// What a cell gave.
#[derive(Debug)]
pub struct Ran(pub Value);

impl Ran {
    /// `ok`, `error` or `aborted`.
    pub fn status(&self) -> &str {
        self.0["reply"]["status"].as_str().unwrap_or_default()
    }

    /// The error as it is shown, its lines joined.
    pub fn error(&self) -> String {
        let lines = self.0["reply"]["traceback"].as_array();
        let lines = lines.into_iter().flatten().filter_map(Value::as_str);
        lines.collect::<Vec<_>>().join("\n")
    }

    /// All outputs of that media type.
    pub fn media(&self, kind: &str) -> Vec<&Value> {
        let outputs = self.0["outputs"].as_array().into_iter().flatten();
        outputs
            .filter_map(|output| output["data"].get(kind))
            .collect()
    }

    /// The last output of that media type, as text.
    pub fn text(&self, kind: &str) -> &str {
        let last = self.media(kind).last().and_then(|value| value.as_str());
        last.unwrap_or_default()
    }

    /// What it said beside its results.
    pub fn said(&self) -> String {
        let outputs = self.0["outputs"].as_array().into_iter().flatten();
        let said = outputs.filter(|output| output["type"] == "stream");
        said.filter_map(|output| output["text"].as_str()).collect()
    }
}
