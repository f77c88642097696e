//! Projects, and the hashtags and creators that they follow.

use arrow::array::{
    ArrayRef, Int32Array, Int32Builder, StringBuilder, TimestampMicrosecondArray,
    TimestampMicrosecondBuilder,
};

use crate::generate::Dataset;
use crate::generate::projects::{LINKS, Project};
use crate::generate::sketch::CHUNK;
use crate::generate::tables::{array, micros};

/// The projects of a chunk.
fn of_chunk(dataset: &Dataset, chunk: u64) -> impl Iterator<Item = Project> {
    let all = dataset.options.projects;
    let end = ((chunk + 1) * CHUNK).min(u64::from(all));
    (chunk * CHUNK..end).map(move |number| Project::new(&dataset.world, number as u32, all))
}

/// The columns of `projects`; the cached counts are those of projects that
/// have never been run.
pub(super) fn projects(dataset: &Dataset, chunk: u64) -> Vec<ArrayRef> {
    let mut id = Int32Builder::new();
    let mut user = Int32Builder::new();
    let mut texts: [StringBuilder; 6] = Default::default();
    let mut created = TimestampMicrosecondBuilder::new();
    let mut updated = TimestampMicrosecondBuilder::new();
    for project in of_chunk(dataset, chunk) {
        id.append_value(project.id);
        user.append_option(project.user);
        let values = [
            Some(project.name.as_str()),
            project.description.as_deref(),
            Some(project.status),
            project.platforms.as_deref(),
            Some(project.scope_type),
            project.scope_query.as_deref(),
        ];
        for (column, value) in texts.iter_mut().zip(values) {
            column.append_option(value);
        }
        created.append_value(micros(project.created));
        updated.append_value(micros(project.updated));
    }
    let id = id.finish();
    let rows = id.len();
    let mut columns = vec![array(id), array(user.finish())];
    columns.extend(texts.iter_mut().map(|column| array(column.finish())));
    columns.extend((0..3).map(|_| array(Int32Array::from_value(0, rows))));
    columns.extend((0..2).map(|_| array(TimestampMicrosecondArray::new_null(rows))));
    columns.extend([array(created.finish()), array(updated.finish())]);
    columns
}

/// The columns of `project_hashtags`.
pub(super) fn hashtags(dataset: &Dataset, chunk: u64) -> Vec<ArrayRef> {
    let numbering = dataset.numbering();
    let mut links = Links::default();
    let mut hashtag = Int32Builder::new();
    for project in of_chunk(dataset, chunk) {
        for (place, (platform, tag)) in project.hashtags.iter().enumerate() {
            links.push(&project, place);
            hashtag.append_value(numbering.id(*platform, *tag));
        }
    }
    vec![
        array(links.id.finish()),
        array(links.project.finish()),
        array(hashtag.finish()),
        array(links.added.finish()),
    ]
}

/// The columns of `project_creators`.
pub(super) fn creators(dataset: &Dataset, chunk: u64) -> Vec<ArrayRef> {
    let mut links = Links::default();
    let mut name = StringBuilder::new();
    let mut on = Int32Builder::new();
    let mut text = String::new();
    for project in of_chunk(dataset, chunk) {
        for (place, (platform, author)) in project.creators.iter().enumerate() {
            links.push(&project, place);
            text.clear();
            author.push_name(*platform, &mut text);
            name.append_value(&text);
            on.append_value(platform.id());
        }
    }
    vec![
        array(links.id.finish()),
        array(links.project.finish()),
        array(name.finish()),
        array(on.finish()),
        array(links.added.finish()),
    ]
}

/// What all links of projects have.
#[derive(Default)]
struct Links {
    id: Int32Builder,
    project: Int32Builder,
    added: TimestampMicrosecondBuilder,
}

impl Links {
    fn push(&mut self, project: &Project, place: usize) {
        self.id
            .append_value(project.id * LINKS as i32 + place as i32 + 1);
        self.project.append_value(project.id);
        self.added.append_value(micros(project.created));
    }
}
