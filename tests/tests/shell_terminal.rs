//! The shell as a person meets it, in a real terminal emulator, where there is one.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::time::Duration;

use veyl_tests::terminal::Terminal;
use veyl_tests::{run, sample_store};

/// Would run for minutes, were it let.
const ENDLESS: &str = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range + b.range) % 1000003 = 7;";

#[test]
fn completion_and_history() {
    let folder = sample_store();
    let Some(shell) = Terminal::start(folder.path(), &["sql"], 100) else {
        return;
    };
    shell.shows("read-only; .help helps");
    // A view, a column, a function, a word of SQL, a command.
    for (typed, completed) in [
        ("SELECT count(*) FROM project_summ", "FROM project_summary"),
        (
            "SELECT project_posts.engagement_r",
            "project_posts.engagement_rate",
        ),
        ("SELECT date_tru", "SELECT date_trunc("),
        ("SELECT 1 INTERS", "SELECT 1 INTERSECT"),
        (".max", ".maxrows"),
        (".schema project_summ", ".schema project_summary"),
        (".project Night", ".project Night markets"),
    ] {
        shell.typed(typed);
        shell.shows(typed);
        shell.key("Tab");
        shell.shows(completed);
        shell.key("C-c");
        shell.prompts();
        shell.clear();
    }
    // Where several fit, they are listed.
    shell.typed("SELECT * FROM project_h");
    shell.key("Tab");
    shell.key("Tab");
    shell.shows("project_hashtag_stats");
    shell.shows("project_heatmap");
    shell.key("C-c");
    shell.line("SELECT 'one' || '-' || 'two';");
    shell.shows("one-two");
    shell.line(".quit");
    shell.shows("ended with 0");
    drop(shell);

    // What was typed is there in the next session.
    let Some(shell) = Terminal::start(folder.path(), &["sql"], 100) else {
        return;
    };
    shell.shows(".help helps");
    shell.key("Up");
    shell.key("Up");
    shell.shows("SELECT 'one' || '-' || 'two';");
    shell.key("Enter");
    shell.shows("one-two");
    shell.key("C-d");
    shell.shows("ended with 0");
}

#[test]
fn statements_over_several_lines() {
    let folder = sample_store();
    let Some(shell) = Terminal::start(folder.path(), &["sql"], 100) else {
        return;
    };
    shell.shows(".help helps");
    shell.line("SELECT 'a;b' AS text,");
    shell.more("  NULL AS nothing, -- not the end;");
    shell.more("  12 AS dozen");
    assert!(!shell.screen().contains('│'), "it ran before its end");
    shell.more(";");
    shell.shows("╞");
    // Types under names, NULL to be seen, numbers to the right.
    let screen = shell.screen();
    assert!(
        screen.contains("│ text    ┆ nothing ┆   dozen │"),
        "{screen}"
    );
    assert!(
        screen.contains("│ VARCHAR ┆ INTEGER ┆ INTEGER │"),
        "{screen}"
    );
    assert!(
        screen.contains("│ a;b     ┆    NULL ┆      12 │"),
        "{screen}"
    );
    // A mistake in the second statement is shown in its line of what was typed.
    shell.clear();
    shell.line("SELECT 2,");
    shell.more("  3, nope FROM posts;");
    shell.shows("^");
    let screen = shell.screen();
    assert!(screen.contains("LINE 2:   3, nope FROM posts"), "{screen}");
    let lines: Vec<&str> = screen.lines().collect();
    let shown = lines
        .iter()
        .position(|line| line.starts_with("LINE 2:"))
        .unwrap();
    assert_eq!(
        lines[shown].find("nope"),
        lines[shown + 1].find('^'),
        "{screen}"
    );
    shell.prompts();
}

#[test]
fn a_query_is_stopped_within_a_second_and_the_shell_lives() {
    let folder = sample_store();
    let Some(shell) = Terminal::start(folder.path(), &["sql"], 100) else {
        return;
    };
    shell.shows(".help helps");
    shell.line("CREATE TEMP TABLE mine AS SELECT 'still ' || 'here' AS word;");
    shell.prompts();
    for _ in 0..2 {
        shell.clear();
        shell.line(ENDLESS);
        shell.shows("= 7;");
        std::thread::sleep(Duration::from_millis(700));
        assert!(!shell.screen().contains("│"), "it ended by itself");
        shell.key("C-c");
        let took = shell.shows("the query was stopped");
        assert!(took < Duration::from_secs(1), "{took:?}");
        shell.prompts();
    }
    shell.line("FROM mine;");
    shell.shows("still here");
    // A bar shows how far a long query has come.
    shell.clear();
    shell.line("SELECT count(*) AS n FROM range(400000000) WHERE hash(range) % 7 = 3;");
    shell.until("a bar of progress", |screen| screen.contains("% ▕"));
    shell.key("C-c");
    shell.prompts();
    shell.line(".quit");
    shell.shows("ended with 0");
}

