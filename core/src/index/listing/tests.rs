use super::*;
use crate::index::tests::made;
use crate::load::LoadOptions;
use crate::project::{Applied, ProjectSpec};
use crate::read::Input;
use crate::view::{Projects, View};

fn small() -> Dataset {
    let posts = concat!(
        r##"{"id":"x_1","platform_id":1,"author":"Ana","hashtags":["sun","sea"],"metrics":{"likes":1},"posted_at":"2026-01-02"}"##,
        "\n",
        r##"{"id":"x_2","platform_id":1,"author":"Ana","hashtags":["sun"],"metrics":{"likes":1}}"##,
        "\n",
        r##"{"id":"tiktok_3","platform_id":2,"author":"ANATOL","hashtags":["sun","straße"],"metrics":{"likes":1},"posted_at":"2026-01-01"}"##,
        "\n",
    );
    let inputs = [
        Input::bytes("posts.ndjson", posts),
        Input::bytes("platforms.csv", "id,name\n1,x\n2,tiktok\n"),
    ];
    let mut dataset = Dataset::default();
    dataset
        .load(&inputs, &LoadOptions::default(), &mut ())
        .unwrap();
    dataset
}

fn names(dataset: &Dataset, ask: Ask) -> (usize, Vec<String>) {
    let listed = dataset.list_hashtags(&ask).unwrap();
    let shown = listed.rows.iter();
    let shown = shown.map(|row| format!("{}:{} {}", row.platform, row.name, row.posts));
    (listed.total, shown.collect())
}

#[test]
fn hashtags_by_posts_and_by_what_is_sought() {
    let dataset = small();
    let all = ["x:sun 2", "x:sea 1", "tiktok:strasse 1", "tiktok:sun 1"];
    assert_eq!(
        names(&dataset, Ask::default()),
        (4, all.map(str::to_owned).to_vec())
    );
    let ask = |search: &str, platform: Option<&str>, limit, offset| Ask {
        search: Some(search.to_owned()),
        platform: platform.map(str::to_owned),
        limit,
        offset,
    };
    let (total, shown) = names(&dataset, ask("#S", None, Some(2), 1));
    assert_eq!(
        (total, shown),
        (4, vec![all[1].to_owned(), all[2].to_owned()])
    );
    assert_eq!(names(&dataset, ask("STRASSE", None, None, 0)).0, 1);
    assert_eq!(
        names(&dataset, ask("sun", Some("tiktok"), None, 0)).1,
        [all[3]]
    );
    assert_eq!(names(&dataset, ask("", None, Some(9), 99)), (4, vec![]));
    let wrong = dataset.list_hashtags(&ask("", Some("myspace"), None, 0));
    assert_eq!(wrong.unwrap_err().kind(), crate::ErrorKind::NotFound);
}

#[test]
fn creators_platforms_and_counts() {
    let dataset = small();
    let found = dataset.list_creators(&Ask {
        search: Some("@ana".to_owned()),
        ..Ask::default()
    });
    let found = found.unwrap();
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| (&*row.author, row.posts))
        .collect();
    assert_eq!((found.total, rows), (2, vec![("Ana", 2), ("ANATOL", 1)]));
    let platforms = dataset.list_platforms();
    let platforms: Vec<_> = platforms
        .iter()
        .map(|one| (&*one.name, one.posts))
        .collect();
    assert_eq!(platforms, [("x", 2), ("tiktok", 1)]);
    let counts = dataset.counts();
    let day = 86_400_000_000;
    assert_eq!((counts.posts, counts.links, counts.hashtags), (3, 5, 4));
    assert_eq!(
        counts
            .last_post_at
            .zip(counts.first_post_at)
            .map(|(last, first)| last - first),
        Some(day)
    );
    assert_eq!(Dataset::default().counts(), Counts::default());
}

/// The lists say of every name what the views say.
#[test]
fn made_up_data_is_listed_as_the_view_has_it() {
    let dataset = made(3000, 3);
    let view = View::named("hashtags_with_stats").unwrap();
    let rows: usize = dataset
        .view(view, Projects::All)
        .unwrap()
        .iter()
        .map(arrow::array::RecordBatch::num_rows)
        .sum();
    let listed = dataset
        .list_hashtags(&Ask {
            limit: Some(usize::MAX),
            ..Ask::default()
        })
        .unwrap();
    assert_eq!((listed.total, listed.rows.len()), (rows, rows));
    assert!(
        listed
            .rows
            .is_sorted_by_key(|row| std::cmp::Reverse(row.posts))
    );
    let first = dataset.list_hashtags(&Ask::default()).unwrap();
    assert_eq!(first.rows, listed.rows[..50]);
    let links: usize = listed.rows.iter().map(|row| row.posts).sum();
    assert_eq!(links, dataset.counts().links);
}

#[test]
fn projects_written_out_and_read_in_are_the_same() {
    let mut dataset = made(500, 12);
    let spec = ProjectSpec {
        name: "By name".to_owned(),
        description: Some("\"quoted\"\nlines".to_owned()),
        platforms: vec!["tiktok".to_owned()],
        scope_query: Some("likes>5 text:\"a b\"".to_owned()),
        hashtags: vec!["Sea".to_owned(), "instagram:sun".to_owned()],
        creators: vec!["@someone".to_owned()],
        ..ProjectSpec::default()
    };
    dataset.apply_projects(&[spec], 5).unwrap();
    let text = dataset.projects_toml();
    let file = crate::project::ProjectsFile::parse(&text, "p.toml").unwrap();
    assert_eq!(file.projects.len(), 13);
    let before = dataset.project_specs();
    let applied = dataset.apply_projects(&file.projects, 6).unwrap();
    assert_eq!(applied, [Applied::Unchanged; 13]);
    assert_eq!(dataset.project_specs(), before);
    assert!(
        text.contains("hashtags = [\n") || text.contains("hashtags = [\""),
        "{text}"
    );
}
