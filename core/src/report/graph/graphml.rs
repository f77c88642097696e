//! GraphML.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::report::graph::{Attribute, Graph, OF_EDGES, OF_NODES, attribute, xml};

/// What a node is called, and how heavy an edge is: Gephi takes both from figures
/// of these names.
const LABEL: Attribute = attribute("label", "string");
const WEIGHT: Attribute = attribute("weight", "double");

/// Writes a network. Ids of nodes are numbers, as not every hashtag is a name in
/// XML; the hashtag is the label.
pub(super) fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(out, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .write_inner_content(|writer| {
            writer
                .create_element("desc")
                .write_text_content(BytesText::new(&graph.about))?;
            for attribute in [LABEL].iter().chain(&OF_NODES) {
                declare(writer, "node", attribute)?;
            }
            for attribute in [WEIGHT].iter().chain(&OF_EDGES) {
                declare(writer, "edge", attribute)?;
            }
            writer
                .create_element("graph")
                .with_attributes([("id", "hashtags"), ("edgedefault", "undirected")])
                .write_inner_content(|writer| content(graph, writer))?;
            Ok(())
        })?;
    writer.get_mut().write_all(b"\n")
}

fn content(graph: &Graph, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    for (place, node) in graph.nodes.iter().enumerate() {
        let id = format!("n{place}");
        writer
            .create_element("node")
            .with_attribute(("id", id.as_str()))
            .write_inner_content(|writer| {
                value(writer, LABEL, Some(&xml(&node.name)))?;
                values(writer, &OF_NODES, &node.figures)
            })?;
    }
    for edge in &graph.edges {
        let [a, b] = edge.ends.map(|end| format!("n{end}"));
        writer
            .create_element("edge")
            .with_attributes([("source", a.as_str()), ("target", b.as_str())])
            .write_inner_content(|writer| {
                value(writer, WEIGHT, Some(&edge.weight.to_string()))?;
                values(writer, &OF_EDGES, &edge.figures)
            })?;
    }
    Ok(())
}

/// Says of a figure that nodes or edges have it.
fn declare(
    writer: &mut Writer<&mut dyn Write>,
    class: &str,
    attribute: &Attribute,
) -> io::Result<()> {
    writer
        .create_element("key")
        .with_attributes([
            ("id", attribute.name),
            ("for", class),
            ("attr.name", attribute.name),
            ("attr.type", attribute.kind),
        ])
        .write_empty()?;
    Ok(())
}

fn values(
    writer: &mut Writer<&mut dyn Write>,
    attributes: &[Attribute],
    figures: &[Option<String>],
) -> io::Result<()> {
    for (attribute, figure) in attributes.iter().zip(figures) {
        value(writer, *attribute, figure.as_deref())?;
    }
    Ok(())
}

fn value(
    writer: &mut Writer<&mut dyn Write>,
    attribute: Attribute,
    figure: Option<&str>,
) -> io::Result<()> {
    if let Some(figure) = figure {
        writer
            .create_element("data")
            .with_attribute(("key", attribute.name))
            .write_text_content(BytesText::new(figure))?;
    }
    Ok(())
}
