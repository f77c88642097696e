//! `veyl serve`: the page and the store's data, to this machine and nobody else.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Output;
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::read::GzDecoder;
use serde_json::Value;
use tempfile::TempDir;
use veyl_core::index::Dataset;
use veyl_core::sql::{Store, StoreOptions};
use veyl_core::view::{Projects, VIEWS};
use veyl_tests::engines::difference;
use veyl_tests::serving::{Response, Served};
use veyl_tests::{root, succeed, veyl};

const INDEX: &str = "<!doctype html>\n<html>\n<head>\n<title>veyl</title>\n\
    <script type=\"module\" src=\"./assets/app-1a.js\"></script></head>\n<body></body>\n</html>\n";

/// What must never be served.
const SECRETS: [&str; 3] = [
    "ann.secret@example.org",
    "Ann Secretname",
    "ya29.secret-token",
];

/// A store of the sample with users and their accounts.
fn store() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let sample = root().join("data/sample");
    succeed(path, &["load", &sample.display().to_string()]);
    let users = format!("id,email,name\n1,{},{}\n", SECRETS[0], SECRETS[1]);
    let accounts = format!("user_id,provider,access_token\n1,google,{}\n", SECRETS[2]);
    let projects = "id,user_id,name,scope_type,created_at,updated_at\n\
        77,1,Owned,hashtags,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z\n";
    let tables = path.join("tables");
    fs::create_dir(&tables).unwrap();
    fs::write(tables.join("users.csv"), users).unwrap();
    fs::write(tables.join("oauth_accounts.csv"), accounts).unwrap();
    fs::write(tables.join("projects.csv"), projects).unwrap();
    succeed(path, &["load", "tables"]);
    let followed = sample.join("projects.toml").display().to_string();
    succeed(path, &["project", "apply", &followed]);
    fs::read(path.join("veyl.duckdb")).unwrap()
}

/// A folder with a store and a small page.
fn folder() -> TempDir {
    static STORE: OnceLock<Vec<u8>> = OnceLock::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("veyl.duckdb"), STORE.get_or_init(store)).unwrap();
    let page = path.join("page");
    fs::create_dir_all(page.join("assets/deep")).unwrap();
    fs::write(page.join("index.html"), INDEX).unwrap();
    let script = "console.log('veyl');\n".repeat(500);
    fs::write(page.join("assets/app-1a.js"), &script).unwrap();
    fs::write(page.join("assets/deep/worker-2b.js"), &script).unwrap();
    fs::write(page.join("assets/engine.wasm"), b"\0asm\x01\0\0\0").unwrap();
    fs::write(page.join("assets/style.css"), "body { margin: 0 }\n").unwrap();
    fs::write(page.join("icon.svg"), "<svg/>").unwrap();
    fs::write(page.join("sample.csv.gz"), b"\x1f\x8b").unwrap();
    fs::write(page.join(".hidden.js"), "hidden").unwrap();
    fs::write(path.join("outside.js"), "outside").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(path.join("outside.js"), page.join("link.js")).unwrap();
    folder
}

fn serve(folder: &TempDir) -> Served {
    Served::start(folder.path(), &folder.path().join("page"))
}

/// Runs `veyl serve`, which must end by itself.
fn refused(folder: &Path, page: Option<&Path>, port: &str) -> String {
    let mut command = veyl();
    command
        .args(["serve", "--port", port])
        .current_dir(folder)
        .env_remove("VEYL_PAGE_DIR");
    if let Some(page) = page {
        command.env("VEYL_PAGE_DIR", page);
    }
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(stdout.is_empty());
    said
}

/// What every response says, whatever it is.
fn protected(response: &Response) {
    let policy = response.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.split("; ").any(|found| found == part), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    assert_eq!(response.header("x-content-type-options"), "nosniff");
    assert_eq!(
        response.header("cross-origin-resource-policy"),
        "same-origin"
    );
    assert_eq!(response.header("access-control-allow-origin"), "");
}

