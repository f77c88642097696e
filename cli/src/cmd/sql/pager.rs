//! Results longer than the screen, in a pager.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::output;

/// Shows a text: through `PAGER`, or `less`, where it has more lines than the
/// terminal and `wanted` is set; else as it is.
pub(super) fn show(text: &str, wanted: bool) -> Result<()> {
    let height = terminal_height();
    if !wanted || height.is_none_or(|height| text.lines().count() < height) {
        return output::print(text);
    }
    let pager = std::env::var("PAGER").unwrap_or_default();
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("less"));
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Lines are not folded, and the screen stays as it was.
        command.env("LESS", "FSX");
    }
    let Ok(mut child) = command.spawn() else {
        // Where there is no pager, the terminal scrolls.
        return output::print(text);
    };
    if let Some(mut input) = child.stdin.take()
        && let Err(error) = input.write_all(text.as_bytes())
        && error.kind() != ErrorKind::BrokenPipe
    {
        return Err(error.into());
    }
    child.wait()?;
    Ok(())
}

/// Lines of the terminal, if standard output is one.
fn terminal_height() -> Option<usize> {
    let (height, _) = console::Term::stdout().size_checked()?;
    Some(usize::from(height))
}