#[test]
fn long_results_are_paged() {
    let folder = sample_store();
    let Some(shell) = Terminal::start(folder.path(), &["sql"], 100) else {
        return;
    };
    shell.shows(".help helps");
    if std::process::Command::new("less")
        .arg("--version")
        .output()
        .is_err()
    {
        eprintln!("skipped: there is no less here");
        return;
    }
    shell.line("SELECT 'row ' || range AS r FROM range(60);");
    shell.until("the first page", |screen| {
        screen.contains("row 10 ") && !screen.contains("row 50 ") && !screen.contains("veyl> S")
    });
    shell.key("Space");
    shell.shows("row 50 ");
    shell.key("q");
    shell.prompts();
    shell.line(".pager off");
    shell.line("SELECT 'line ' || range AS r FROM range(60);");
    shell.prompts();
    shell.shows("line 59");
    // Rows past the limit are counted, and where it is set is said.
    shell.line(".maxrows 5");
    shell.line("SELECT range FROM range(60);");
    shell.shows("60 rows, of which 55 are not shown; .maxrows 0 shows all");
}

#[test]
fn commands_of_the_shell() {
    let folder = sample_store();
    let path = folder.path();
    fs::write(
        path.join("two.sql"),
        "-- first\nSELECT 'read ' || 'in' AS x;\n\nSELECT 3,\n nope;\n",
    )
    .unwrap();
    let Some(shell) = Terminal::start(path, &["sql"], 100) else {
        return;
    };
    shell.shows(".help helps");
    shell.line(".help");
    for command in [
        ".tables", ".schema", ".mode", ".output", ".timer", ".read", ".maxrows", ".project",
    ] {
        shell.shows(command);
    }
    shell.clear();
    shell.line(".tables");
    shell.shows("project_signals");
    shell.line(".schema platforms");
    shell.shows("column_type");
    shell.clear();
    shell.line(".project Night markets");
    shell.shows("the project views speak of Night markets");
    shell.line("SELECT count(*) || ' of one' FROM project_summary;");
    shell.shows("1 of one");
    shell.line(".project");
    shell.line("SELECT count(*) || ' of all' FROM project_summary;");
    shell.shows("3 of all");
    shell.clear();
    shell.line(".timer off");
    shell.line(".mode csv");
    shell.line("SELECT 1 AS a, 'b,c' AS d;");
    shell.shows("1,\"b,c\"");
    shell.line(".mode nothing");
    shell.shows("nothing");
    shell.line(".output out.json");
    shell.line("SELECT 7 AS seven;");
    shell.line(".output");
    shell.line(".mode table");
    shell.clear();
    shell.line(".read two.sql");
    shell.shows("read in");
    shell.shows("two.sql, statement at line 4");
    let screen = shell.screen();
    assert!(screen.contains("LINE 5:  nope"), "{screen}");
    assert!(!screen.contains(" s\n"), "the time is still told: {screen}");
    assert!(
        fs::read_to_string(path.join("out.json"))
            .unwrap()
            .contains('7')
    );
    shell.line(".nothing");
    shell.shows("there is no .nothing");
    // A screen too narrow for a table gets a line a column.
    drop(shell);
    let Some(shell) = Terminal::start(path, &["sql"], 60) else {
        return;
    };
    shell.shows(".help helps");
    shell.line("FROM project_summary ORDER BY name LIMIT 1;");
    shell.shows("── row 1 ─");
}

#[test]
fn colours_on_a_terminal_and_none_in_pipes() {
    let folder = sample_store();
    let path = folder.path();
    let question = "SELECT author, 'text', 12 FROM posts ORDER BY id LIMIT 3";
    if let Some(shell) = Terminal::start(path, &["sql"], 100) {
        shell.shows(".help helps");
        shell.typed(question);
        shell.shows("LIMIT 3");
        let coloured = shell.coloured();
        // A word of SQL is bold and blue, a text green, as tmux spells them.
        assert!(coloured.contains("\x1b[1m\x1b[34mSELECT"), "{coloured:?}");
        assert!(coloured.contains("\x1b[32m'text'"), "{coloured:?}");
    }
    for format in ["table", "csv", "json", "ndjson", "markdown"] {
        let output = run(path, &["sql", "-c", question, "--format", format]);
        let all = [output.stdout, output.stderr].concat();
        assert!(all.len() > 20 && !all.contains(&0x1b), "{format}");
    }
    let output = run(path, &["sql", "-c", "SELECT nope FROM posts"]);
    assert!(!output.stderr.contains(&0x1b));
}
