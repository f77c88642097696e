//! Stopping what a cell runs, from another thread.

use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Result, bail};
use veyl_core::sql::Interrupt;

/// What stops the running cell.
#[derive(Debug, Default)]
pub(super) struct Stop(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Of the store, while it is open.
    interrupt: Option<Interrupt>,
    running: bool,
    asked: bool,
}

impl Stop {
    /// Asks the running cell to stop; whether there is one.
    pub(super) fn ask(&self) -> bool {
        let mut state = self.state();
        state.asked = state.running;
        state.interrupt()
    }

    /// Asks the cell again that was asked to stop; whether it still runs. A query
    /// that was just about to begin has not heard the first time.
    pub(super) fn ask_again(&self) -> bool {
        self.state().interrupt()
    }

    /// Takes what stops the queries of a store, or of none.
    pub(super) fn by(&self, interrupt: Option<Interrupt>) {
        self.state().interrupt = interrupt;
    }

    /// A cell begins.
    pub(super) fn begin(&self) {
        let mut state = self.state();
        state.running = true;
        state.asked = false;
    }

    /// Fails where the running cell is to stop.
    pub(super) fn check(&self) -> Result<()> {
        if self.state().asked {
            bail!("the cell was stopped");
        }
        Ok(())
    }

    /// A cell has ended; whether it was asked to.
    pub(super) fn end(&self) -> bool {
        let mut state = self.state();
        state.running = false;
        state.asked
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that died here has left flags, which are whole at any time.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn interrupt(&self) -> bool {
        let wanted = self.running && self.asked;
        if wanted && let Some(interrupt) = &self.interrupt {
            interrupt.interrupt();
        }
        wanted
    }
}