#[test]
fn the_page_comes_with_its_types_and_its_policy() {
    let folder = folder();
    let served = serve(&folder);
    let index = served.get("/");
    assert_eq!(index.status, 200);
    let html = String::from_utf8(index.body.clone()).unwrap();
    let meta = "<meta name=\"veyl-store\" content=\"data/store.json\">";
    assert_eq!(html, INDEX.replace("<head>", &format!("<head>{meta}")));
    assert_eq!(served.get("/index.html?a=b").body, index.body);
    for (path, media) in [
        ("/", "text/html; charset=utf-8"),
        ("/assets/app-1a.js", "text/javascript; charset=utf-8"),
        (
            "/assets/deep/worker-2b.js",
            "text/javascript; charset=utf-8",
        ),
        ("/assets/engine.wasm", "application/wasm"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/sample.csv.gz", "application/gzip"),
        ("/data/store.json", "application/json"),
        ("/data/store.veyl", "application/vnd.veyl.snapshot"),
    ] {
        let response = served.get(path);
        assert_eq!((response.status, path), (200, path));
        assert_eq!(response.header("content-type"), media);
        assert_eq!(response.header("content-encoding"), "");
        let length = response.body.len().to_string();
        assert_eq!(response.header("content-length"), length);
        protected(&response);
        let head = served.ask("HEAD", path, "");
        assert_eq!((head.status, head.body.len()), (200, 0));
        for name in ["content-type", "content-length", "etag"] {
            assert_eq!(head.header(name), response.header(name), "{path} {name}");
        }
    }
    let missing = served.get("/assets/none.js");
    assert_eq!(missing.status, 404);
    protected(&missing);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"] {
        let response = served.ask(method, "/data/store.json", "Content-Length: 0\r\n");
        assert_eq!((response.status, method), (405, method));
        assert_eq!(response.header("allow"), "GET, HEAD");
        protected(&response);
    }
}

