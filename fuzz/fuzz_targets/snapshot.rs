//! Any bytes are refused as a snapshot, or have every view. Most bytes come
//! from a true snapshot: values in its sections are changed, and its checksums
//! made right again.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use veyl_core::index;
use veyl_core::load::LoadOptions;
use veyl_core::read::Input;

#[path = "../../tests/src/sealed.rs"]
mod sealed;

fuzz_target!(|bytes: &[u8]| {
    let _ = sealed::exercise(bytes.to_vec().into());
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut random = Random(u64::from(seed) | 1 << 32);
    if sealed::sections(&data[..size]).is_empty() && BASE.len() <= max_size {
        data[..BASE.len()].copy_from_slice(&BASE);
        return BASE.len();
    }
    let size = match random.below(8) {
        0 => fuzzer_mutate(data, size, max_size),
        _ => {
            for _ in 0..=random.below(3) {
                edit(&mut data[..size], &mut random);
            }
            size
        }
    };
    if random.below(16) > 0 {
        sealed::seal(&mut data[..size]);
    }
    size
});

/// Changes a value in a section, or how long a section is.
fn edit(file: &mut [u8], random: &mut Random) {
    let sections: Vec<_> = sealed::sections(file).into_values().collect();
    let Some((entry, place)) = sections.get(random.below(sections.len().max(1))).cloned() else {
        return;
    };
    if random.below(8) == 0 {
        let length = place.len() as u64;
        let length = [0, length.saturating_sub(8), length + 8, length / 2][random.below(4)];
        file[entry + 56..entry + 64].copy_from_slice(&length.to_le_bytes());
        return;
    }
    let width = [1, 2, 4, 4, 4, 8, 8][random.below(7)];
    let Some(last) = (place.len() / width).checked_sub(1) else {
        return;
    };
    let at = place.start + random.below(last + 1) * width;
    let mut value = [0; 8];
    value[..width].copy_from_slice(&file[at..at + width]);
    let value = u64::from_le_bytes(value);
    let value = match random.below(6) {
        0 => random.below(40) as u64,
        1 => value.wrapping_add(1),
        2 => value.wrapping_sub(1),
        3 => u64::MAX,
        4 => value ^ 1 << random.below(width * 8),
        // A value of another place in the section.
        _ => {
            let from = place.start + random.below(last + 1) * width;
            file.copy_within(from..from + width, at);
            return;
        }
    };
    file[at..at + width].copy_from_slice(&value.to_le_bytes()[..width]);
}

struct Random(u64);

impl Random {
    /// A number below `limit`, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }
}

/// A snapshot with every section.
static BASE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let tables = [
        ("platforms", r#"{"id":1,"name":"tiktok"}
{"id":2,"name":"x"}"#.to_owned()),
        ("hashtags", r#"{"id":1,"name":"sun","platform_id":1}
{"id":2,"name":"sea","platform_id":1}
{"id":3,"name":"sun","platform_id":2}"#.to_owned()),
        ("posts", (0..60).map(post).collect()),
        ("post_hashtags", r#"{"post_id":"tiktok_0","hashtag_id":1}
{"post_id":"tiktok_6","hashtag_id":3}"#.to_owned()),
        ("projects", (1..4).map(project).collect()),
        ("project_hashtags", (1..4).map(|number| format!(
            "{{\"id\":{number},\"project_id\":{number},\"hashtag_id\":{number},\"added_at\":\"2024-01-01T00:00:00Z\"}}\n"
        )).collect()),
        ("project_creators", (1..4).map(|number| format!(
            "{{\"id\":{number},\"project_id\":{number},\"creator_username\":\"ana{number}\",\"platform_id\":1,\"added_at\":\"2024-01-01T00:00:00Z\"}}\n"
        )).collect()),
    ];
    let inputs: Vec<Input> = tables
        .into_iter()
        .map(|(name, rows)| Input::bytes(format!("{name}.ndjson"), rows.into_bytes()))
        .collect();
    let (dataset, _) = index::read(&inputs, &LoadOptions::default(), &mut ()).expect("tables");
    assert_eq!(dataset.posts(), 60);
    let bytes = sealed::written(&dataset);
    let sections = sealed::sections(&bytes);
    for name in [
        "posts.wide.counts",
        "posts.own.items",
        "projects.scopes.bytes",
    ] {
        assert!(sections[name].1.start > 0, "{name} is to be tried too");
    }
    bytes
});

fn post(number: u64) -> String {
    let (platform, name) = [(1, "tiktok"), (2, "x")][usize::from(number % 5 == 4)];
    let likes = if number % 11 == 3 {
        number << 36
    } else {
        number * 7
    };
    let caption = ["null", "\"a sale\"", "\"日本 sun\""][number as usize % 3];
    let tags = [r#"["sun"]"#, r#"["sun","sea"]"#, "[]"][number as usize % 3];
    format!(
        r#"{{"id":"{name}_{number}","platform_id":{platform},"author":"ana{}","caption":{caption},"hashtags":{tags},"metrics":{{"likes":{likes},"comments":{},"shares":null,"views":{}}},"posted_at":"2024-0{}-{:02}T0{}:00:00Z","sentiment":{},"score":{number}.5,"score_trend":null}}"#,
        number % 4,
        number % 9,
        number * 100,
        number % 3 + 1,
        number % 28 + 1,
        number % 10,
        if number % 2 == 0 { "0.5" } else { "null" },
    ) + "\n"
}

fn project(number: usize) -> String {
    let query = ["null", "\"likes>5 NOT text:sale\"", "\"#sea OR @ana1\""][number - 1];
    let platforms = ["null", r#""[\"tiktok\"]""#, "null"][number - 1];
    format!(
        r#"{{"id":{number},"name":"p{number}","platforms":{platforms},"scope_type":"both","scope_query":{query},"created_at":"2024-01-01T00:00:00Z","updated_at":"2024-01-01T00:00:00Z"}}"#
    ) + "\n"
}
