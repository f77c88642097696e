//! A run notebook as one page that needs nothing else: no network, no other file.

use std::fmt::Write;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd, TextMergeStream, html};
use sha2::{Digest, Sha256};

use crate::Result;
use crate::notebook::chart::with_data;
use crate::notebook::escape;
use crate::notebook::info::{Info, info};
use crate::notebook::model::{Block, Chart, Notebook, Query};
use crate::notebook::parse::MARKDOWN;
use crate::notebook::ran::Ran;
use crate::notebook::table::Shown;

const STYLE: &str = include_str!("page/style.css");
pub(crate) const DRAW: &str = include_str!("page/draw.js");
/// Sorts the tables of a page; reports have it too.
pub(crate) const SORT: &str = include_str!("page/sort.js");

/// What stands around the number of a value in the text that is parsed: signs
/// of private use, which mean nothing to Markdown.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// The programs that draw charts, as text; they become part of the page.
#[derive(Debug, Clone, Copy)]
pub struct ChartScripts<'s> {
    /// `vega.min.js`.
    pub vega: &'s str,
    /// `vega-lite.min.js`.
    pub vega_lite: &'s str,
}

/// The notebook as a page; the same run gives the same bytes. Without `scripts`
/// a chart is a note and the table of its data.
///
/// # Errors
/// `Notebook` with file and line where a value in prose is of no column or does
/// not fit its format, or a chart has too many rows.
pub fn to_html(
    notebook: &Notebook,
    ran: &Ran,
    scripts: Option<ChartScripts<'_>>,
) -> Result<String> {
    let (text, values) = with_places(notebook, ran)?;
    let mut cells = cells(notebook, ran, scripts.is_some())?.into_iter();
    let main = prose_and_cells(&text, &values, &mut cells);
    let title = title(notebook, &text, &values);
    let draws = notebook
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Chart(_)));
    let scripts = match scripts {
        Some(scripts) if draws => vec![scripts.vega, scripts.vega_lite, DRAW, SORT],
        _ => vec![SORT],
    };
    let head = heading(notebook, ran);
    Ok(page(&title, &format!("{head}{main}"), &scripts))
}

/// A page around `main`; only `scripts` can run in it, and nothing is fetched.
pub(crate) fn page(title: &str, main: &str, scripts: &[&str]) -> String {
    let hashes: Vec<_> = scripts.iter().map(|script| hash_source(script)).collect();
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         script-src {} 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{main}</main>\n",
        hashes.join(" "),
        escape::html(title),
    );
    for script in scripts {
        // Writing into a text does not fail.
        let _ = writeln!(text, "<script>{script}</script>");
    }
    text.push_str("</body>\n</html>\n");
    text
}

/// How a page's policy names a script that may run in it.
pub(crate) fn hash_source(script: &str) -> String {
    let digest = Sha256::digest(script.as_bytes());
    format!("'sha256-{}'", BASE64_STANDARD.encode(digest))
}

/// The body with a numbered place for each value, and the values.
fn with_places(notebook: &Notebook, ran: &Ran) -> Result<(String, Vec<String>)> {
    let mut text = String::with_capacity(notebook.body.len());
    let mut values = Vec::new();
    let mut at = 0;
    for block in &notebook.blocks {
        let Block::Prose(prose) = block else { continue };
        for hole in &prose.holes {
            let begin = prose.begin + hole.range.start;
            text += &own(&notebook.body[at..begin]);
            let _ = write!(text, "{OPEN}{}{CLOSE}", values.len());
            values.push(ran.fill(notebook, prose, hole)?);
            at = prose.begin + hole.range.end;
        }
    }
    text += &own(&notebook.body[at..]);
    Ok((text, values))
}

/// The author's text without the signs that we use.
fn own(text: &str) -> String {
    text.replace([OPEN, CLOSE], "\u{fffd}")
}

/// A text with the values in their places.
fn put_in(text: &str, values: &[String]) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        whole += before;
        let (number, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        let value = number
            .parse()
            .ok()
            .and_then(|place: usize| values.get(place));
        whole += value.map(String::as_str).unwrap_or_default();
        rest = after;
    }
    whole + rest
}

