//! Our own pages, read back: enough of HTML for what we write, and no more.

/// The section of this id.
///
/// # Panics
/// Where the page has none.
#[allow(clippy::panic)]
pub fn section<'p>(page: &'p str, id: &str) -> &'p str {
    page.split_once(&format!("<section id=\"{id}\">"))
        .and_then(|(_, rest)| rest.split_once("</section>"))
        .map_or_else(
            || panic!("there is no section {id}"),
            |(section, _)| section,
        )
}

/// The rows of the first table of this class: of each cell the exact figure, or
/// its text, or `NULL`. No rows where there is no such table.
pub fn rows(page: &str, class: &str) -> Vec<Vec<String>> {
    let begin = if class.is_empty() {
        "<table>".to_owned()
    } else {
        format!("<table class=\"{class}\">")
    };
    let Some((_, table)) = page.split_once(&begin) else {
        return Vec::new();
    };
    let body = between(table, "<tbody>", "</tbody>").unwrap_or_default();
    body.split("<tr")
        .skip(1)
        .map(|row| row.split("<t").skip(1).map(cell).collect())
        .collect()
}

/// A cell, from after `<t` on: `d class="n" data-n="1">1</td>`.
fn cell(cell: &str) -> String {
    let (tag, rest) = cell.split_once('>').unwrap_or((cell, ""));
    if tag.contains("class=\"null\"") {
        return "NULL".to_owned();
    }
    match between(tag, "data-n=\"", "\"") {
        Some(exact) => exact.to_owned(),
        None => text(rest.split("</t").next().unwrap_or_default()),
    }
}

/// The figures of a summary by column: the exact value, or `NULL`.
pub fn figures(section: &str) -> Vec<(String, String)> {
    section
        .split("<dd data-f=\"")
        .skip(1)
        .map(|figure| {
            let (column, rest) = figure.split_once('"').unwrap_or((figure, ""));
            let tag = rest.split('>').next().unwrap_or_default();
            let exact = between(tag, "data-n=\"", "\"").unwrap_or("NULL");
            (column.to_owned(), exact.to_owned())
        })
        .collect()
}

/// What people read: without tags, white space collapsed.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text += part.split_once('>').map_or(part, |(_, after)| after);
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn between<'t>(text: &'t str, begin: &str, end: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(begin)?;
    rest.split_once(end).map(|(inside, _)| inside)
}
