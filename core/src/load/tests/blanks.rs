//! Blank text is nothing: the next path has its turn.

use crate::load::tests::{load, load_with, mapped, on};

#[test]
fn blank_text_gives_way_to_the_next_path() {
    let json = concat!(
        r#"{"edge_media_to_caption":{"edges":[]},"shortcode":" ","id":"2715604631366879010","#,
        r#""owner":{"username":"ann"},"edge_media_preview_comment":{"count":" "},"#,
        r#""edge_media_to_comment":{"count":"7"},"taken_at_timestamp":1520000000}"#
    );
    let loaded = load("one.ndjson", json);
    assert_eq!(loaded.all("id"), ["instagram_CWvxAY7B0ci"]);
    assert_eq!(
        loaded.all("metrics"),
        [r#"{"comments":7,"likes":null,"shares":null,"views":null}"#]
    );
}

#[test]
fn blank_cells_of_a_table_give_way_too() {
    let csv = "id,post_id,author,username,text,title,likes,like_count,tags,created_at,date\n\
               \u{a0},5,  ,ann, ,hello #x,N/A,3,  ,\t,2024-01-02\n";
    let loaded = load_with("t.csv", csv, &on("x")).unwrap();
    assert_eq!(loaded.all("id"), ["x_5"]);
    assert_eq!(loaded.all("author"), ["ann"]);
    assert_eq!(loaded.all("caption"), ["hello #x"]);
    assert_eq!(loaded.all("hashtags"), [r#"["x"]"#]);
    assert!(loaded.posts[0]["metrics"].contains(r#""likes":3"#));
    assert_eq!(loaded.all("posted_at"), ["2024-01-02T00:00:00Z"]);
}

#[test]
fn a_url_without_an_id_gives_way_too() {
    let csv = "link,key,who\nhttps://youtube.com/,k1,ann\nhttps://youtube.com/watch?v=v2,k2,ann\n";
    let mapping = r#"
        platform = "youtube"
        [fields]
        id = { first = ["link", "key"], query = "v" }
        author = "who"
    "#;
    let loaded = load_with("t.csv", csv, &mapped(mapping)).unwrap();
    assert_eq!(loaded.all("id"), ["youtube_k1", "youtube_v2"]);
}
