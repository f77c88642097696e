//! GEXF 1.3.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::report::graph::{Attribute, Graph, OF_EDGES, OF_NODES, xml};

/// Writes a network. A node's id is the hashtag, so that networks of several
/// days can be laid over each other.
pub(super) fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(out, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("gexf")
        .with_attributes([("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])
        .write_inner_content(|writer| {
            writer
                .create_element("meta")
                .write_inner_content(|writer| {
                    let creator = concat!("veyl ", env!("CARGO_PKG_VERSION"));
                    writer
                        .create_element("creator")
                        .write_text_content(BytesText::new(creator))?;
                    writer
                        .create_element("description")
                        .write_text_content(BytesText::new(&graph.about))?;
                    Ok(())
                })?;
            writer
                .create_element("graph")
                .with_attributes([("defaultedgetype", "undirected"), ("mode", "static")])
                .write_inner_content(|writer| content(graph, writer))?;
            Ok(())
        })?;
    writer.get_mut().write_all(b"\n")
}

fn content(graph: &Graph, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    declare(writer, "node", &OF_NODES)?;
    declare(writer, "edge", &OF_EDGES)?;
    let names: Vec<String> = graph.nodes.iter().map(|node| xml(&node.name)).collect();
    writer
        .create_element("nodes")
        .write_inner_content(|writer| {
            for (node, name) in graph.nodes.iter().zip(&names) {
                writer
                    .create_element("node")
                    .with_attributes([("id", name.as_str()), ("label", name.as_str())])
                    .write_inner_content(|writer| values(writer, &OF_NODES, &node.figures))?;
            }
            Ok(())
        })?;
    writer
        .create_element("edges")
        .write_inner_content(|writer| {
            for (place, edge) in graph.edges.iter().enumerate() {
                let [a, b] = edge.ends.map(|end| names[end].as_str());
                let (id, weight) = (place.to_string(), edge.weight.to_string());
                let attributes = [
                    ("id", id.as_str()),
                    ("source", a),
                    ("target", b),
                    ("weight", weight.as_str()),
                ];
                writer
                    .create_element("edge")
                    .with_attributes(attributes)
                    .write_inner_content(|writer| values(writer, &OF_EDGES, &edge.figures))?;
            }
            Ok(())
        })?;
    Ok(())
}

/// Says which figures nodes or edges have.
fn declare(
    writer: &mut Writer<&mut dyn Write>,
    class: &str,
    attributes: &[Attribute],
) -> io::Result<()> {
    writer
        .create_element("attributes")
        .with_attribute(("class", class))
        .write_inner_content(|writer| {
            for attribute in attributes {
                writer
                    .create_element("attribute")
                    .with_attributes([
                        ("id", attribute.name),
                        ("title", attribute.name),
                        ("type", attribute.kind),
                    ])
                    .write_empty()?;
            }
            Ok(())
        })?;
    Ok(())
}

fn values(
    writer: &mut Writer<&mut dyn Write>,
    attributes: &[Attribute],
    figures: &[Option<String>],
) -> io::Result<()> {
    writer
        .create_element("attvalues")
        .write_inner_content(|writer| {
            for (attribute, figure) in attributes.iter().zip(figures) {
                if let Some(figure) = figure {
                    writer
                        .create_element("attvalue")
                        .with_attributes([("for", attribute.name), ("value", figure.as_str())])
                        .write_empty()?;
                }
            }
            Ok(())
        })?;
    Ok(())
}
