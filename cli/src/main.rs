//! `veyl`: exports in, reports out, and any SQL question in between.

mod args;
mod charts;
mod cmd;
mod engine;
mod memory;
mod output;
mod progress;
mod session;
mod table;
mod words;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    match cmd::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if output::reader_gone() => ExitCode::SUCCESS,
        Err(error) => {
            output::tell(format_args!("veyl: {}", told(&error)));
            ExitCode::FAILURE
        }
    }
}

/// An error with what it is about. Our own errors carry place and advice in
/// their own words; causes below them say the same again.
pub(crate) fn told(error: &anyhow::Error) -> String {
    let mut parts = Vec::new();
    for cause in error.chain() {
        parts.push(cause.to_string());
        if cause.is::<veyl_core::Error>() {
            break;
        }
    }
    parts.join(": ")
}