#[test]
fn files_come_compressed_and_only_when_they_have_changed() {
    let folder = folder();
    let served = serve(&folder);
    let path = "/assets/app-1a.js";
    let plain = served.get(path);
    let gzip = served.ask("GET", path, "Accept-Encoding: br, gzip\r\n");
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert_eq!(gzip.header("vary"), "accept-encoding");
    assert!(gzip.body.len() * 10 < plain.body.len());
    let mut unpacked = Vec::new();
    GzDecoder::new(gzip.body.as_slice())
        .read_to_end(&mut unpacked)
        .unwrap();
    assert_eq!(unpacked, plain.body);
    let refused = served.ask("GET", path, "Accept-Encoding: gzip;q=0\r\n");
    assert_eq!(refused.body, plain.body);
    // Eight bytes get no smaller.
    let small = served.ask("GET", "/assets/engine.wasm", "Accept-Encoding: gzip\r\n");
    assert_eq!(small.header("content-encoding"), "");

    for path in [path, "/", "/data/store.veyl", "/data/store.json"] {
        let tag = served.get(path).header("etag").to_owned();
        let known = served.ask("GET", path, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((known.status, known.body.len()), (304, 0), "{path}");
        assert_eq!(known.header("etag"), tag);
        protected(&known);
        let other = served.ask("GET", path, "If-None-Match: \"other\"\r\n");
        assert_eq!(other.status, 200);
        assert!(other.header("cache-control").contains("no-cache"));
    }
}

#[test]
fn the_snapshot_is_the_store() {
    let folder = folder();
    let served = serve(&folder);
    let told: Value = serde_json::from_slice(&served.get("/data/store.json").body).unwrap();
    assert_eq!(told["name"], "veyl.duckdb");
    assert_eq!(told["snapshot"], "data/store.veyl");
    assert_eq!(told["counts"]["posts"], 3900);
    assert_eq!(told["counts"]["projects"], 4);
    assert_eq!(told["stale"], Value::Null);
    let bytes = served.get("/data/store.veyl").body;
    assert_eq!(told["bytes"], bytes.len());
    let dataset = Dataset::from_snapshot(Bytes::from(bytes)).unwrap();
    let db = folder.path().join("veyl.duckdb");
    let store = Store::open(&db, &StoreOptions::default()).unwrap();
    assert_eq!(dataset.posts(), 3900);
    for view in &VIEWS {
        assert_eq!(difference(view, Projects::All, &store, &dataset), None);
    }
}

#[test]
fn users_and_their_tokens_are_in_nothing_that_is_served() {
    let folder = folder();
    // The store has them, but for the token, which no load lets in.
    let asked = ["sql", "--json", "-c", "SELECT email, name FROM users"];
    let users = succeed(folder.path(), &asked);
    assert!(users.contains(SECRETS[0]) && users.contains(SECRETS[1]));
    let served = serve(&folder);
    for path in ["/", "/data/store.json", "/data/store.veyl", "/data/users"] {
        let whole = served.get(path).whole;
        for secret in SECRETS {
            let found = whole
                .windows(secret.len())
                .any(|bytes| bytes == secret.as_bytes());
            assert!(!found, "{path} holds {secret}");
        }
        let place = folder.path().display().to_string();
        assert!(
            !String::from_utf8_lossy(&whole).contains(&place),
            "{path} tells where the store lies"
        );
    }
}

#[test]
fn other_names_of_this_machine_get_nothing() {
    let folder = folder();
    let served = serve(&folder);
    let port = served.port;
    let ask = |lines: &str| served.send(&format!("{lines}\r\nConnection: close\r\n\r\n"));
    for path in ["/", "/data/store.json", "/data/store.veyl"] {
        for host in [
            "rebound.example".to_owned(),
            format!("rebound.example:{port}"),
            format!("127.0.0.1.rebound.example:{port}"),
            format!("localhost.:{port}"),
            format!("0.0.0.0:{port}"),
            "127.0.0.1".to_owned(),
            format!("127.0.0.1:{}", port.wrapping_add(1)),
            String::new(),
        ] {
            let response = ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}"));
            assert_eq!((response.status, host.as_str()), (421, host.as_str()));
            protected(&response);
        }
        let foreign = format!("GET http://rebound.example{path} HTTP/1.1");
        let host = format!("Host: 127.0.0.1:{port}");
        assert_eq!(ask(&format!("{foreign}\r\n{host}")).status, 421);
        assert_eq!(ask(&format!("GET {path} HTTP/1.1")).status, 400);
        assert_eq!(ask(&format!("GET {path} HTTP/1.0")).status, 400);
        let two = format!("{host}\r\nHost: rebound.example");
        assert_eq!(ask(&format!("GET {path} HTTP/1.1\r\n{two}")).status, 400);
        for host in [format!("localhost:{port}"), format!("LocalHost:{port}")] {
            let response = ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}"));
            assert_eq!((response.status, host.as_str()), (200, host.as_str()));
        }
    }
    // A page of another site that is open in the same browser.
    for (site, status) in [
        ("cross-site", 403),
        ("same-site", 403),
        ("same-origin", 200),
    ] {
        let headers = format!("Sec-Fetch-Site: {site}\r\n");
        for path in ["/data/store.json", "/data/store.veyl"] {
            assert_eq!(served.ask("GET", path, &headers).status, status, "{site}");
        }
    }
    // A link to the page is fine.
    let link = served.ask("GET", "/", "Sec-Fetch-Site: cross-site\r\n");
    assert_eq!(link.status, 200);
}

#[test]
#[cfg(target_os = "linux")]
fn only_loopback_listens() {
    let folder = folder();
    let served = serve(&folder);
    let suffix = format!(":{:04X}", served.port);
    let listening = |file: &str| -> Vec<String> {
        let text = fs::read_to_string(file).unwrap_or_default();
        let rows = text.lines().skip(1).map(str::split_whitespace);
        let rows = rows.map(|row| row.skip(1).take(3).map(str::to_owned).collect());
        // Local address, remote address, state: 0A is listening.
        rows.filter(|row: &Vec<String>| row[0].ends_with(&suffix) && row[2] == "0A")
            .map(|row| row[0].clone())
            .collect()
    };
    let own = format!("0100007F{suffix}");
    assert_eq!(listening("/proc/net/tcp"), [own]);
    assert_eq!(listening("/proc/net/tcp6"), Vec::<String>::new());
    let url = format!("http://127.0.0.1:{}/", served.port);
    assert_eq!(served.said["url"], url.as_str());
}

