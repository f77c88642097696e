//! One thread, as a page has it, and many.

use super::*;
use crate::ErrorKind;
use crate::load::MaxRejects;

fn lines(rows: usize) -> String {
    (0..rows)
        .map(|row| {
            let likes = if row % 50 == 7 { "\"many\"".to_owned() } else { row.to_string() };
            format!(
                "{{\"id\":\"{row}\",\"username\":\"ann\",\"video_description\":\"{}\",\"like_count\":{likes},\"create_time\":1700000000}}\n",
                "long ".repeat(20)
            )
        })
        .collect()
}

fn with(threads: usize) -> LoadOptions {
    LoadOptions {
        threads: Some(threads),
        ..LoadOptions::default()
    }
}

/// Several blocks, so that threads have something to do.
#[test]
fn one_thread_and_many_say_the_same() {
    let text = lines(60_000);
    let one = load_with("one.ndjson", text.clone(), &with(1)).unwrap();
    let many = load_with("one.ndjson", text, &with(3)).unwrap();
    assert_eq!(one.report.sources, many.report.sources);
    assert_eq!(one.report.reasons, many.report.reasons);
    assert_eq!(one.report.rejected(), 1200);
    assert_eq!(one.posts, many.posts);
    assert_eq!(one.rejects, many.rejects);
}

#[test]
fn errors_are_the_same_too() {
    for threads in [1, 3] {
        let error = load_with("one.json", "[1, {", &with(threads)).unwrap_err();
        assert_eq!(
            error.position().source.as_deref(),
            Some("one.json"),
            "{error}"
        );
        let strict = LoadOptions {
            max_rejects: Some(MaxRejects::Rows(3)),
            ..with(threads)
        };
        let error = load_with("one.ndjson", lines(1000), &strict).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooManyRejects);
        assert_eq!(error.position().source, None, "{error}");
    }
}

/// What is told on the way, in order, and every byte of it.
#[test]
fn one_thread_tells_as_it_goes() {
    #[derive(Default)]
    struct Told(Vec<String>, u64);
    impl LoadObserver for Told {
        fn opened(&mut self, source: &str, bytes: Option<u64>, format: &str, _: &str) {
            self.0.push(format!("{source} {format} {}", bytes.unwrap()));
        }
        fn progress(&mut self, bytes: u64) {
            self.1 += bytes;
        }
    }
    let text = lines(60_000);
    let size = text.len();
    let inputs = [
        Input::bytes("a.ndjson", text),
        Input::bytes("platforms.csv", "id,name\n1,x\n"),
    ];
    let mut told = Told::default();
    read_batches(&inputs, &with(1), &mut told).unwrap();
    assert_eq!(
        told.0,
        [
            format!("a.ndjson tiktok-research {size}"),
            "platforms.csv platforms 12".to_owned()
        ]
    );
    assert_eq!(told.1, size as u64 + 12);
}