/// The Markdown as HTML, with the cells in their places. HTML of the author's
/// own shows as text, and images, which would be fetched, as their names.
fn prose_and_cells(
    text: &str,
    values: &[String],
    cells: &mut dyn Iterator<Item = String>,
) -> String {
    let mut inside = false;
    let events = TextMergeStream::new(Parser::new_ext(text, MARKDOWN)).filter_map(|event| {
        if inside {
            inside = !matches!(event, Event::End(TagEnd::CodeBlock));
            return None;
        }
        Some(match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(ref words)))
                if info(words).is_ok_and(|info| info != Info::Code) =>
            {
                inside = true;
                Event::Html(cells.next().unwrap_or_default().into())
            }
            Event::Html(text) | Event::InlineHtml(text) | Event::Text(text) => {
                Event::Text(clean(&put_in(&text, values)))
            }
            Event::Start(Tag::Link { ref dest_url, .. }) if !is_safe(dest_url) => return None,
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            other => other,
        })
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
}

/// Text without what could rearrange the line around it.
fn clean(text: &str) -> CowStr<'static> {
    let hidden = |letter: char| {
        matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || letter.is_control() && !matches!(letter, '\n' | '\t')
    };
    text.chars()
        .filter(|letter| !hidden(*letter))
        .collect::<String>()
        .into()
}

/// Whether a link leads to a page or a place, and runs nothing.
fn is_safe(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    !scheme.contains(':')
        || ["http:", "https:", "mailto:"]
            .iter()
            .any(|safe| address.starts_with(safe))
}

/// The HTML of each cell and chart, in order.
fn cells(notebook: &Notebook, ran: &Ran, drawn: bool) -> Result<Vec<String>> {
    let mut cells = Vec::new();
    for (place, block) in notebook.blocks.iter().enumerate() {
        match block {
            Block::Prose(_) => {}
            Block::Query(query) => cells.push(query_html(notebook, ran, place, query)?),
            Block::Chart(chart) => cells.push(
                chart_html(notebook, ran, chart, drawn)
                    .map_err(|error| error.in_source(notebook.source.clone()))?,
            ),
        }
    }
    Ok(cells)
}

fn query_html(notebook: &Notebook, ran: &Ran, place: usize, query: &Query) -> Result<String> {
    let name = query.name.as_deref().unwrap_or("SQL");
    let mut text = format!(
        "<section class=\"cell\">\n<details><summary>{}</summary><pre><code>{}</code></pre></details>\n",
        escape::html(name),
        escape::html(query.sql.trim_end()),
    );
    if !query.hide {
        text += &Shown::new(ran.result(place)?, notebook.rows_shown(query))?.html();
    }
    text.push_str("</section>\n");
    Ok(text)
}

fn chart_html(notebook: &Notebook, ran: &Ran, chart: &Chart, drawn: bool) -> Result<String> {
    let result = ran.result(chart.data)?;
    let spec = with_data(chart, result)?;
    if drawn {
        let json = serde_json::Value::Object(spec).to_string();
        return Ok(format!(
            "<figure class=\"chart\"><div></div>\n<script type=\"application/json\">{}</script></figure>\n",
            escape::script_json(&json)
        ));
    }
    Ok(format!(
        "<figure class=\"chart\"><p class=\"note\">This chart of {} is not drawn: the veyl that wrote \
         this page was built without Vega. These are its data.</p>\n{}</figure>\n",
        escape::html(&chart.name),
        Shown::new(result, notebook.front.rows)?.html()
    ))
}

/// The title, where the front matter has one, and the parameters.
fn heading(notebook: &Notebook, ran: &Ran) -> String {
    let mut text = String::new();
    if let Some(title) = &notebook.front.title {
        let _ = writeln!(text, "<h1>{}</h1>", escape::html(title));
    }
    let project = ran.project.iter();
    let project = project.map(|name| ("project".to_owned(), name.clone()));
    let params = ran.params.iter();
    let params = params.map(|(name, value)| (name.clone(), value.to_string()));
    let given: Vec<_> = project.chain(params).collect();
    if !given.is_empty() {
        text.push_str("<dl class=\"params\">\n");
        for (name, value) in given {
            let (name, value) = (escape::html(&name), escape::html(&value));
            let _ = writeln!(text, "<dt>{name}</dt><dd>{value}</dd>");
        }
        text.push_str("</dl>\n");
    }
    text
}

/// The title, or the first heading, or the name of the file.
fn title(notebook: &Notebook, text: &str, values: &[String]) -> String {
    if let Some(title) = &notebook.front.title {
        return title.clone();
    }
    let mut heading = String::new();
    let mut inside = false;
    for event in Parser::new_ext(text, MARKDOWN) {
        match event {
            Event::Start(Tag::Heading { .. }) => inside = true,
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(text) | Event::Code(text) if inside => heading += &text,
            _ => {}
        }
    }
    if heading.is_empty() {
        notebook.source.clone()
    } else {
        put_in(&heading, values)
    }
}
