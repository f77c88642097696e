//! `veyl serve` under test, and a plain HTTP client that also asks as no browser would.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::veyl;

/// How long a server may take for anything.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server; it ends with this value.
#[derive(Debug)]
pub struct Served {
    child: Child,
    /// What it printed with `--json`.
    pub said: Value,
    /// Its port.
    pub port: u16,
}

/// A response.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, their names in small letters.
    pub headers: BTreeMap<String, String>,
    /// The body as it was sent.
    pub body: Vec<u8>,
    /// All of it, as bytes.
    pub whole: Vec<u8>,
}

impl Response {
    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Served {
    /// Starts a server on a free port over the store in `folder`, with the page
    /// in `page`.
    ///
    /// # Panics
    /// Where it does not start.
    #[allow(clippy::expect_used)]
    pub fn start(folder: &Path, page: &Path) -> Self {
        let mut child = veyl()
            .args(["serve", "--port", "0", "--json"])
            .current_dir(folder)
            .env("VEYL_PAGE_DIR", page)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("veyl starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut text = String::new();
        while !text.ends_with("}\n") {
            let read = lines.read_line(&mut text).expect("its output is text");
            assert!(read > 0, "veyl serve ended: {:?}", child.wait());
        }
        let said: Value = serde_json::from_str(&text).expect("it prints JSON");
        let port = said["port"].as_u64().and_then(|port| port.try_into().ok());
        Self {
            child,
            port: port.expect("it tells its port"),
            said,
        }
    }

    /// Sends `request` as it is and reads the response to its end.
    ///
    /// # Panics
    /// Where no response comes.
    #[allow(clippy::expect_used)]
    pub fn send(&self, request: &str) -> Response {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("the time can be limited");
        stream
            .write_all(request.as_bytes())
            .expect("it takes the request");
        let mut whole = Vec::new();
        stream.read_to_end(&mut whole).expect("it answers");
        let end = whole.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.expect("a response has a head");
        let head = String::from_utf8_lossy(&whole[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        Response {
            status: status.and_then(|code| code.parse().ok()).expect("a status"),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: whole[end + 4..].to_vec(),
            whole,
        }
    }

    /// Asks for `path` with more headers, each ended by `\r\n`.
    pub fn ask(&self, method: &str, path: &str, headers: &str) -> Response {
        let port = self.port;
        self.send(&format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    /// Gets `path`, as a client that takes nothing compressed.
    pub fn get(&self, path: &str) -> Response {
        self.ask("GET", path, "")
    }

    /// Interrupts it, as Ctrl-C does; how it ended.
    ///
    /// # Panics
    /// Where it goes on.
    #[allow(clippy::expect_used)]
    pub fn interrupt(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.expect("kill is there").success());
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status;
            }
            thread::sleep(Duration::from_millis(5));
        }
        unreachable!("veyl serve goes on after Ctrl-C")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
