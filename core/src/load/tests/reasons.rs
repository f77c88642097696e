//! Reasons of rejects can be counted: the same fault has the same words.

use std::collections::BTreeSet;

use crate::load::tests::{load, load_with, mapped, on};

#[test]
fn faults_of_many_rows_are_few_reasons() {
    let mut csv = b"id,author,text,likes,created_at\n".to_vec();
    for row in 0..50 {
        let spaces = " ".repeat(row);
        csv.extend(format!("{row},ann,{spaces}caf").bytes());
        csv.extend(b"\xe9,1,2024-01-01\n");
        csv.extend(format!("{row},ann,a,{row}x,2024-01-01\n").bytes());
        csv.extend(format!("{row},ann,a,1,2024-13-{row}\n").bytes());
        csv.extend(format!("{row},ann{}\n", ",".repeat(row)).bytes());
    }
    let loaded = load_with("t.csv", csv, &on("x")).unwrap();
    let reasons: BTreeSet<_> = loaded.report.reasons.keys().map(String::as_str).collect();
    let expected = [
        "likes: not a count",
        "not the 5 fields that the header has",
        "posted_at: not a time",
        "posted_at: no such time",
        "text: not valid UTF-8: declare the encoding in a mapping file, for example \
         `encoding = \"windows-1252\"`, and give it with --map",
    ];
    for reason in &reasons {
        assert!(expected.contains(reason), "{reason}");
    }
    let (commonest, rows) = loaded.report.commonest_reason().unwrap();
    assert!(
        commonest.starts_with("likes") && rows >= 50,
        "{commonest} {rows}"
    );
}

#[test]
fn the_advice_on_encodings_is_one_that_can_be_followed() {
    let csv = b"id,author,text\n1,ann,caf\xe9\n";
    let said = load_with("t.csv", csv.to_vec(), &on("x")).unwrap();
    let reject = &said.rejects[0];
    assert_eq!(
        (reject.field.as_str(), reject.value.as_str()),
        ("text", r"caf\xe9")
    );
    let advice = reject.reason.split('`').nth(1).unwrap();
    let options = mapped(&format!("platform = \"x\"\n{advice}"));
    let loaded = load_with("t.csv", csv.to_vec(), &options).unwrap();
    assert_eq!(loaded.all("caption"), ["café"]);
}

#[test]
fn broken_json_is_one_reason_wherever_it_breaks() {
    let mut lines = Vec::new();
    for row in 0..20 {
        let start = format!(
            r#"{{"id":"{row}","username":"ann","video_description":"{}"#,
            "é".repeat(row)
        );
        lines.push([start.as_bytes(), b"\", \"like_count\": nul}"].concat());
        lines.push([start.as_bytes(), b" caf\xe9\"}"].concat());
        lines.push([start.as_bytes(), b"\", \"create_time\": 1}"].concat());
    }
    let loaded = load("t.ndjson", lines.join(&b"\n"[..]));
    assert_eq!(loaded.posts.len(), 20);
    assert_eq!(
        loaded.report.reasons.len(),
        2,
        "{:?}",
        loaded.report.reasons
    );
    for reject in &loaded.rejects {
        assert!(reject.field.is_empty());
        assert!(!reject.value.contains('\u{fffd}'), "{reject:?}");
    }
    // The value shows where it breaks.
    let shown = &loaded.rejects[19];
    assert!(shown.value.contains(r"caf\xe9"), "{shown:?}");
}
