//! Which export format a source is in, told from its first records.

use crate::adapt::builtin::{ADAPTERS, TABLE};
use crate::adapt::extract::columns::Columns;
use crate::adapt::extract::json;
use crate::adapt::extract::row::RowPlan;
use crate::adapt::general;
use crate::adapt::named;
use crate::adapt::names::{self, columns};
use crate::adapt::path::{Path, PathTree, Step};
use crate::adapt::raw::Raw;
use crate::adapt::spec::Spec;
use crate::read::{Block, Rows};
use crate::{Error, ErrorKind, Result};

/// How many of the first records are looked at.
const SAMPLE: usize = 100;

/// The format of a source, and the reason for thinking so.
#[derive(Debug, Clone)]
pub(crate) struct Recognised {
    pub(crate) spec: Spec,
    pub(crate) why: String,
}

/// Decides the format of the source that begins with `block`; a source without
/// records is of any. `format` names one outright; a `mapping` is laid over the
/// general table.
pub(crate) fn recognise(
    block: Option<&Block>,
    format: Option<&str>,
    mapping: Option<&Spec>,
) -> Result<Recognised> {
    if block.is_none_or(|block| block.records() == 0) {
        let mut spec = match format {
            Some(name) if name != TABLE => built_in(name)?.clone(),
            _ => ADAPTERS[0].clone(),
        };
        if format.is_none() {
            "none".clone_into(&mut spec.name);
        }
        return Ok(Recognised {
            spec,
            why: "it holds no records".to_owned(),
        });
    }
    if let Some(mapping) = mapping {
        let columns = columns(block);
        let nowhere = named::check(mapping, block, &columns)?;
        return Ok(Recognised {
            spec: general::spec_for(&columns, Some(mapping)),
            why: ["the mapping file".to_owned()]
                .into_iter()
                .chain(nowhere)
                .collect::<Vec<_>>()
                .join("; "),
        });
    }
    if let Some(name) = format {
        let spec = if name == TABLE {
            general::spec_for(&columns(block), None)
        } else {
            built_in(name)?.clone()
        };
        return Ok(Recognised {
            spec,
            why: "named by --format".to_owned(),
        });
    }
    if let Some(block) = block
        && let Some(found) = best(block)?
    {
        return Ok(found);
    }
    let columns = columns(block);
    let spec = general::spec_for(&columns, None);
    if general::fits(&spec) {
        let id = spec.fields.id.as_ref().map(|field| field.first.join(", "));
        let author = spec
            .fields
            .author
            .as_ref()
            .map(|field| field.first.join(", "));
        let why = format!(
            "columns match by name: id is `{}`, author is `{}`",
            id.unwrap_or_default(),
            author.unwrap_or_default()
        );
        return Ok(Recognised { spec, why });
    }
    let seen = names::show(&columns);
    Err(
        Error::new(ErrorKind::UnknownFormat, format!("no known export format fits; the first records have {seen}"))
            .hint("`veyl formats` lists the formats; name one with --format, or say where the fields are in a mapping file given with --map"),
    )
}

/// The built-in adapter called `name`.
fn built_in(name: &str) -> Result<&'static Spec> {
    ADAPTERS
        .iter()
        .find(|spec| spec.name == name)
        .ok_or_else(|| {
            Error::new(
                ErrorKind::UnknownFormat,
                format!("there is no export format called `{name}`"),
            )
            .hint("`veyl formats` lists them")
        })
}

/// The adapter that fits the most of the first records; of equals, the one
/// that asks for more.
fn best(block: &Block) -> Result<Option<Recognised>> {
    let mut tree = PathTree::default();
    let mut conditions = Vec::new();
    for spec in ADAPTERS.iter() {
        conditions.push(Conditions::new(spec, &mut tree)?);
    }
    let samples = presence(block, &tree, SAMPLE)?;
    let mut best: Option<(usize, usize, &Spec)> = None;
    for (spec, conditions) in ADAPTERS.iter().zip(&conditions) {
        let fitting = samples
            .iter()
            .filter(|present| conditions.hold(present))
            .count();
        let asks = conditions.has.len() + usize::from(!conditions.any.is_empty());
        if fitting > 0 && best.is_none_or(|(most, asked, _)| (fitting, asks) > (most, asked)) {
            best = Some((fitting, asks, spec));
        }
    }
    Ok(best.map(|(fitting, _, spec)| {
        let all: Vec<_> = spec
            .recognise
            .has
            .iter()
            .map(|path| format!("`{path}`"))
            .collect();
        Recognised {
            spec: spec.clone(),
            why: format!(
                "{fitting} of the first {} records have {}",
                samples.len(),
                all.join(", ")
            ),
        }
    }))
}

/// The recognition paths of one adapter as slots: each path may lie under
/// any of the payload keys.
struct Conditions {
    has: Vec<Vec<usize>>,
    any: Vec<usize>,
    lacks: Vec<usize>,
}

impl Conditions {
    fn new(spec: &Spec, tree: &mut PathTree) -> Result<Self> {
        let mut slots = |path: &String| -> Result<Vec<usize>> {
            let path = Path::parse(path)?;
            let whole = [String::new()];
            let payload = if spec.payload.is_empty() {
                &whole[..]
            } else {
                &spec.payload[..]
            };
            Ok(payload
                .iter()
                .map(|key| {
                    let mut steps = path.0.clone();
                    if !key.is_empty() {
                        steps.insert(0, Step::Key(key.clone()));
                    }
                    tree.insert(&Path(steps))
                })
                .collect())
        };
        let rules = &spec.recognise;
        Ok(Self {
            has: rules.has.iter().map(&mut slots).collect::<Result<_>>()?,
            any: rules
                .any
                .iter()
                .map(&mut slots)
                .collect::<Result<Vec<_>>>()?
                .concat(),
            lacks: rules
                .lacks
                .iter()
                .map(&mut slots)
                .collect::<Result<Vec<_>>>()?
                .concat(),
        })
    }

    fn hold(&self, present: &[bool]) -> bool {
        self.has
            .iter()
            .all(|slots| slots.iter().any(|slot| present[*slot]))
            && (self.any.is_empty() || self.any.iter().any(|slot| present[*slot]))
            && !self.lacks.iter().any(|slot| present[*slot])
    }
}

/// For each of the first `most` records, which slots it has.
pub(crate) fn presence(block: &Block, tree: &PathTree, most: usize) -> Result<Vec<Vec<bool>>> {
    let width = tree.paths().len();
    let seen = |slots: &[Raw<'_>]| {
        slots
            .iter()
            .map(|raw| *raw != Raw::Absent)
            .collect::<Vec<_>>()
    };
    Ok(match &block.rows {
        Rows::Json { bytes, records, .. } => records
            .iter()
            .take(most)
            .filter_map(|record| {
                let mut slots = vec![Raw::Absent; width];
                json::extract(tree, &bytes[record.range()], &mut slots).ok()?;
                Some(seen(&slots))
            })
            .collect(),
        Rows::Table(rows) => {
            let mut present = vec![false; width];
            for slot in RowPlan::new(tree, rows.header()).fed() {
                present[slot] = true;
            }
            vec![present; rows.len().min(most)]
        }
        Rows::Arrow(batch) => {
            let columns = Columns::new(tree, batch)?;
            (0..batch.num_rows().min(most))
                .map(|row| {
                    let mut slots = vec![Raw::Absent; width];
                    columns.extract(row, &mut slots);
                    seen(&slots)
                })
                .collect()
        }
    })
}
