//! `veyl`: exports in, reports out, and any SQL question in between.

mod args;
mod cmd;
mod output;
mod progress;
mod session;
mod table;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    match cmd::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if output::reader_gone() => ExitCode::SUCCESS,
        Err(error) => {
            // Our errors carry place and advice in their own words; causes below say the same again.
            match error.downcast_ref::<veyl_core::Error>() {
                Some(own) => output::tell(format_args!("veyl: {own}")),
                None => output::tell(format_args!("veyl: {error:#}")),
            }
            ExitCode::FAILURE
        }
    }
}
