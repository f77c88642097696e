//! Whose word on the platform counts: the row's, then the mapping's or the
//! format's, then the command line's.

use crate::load::LoadOptions;
use crate::load::tests::{Loaded, load_with, mapped, on};

const OWN: &str = "id,author,text,platform\n1,ann,a,Mastodon\n2,bob,b,\n";

fn platforms(loaded: &Loaded) -> Vec<&str> {
    loaded.all("platform")
}

#[test]
fn the_row_comes_first_and_the_flag_is_for_those_that_do_not_say() {
    let loaded = load_with("t.csv", OWN, &on("x")).unwrap();
    assert_eq!(platforms(&loaded), ["mastodon", "x"]);
    assert_eq!(loaded.all("id"), ["mastodon_1", "x_2"]);
}

#[test]
fn a_row_without_a_platform_is_rejected_where_nothing_else_says_it() {
    let loaded = load_with("t.csv", OWN, &LoadOptions::default()).unwrap();
    assert_eq!(platforms(&loaded), ["mastodon"]);
    assert_eq!(loaded.rejects[0].field, "platform");
}

#[test]
fn a_format_s_own_platform_outweighs_the_flag() {
    let json = r#"{"id":"1","username":"ann","video_description":"a","create_time":1}"#;
    let loaded = load_with("t.ndjson", json, &on("x")).unwrap();
    assert_eq!(platforms(&loaded), ["tiktok"]);
}

#[test]
fn a_mapping_s_own_platform_outweighs_the_flag_and_guessed_columns() {
    let csv = "id,author,text,network\n1,ann,a,wifi at home\n";
    let options = LoadOptions {
        platform: Some("tiktok".to_owned()),
        ..mapped("platform = \"x\"")
    };
    let loaded = load_with("t.csv", csv, &options).unwrap();
    assert_eq!(platforms(&loaded), ["x"]);
    assert!(loaded.rejects.is_empty());
}

#[test]
fn the_column_that_a_mapping_names_outweighs_its_constant() {
    let mapping = "platform = \"x\"\n[fields]\nplatform = \"site\"";
    let csv = "id,author,text,site\n1,ann,a,tiktok\n2,bob,b,\n";
    let loaded = load_with("t.csv", csv, &mapped(mapping)).unwrap();
    assert_eq!(platforms(&loaded), ["tiktok", "x"]);
}

#[test]
fn a_canonical_platform_id_outweighs_the_flag() {
    let rows = concat!(
        r#"{"id":"instagram_1","platform_id":3,"author":"ann","likes":1}"#,
        "\n",
        r#"{"id":"x_2","platform_id":null,"author":"ann","likes":1}"#,
        "\n",
        r#"{"id":"3","platform_id":null,"author":"ann","likes":1}"#,
    );
    let loaded = load_with("p.ndjson", rows, &on("x")).unwrap();
    assert_eq!(loaded.report.sources[0].format, "posts");
    assert_eq!(loaded.all("platform_id"), ["3", "-", "-"]);
    assert_eq!(platforms(&loaded), ["-", "x", "x"]);
    assert_eq!(loaded.all("id"), ["instagram_1", "x_2", "x_3"]);
}
