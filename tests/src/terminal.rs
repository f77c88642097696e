//! A real terminal emulator for the shell under test: tmux.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::command::built;

/// How long the screen may take to show what is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Terminals of this process, which are told apart by number.
static TERMINALS: AtomicU32 = AtomicU32::new(0);

/// A terminal in which `veyl` runs. It ends with the value.
#[derive(Debug)]
pub struct Terminal {
    tmux: PathBuf,
    socket: String,
}

/// tmux. `VEYL_TMUX` names one, which must work; without it, there may be one.
///
/// # Panics
/// Where `VEYL_TMUX` does not work.
fn tmux() -> Option<PathBuf> {
    let named = std::env::var_os("VEYL_TMUX").map(PathBuf::from);
    let tmux = named.clone().unwrap_or_else(|| "tmux".into());
    let version = Command::new(&tmux).arg("-V").output();
    if version.is_ok_and(|output| output.status.success()) {
        return Some(tmux);
    }
    assert!(
        named.is_none(),
        "{} (VEYL_TMUX) does not run",
        tmux.display()
    );
    eprintln!("skipped: there is no tmux here");
    None
}

impl Terminal {
    /// Runs `veyl` with `arguments` in `folder`, on a screen of `width` columns
    /// and 30 lines; `None`, with a word, where there is no tmux.
    ///
    /// # Panics
    /// Where tmux does not start.
    #[allow(clippy::expect_used)]
    pub fn start(folder: &Path, arguments: &[&str], width: u16) -> Option<Self> {
        let tmux = tmux()?;
        let number = TERMINALS.fetch_add(1, Ordering::Relaxed);
        let terminal = Self {
            tmux,
            socket: format!("veyl-test-{}-{number}", std::process::id()),
        };
        let mut line = vec![built().display().to_string()];
        line.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        let quoted = line
            .iter()
            .map(|word| format!("'{}'", word.replace('\'', r"'\''")));
        let status = Command::new(&terminal.tmux)
            .args(["-L", &terminal.socket, "-f", "/dev/null", "-u"])
            .args(["new-session", "-d", "-y", "30", "-x", &width.to_string()])
            // The screen stays when the program ends.
            .arg(format!(
                // It stays, too, when Ctrl-C is pressed: that is for the program.
                "trap : INT; {}; echo \"ended with $?\"; sleep 600",
                quoted.collect::<Vec<_>>().join(" ")
            ))
            .current_dir(folder)
            .env("XDG_STATE_HOME", folder.join("state"))
            .env("LC_ALL", "C.UTF-8")
            .env("SHELL", "/bin/sh")
            .env_remove("NO_COLOR")
            .env_remove("PAGER")
            .env_remove("LESS")
            .env_remove("TMUX")
            .status()
            .expect("tmux starts");
        assert!(status.success(), "tmux has no terminal");
        Some(terminal)
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(&self.tmux)
            .args(["-L", &self.socket, "-u"])
            .args(arguments)
            .stdin(Stdio::null())
            .output();
        let output = output.map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&output).into_owned()
    }

    /// Types a text.
    pub fn typed(&self, text: &str) {
        // tmux takes a `;` at the end for one of its own.
        let text = match text.strip_suffix(';') {
            Some(text) => format!("{text}\\;"),
            None => text.to_owned(),
        };
        self.run(&["send-keys", "-l", &text]);
    }

    /// Presses a key, by the name that tmux has for it.
    pub fn key(&self, name: &str) {
        self.run(&["send-keys", name]);
    }

    /// Types a line where there is a prompt, and the Enter behind it.
    pub fn line(&self, text: &str) {
        self.prompts();
        self.more(text);
    }

    /// Types a line that goes on with the last, and the Enter behind it.
    pub fn more(&self, text: &str) {
        self.typed(text);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let echoed = bare(text);
        self.until(text, |screen| bare(screen).ends_with(&echoed));
        self.key("Enter");
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.run(&["capture-pane", "-p"])
    }

    /// The screen with its colour codes.
    pub fn coloured(&self) -> String {
        self.run(&["capture-pane", "-p", "-e"])
    }

    /// Takes everything off the screen.
    pub fn clear(&self) {
        self.prompts();
        self.key("C-l");
        self.until("an empty screen", |screen| {
            screen.trim().lines().count() <= 1
        });
    }

    /// Waits until the screen shows this; how long that took.
    ///
    /// # Panics
    /// Where it does not come.
    pub fn shows(&self, text: &str) -> Duration {
        self.until(text, |screen| screen.contains(text))
    }

    /// Waits until the last line of the screen is a prompt.
    pub fn prompts(&self) -> Duration {
        self.until("a prompt", |screen| screen.trim_end().ends_with("veyl>"))
    }

    /// Waits until the screen is as `wanted`; how long that took.
    ///
    /// # Panics
    /// Where it never is; `what` says what was waited for.
    pub fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Duration {
        let begin = Instant::now();
        loop {
            let screen = self.screen();
            if wanted(&screen) {
                return begin.elapsed();
            }
            assert!(
                begin.elapsed() < PATIENCE,
                "waited for {what}, on a screen of\n{screen}"
            );
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}