#[test]
fn nothing_beside_the_page_is_within_reach() {
    let folder = folder();
    let served = serve(&folder);
    for path in [
        "/../outside.js",
        "/assets/../../outside.js",
        "/assets/..%2f..%2foutside.js",
        "/%2e%2e/outside.js",
        "/..\\outside.js",
        "//outside.js",
        "/./index.html",
        "/assets/",
        "/assets",
        "/etc/passwd",
        "//etc/passwd",
        "/file:///etc/passwd",
        "/.hidden.js",
        "/link.js",
        "/veyl.duckdb",
        "/data/veyl.duckdb",
        "/data/../veyl.duckdb",
        "/data/store.duckdb",
        "/index.html%00.js",
    ] {
        let response = served.get(path);
        assert_eq!((response.status, path), (404, path));
        let text = String::from_utf8(response.body).unwrap();
        assert_eq!(text, "there is no such file", "{path}");
    }
}

#[test]
fn a_changed_store_is_read_again_when_it_can_be() {
    let folder = folder();
    let path = folder.path();
    let served = serve(&folder);
    let told = || -> Value {
        let response = served.get("/data/store.json");
        assert_eq!(response.status, 200);
        serde_json::from_slice(&response.body).unwrap()
    };
    let before = told();
    assert_eq!(told(), before);
    // The store is not held: others write to it meanwhile.
    succeed(path, &["project", "add", "New", "--hashtag", "streetfood"]);
    let after = told();
    assert_eq!(after["counts"]["projects"], 5);
    assert_ne!(after["version"], before["version"]);
    let bytes = served.get("/data/store.veyl").body;
    let dataset = Dataset::from_snapshot(Bytes::from(bytes)).unwrap();
    assert_eq!(dataset.projects().count(), 5);

    succeed(path, &["project", "remove", "New"]);
    let db = path.join("veyl.duckdb");
    let writer = Store::open_for_writing(&db, &StoreOptions::default()).unwrap();
    let stale = told();
    assert_eq!(stale["version"], after["version"]);
    let why = stale["stale"].as_str().unwrap();
    assert!(why.contains("the store is in use by"), "{why}");
    writer.close().unwrap();
    let newest = told();
    assert_eq!(newest["stale"], Value::Null);
    assert_eq!(newest["counts"]["projects"], 4);
}

#[test]
fn ctrl_c_ends_it() {
    let folder = folder();
    let served = serve(&folder);
    assert_eq!(served.get("/").status, 200);
    assert_eq!(served.interrupt().code(), Some(0));
}

#[test]
fn what_stands_in_the_way_is_told() {
    let folder = folder();
    let path = folder.path();
    let page = path.join("page");

    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = refused(path, Some(&page), &port);
    assert!(said.contains(&format!("port {port} is in use")), "{said}");
    assert!(said.contains("--port 0"), "{said}");

    let said = refused(path, None, "0");
    assert!(
        said.contains("built without its page") && said.contains("make page"),
        "{said}"
    );
    let said = refused(path, Some(&path.join("none")), "0");
    assert!(
        said.contains("VEYL_PAGE_DIR") && said.contains("none"),
        "{said}"
    );
    let said = refused(path, Some(&page.join("assets")), "0");
    assert!(said.contains("no index.html"), "{said}");

    let db = path.join("veyl.duckdb");
    let writer = Store::open_for_writing(&db, &StoreOptions::default()).unwrap();
    let said = refused(path, Some(&page), "0");
    assert!(
        said.contains("the store is in use by") && said.contains("wait until it is done"),
        "{said}"
    );
    writer.close().unwrap();
    fs::remove_file(&db).unwrap();
    let said = refused(path, Some(&page), "0");
    assert!(said.contains("there is no store here"), "{said}");
}
