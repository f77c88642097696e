//! Telling Jupyter of the kernel: a folder with a `kernel.json`.

use std::collections::HashMap;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::{env, fs, path};

use anyhow::{Context, Result, bail};
use jupyter_protocol::JupyterKernelspec;
use serde::Serialize;
use serde_json::json;

use crate::args::{KernelInstall, KernelUninstall};
use crate::output;
use crate::session::Session;

/// The key under which `kernel.json` says that it is ours.
const OURS: &str = "veyl";

/// What was done, for programs.
#[derive(Serialize)]
struct Done {
    name: String,
    folder: String,
    store: Option<String>,
}

/// Writes the folder; one of the same name that is ours is replaced.
pub(super) fn install(session: &Session, args: &KernelInstall) -> Result<()> {
    let folder = folder(&args.name, args.prefix.as_deref())?;
    ours(&folder)?;
    let store = path::absolute(&session.db)?;
    let program = env::current_exe().context("this program does not know its own file")?;
    let text = |path: &Path| -> Result<String> {
        let text = path.to_str().with_context(|| {
            format!("{} is not UTF-8, which Jupyter's files are", path.display())
        })?;
        Ok(text.to_owned())
    };
    if !store.exists() {
        output::tell(format_args!(
            "there is no store at {} yet; `veyl load` makes one",
            store.display()
        ));
    }
    let stem = store.file_stem().unwrap_or_default().to_string_lossy();
    let display_name = match &args.display_name {
        Some(name) => name.clone(),
        None if stem == "veyl" => "veyl".to_owned(),
        None => format!("veyl: {stem}"),
    };
    let kernel = JupyterKernelspec {
        argv: vec![
            text(&program)?,
            "--db".to_owned(),
            text(&store)?,
            "kernel".to_owned(),
            "run".to_owned(),
            "{connection_file}".to_owned(),
        ],
        display_name,
        language: "sql".to_owned(),
        metadata: Some(HashMap::from([(
            OURS.to_owned(),
            json!({ "version": env!("CARGO_PKG_VERSION"), "store": text(&store)? }),
        )])),
        // An interrupt comes as a message, not as a signal.
        interrupt_mode: Some("message".to_owned()),
        env: Some(HashMap::new()),
    };
    let json = serde_json::to_string_pretty(&kernel)? + "\n";
    fs::create_dir_all(&folder).with_context(|| format!("{} can not be made", folder.display()))?;
    output::whole_file(&folder.join("kernel.json"), |mut file| {
        Ok(file.write_all(json.as_bytes())?)
    })?;
    let done = Done {
        name: args.name.clone(),
        folder: folder.display().to_string(),
        store: Some(store.display().to_string()),
    };
    session.answer(&done, || {
        format!(
            "{} is in Jupyter now ({}), for {}\n",
            kernel.display_name,
            folder.display(),
            store.display()
        )
    })
}

/// Removes the folder, if it is ours.
pub(super) fn uninstall(session: &Session, args: &KernelUninstall) -> Result<()> {
    let folder = folder(&args.name, args.prefix.as_deref())?;
    if !ours(&folder)? {
        bail!(
            "there is no kernel {} in {}; --prefix names the place it was installed to",
            args.name,
            folder.parent().unwrap_or(&folder).display()
        );
    }
    fs::remove_dir_all(&folder)
        .with_context(|| format!("{} can not be removed", folder.display()))?;
    let done = Done {
        name: args.name.clone(),
        folder: folder.display().to_string(),
        store: None,
    };
    session.answer(&done, || format!("{} removed\n", folder.display()))
}

/// Where the kernel of that name is told of.
fn folder(name: &str, prefix: Option<&Path>) -> Result<PathBuf> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if name.is_empty() || name.starts_with('.') || !name.chars().all(fits) {
        bail!("a kernel can not be called `{name}`: letters, digits, `.`, `_` and `-`");
    }
    let data = match (prefix, env::var_os("JUPYTER_DATA_DIR")) {
        (Some(prefix), _) => prefix.join("share/jupyter"),
        (None, Some(data)) if !data.is_empty() => PathBuf::from(data),
        (None, _) => jupyter_zmq_client::user_data_dir()
            .context("Jupyter's folder is not known; --prefix names one")?,
    };
    // Jupyter does not tell cases apart.
    Ok(data.join("kernels").join(name.to_ascii_lowercase()))
}

/// Whether there is a kernel of ours in that folder.
///
/// # Errors
/// Where there is one that is not.
fn ours(folder: &Path) -> Result<bool> {
    let file = folder.join("kernel.json");
    let text = match fs::read_to_string(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        text => text.with_context(|| format!("{} can not be read", file.display()))?,
    };
    let kernel: Option<JupyterKernelspec> = serde_json::from_str(&text).ok();
    let metadata = kernel.and_then(|kernel| kernel.metadata);
    if metadata.is_some_and(|metadata| metadata.contains_key(OURS)) {
        return Ok(true);
    }
    bail!(
        "{} is a kernel of another program; choose another --name",
        folder.display()
    )
}
