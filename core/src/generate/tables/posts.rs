//! Posts, and their links to hashtags.

use arrow::array::{
    ArrayRef, Float64Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder, StructArray,
    TimestampMicrosecondBuilder,
};

use crate::Result;
use crate::generate::post::Posts;
use crate::generate::sketch::Sketches;
use crate::generate::tables::{Numbering, array, micros};
use crate::generate::world::World;
use crate::schema::{list_item, metrics_fields};

/// The columns of `posts`.
pub(super) fn posts(world: &World, chunk: u64) -> Result<Vec<ArrayRef>> {
    let mut id = StringBuilder::new();
    let mut platform = Int32Builder::new();
    let mut author = StringBuilder::new();
    let mut caption = StringBuilder::new();
    let mut hashtags = ListBuilder::new(StringBuilder::new()).with_field(list_item());
    let mut metrics: [Int64Builder; 4] = Default::default();
    let mut posted_at = TimestampMicrosecondBuilder::new();
    let mut sentiment = Float64Builder::new();
    let mut score = Float64Builder::new();
    let mut score_trend = Float64Builder::new();
    let mut text = String::new();
    for post in Posts::new(world, chunk, None) {
        let sketch = &post.sketch;
        text.clear();
        sketch.push_id(&mut text);
        id.append_value(&text);
        platform.append_value(sketch.platform.id());
        text.clear();
        sketch.author.push_name(sketch.platform, &mut text);
        author.append_value(&text);
        caption.append_option((!post.caption.is_empty()).then_some(&post.caption));
        for tag in &post.tags {
            hashtags.values().append_value(tag);
        }
        hashtags.append(true);
        for (column, count) in metrics.iter_mut().zip(post.metrics) {
            column.append_option(count);
        }
        posted_at.append_option(sketch.known.then_some(micros(sketch.seconds)));
        sentiment.append_option(post.sentiment);
        score.append_option(post.score);
        score_trend.append_option(post.score_trend);
    }
    let counts = metrics
        .iter_mut()
        .map(|column| array(column.finish()))
        .collect();
    Ok(vec![
        array(id.finish()),
        array(platform.finish()),
        array(author.finish()),
        array(caption.finish()),
        array(hashtags.finish()),
        array(StructArray::try_new(metrics_fields(), counts, None)?),
        array(posted_at.finish()),
        array(sentiment.finish()),
        array(score.finish()),
        array(score_trend.finish()),
    ])
}

/// The columns of `post_hashtags`.
pub(super) fn links(world: &World, numbering: &Numbering, chunk: u64) -> Vec<ArrayRef> {
    let mut post = StringBuilder::new();
    let mut hashtag = Int32Builder::new();
    let mut id = String::new();
    for sketch in Sketches::new(world, chunk, None) {
        id.clear();
        sketch.push_id(&mut id);
        for tag in sketch.tags() {
            post.append_value(&id);
            hashtag.append_value(numbering.id(sketch.platform, *tag));
        }
    }
    vec![array(post.finish()), array(hashtag.finish())]
}
