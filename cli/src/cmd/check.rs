//! `veyl check`: every rule, asked of the store or of files.

use anyhow::Result;
use serde::Serialize;
use veyl_core::load::{LoadObserver, LoadOptions, LoadReport};
use veyl_core::schema::Table;
use veyl_core::sql::{Breach, Store, StoreOptions};
use veyl_core::{Error, Reject};

use crate::args::Check;
use crate::session::{Session, inputs, now};
use crate::table;

/// All that is wrong.
#[derive(Serialize)]
struct Findings {
    breaches: Vec<Breach>,
    rejects: Vec<Rejected>,
    /// Rejected rows beyond those listed.
    more_rejects: u64,
}

#[derive(Serialize)]
struct Rejected {
    source: String,
    table: String,
    #[serde(flatten)]
    reject: Reject,
}

/// How many rejects are listed.
const MOST_LISTED: usize = 1000;

pub(crate) fn run(session: &Session, args: Check) -> Result<()> {
    let mut findings = Findings {
        breaches: Vec::new(),
        rejects: Vec::new(),
        more_rejects: 0,
    };
    let what = if args.files.is_empty() {
        findings.breaches = session.open()?.check()?;
        session.db.display().to_string()
    } else {
        let store = Store::in_memory(&StoreOptions::default())?;
        let options = LoadOptions {
            platform: args.platform,
            now: now(),
            ..LoadOptions::default()
        };
        let report = store.load(&inputs(&args.files)?, &options, &mut findings)?;
        findings.breaches = store.check()?;
        findings.complete(&report);
        args.files.join(" ")
    };
    session.answer(&findings, || text(&findings, &what))?;
    let wrong =
        findings.breaches.len() as u64 + findings.rejects.len() as u64 + findings.more_rejects;
    if wrong > 0 {
        anyhow::bail!("{what} breaks the rules in {wrong} places");
    }
    Ok(())
}

impl Findings {
    /// Adds what is known once all is read: the tables of the rejects, and the
    /// rows that share their key with another. Of posts, the best one counts.
    fn complete(&mut self, report: &LoadReport) {
        for found in &mut self.rejects {
            let mut sources = report.sources.iter();
            if let Some(source) = sources.find(|source| source.source == found.source) {
                found.table.clone_from(&source.table);
            }
        }
        for source in report.sources.iter().filter(|source| source.duplicates > 0) {
            let Some(table) = Table::named(&source.table).filter(|table| table.name != "posts")
            else {
                continue;
            };
            self.breaches.push(Breach {
                table: source.table.clone(),
                key: format!("{} rows of {}", source.duplicates, source.source),
                rule: format!("no two rows share their key ({})", table.key.join(", ")),
            });
        }
    }
}

impl LoadObserver for Findings {
    fn rejected(&mut self, source: &str, reject: &Reject) -> Result<(), Error> {
        if self.rejects.len() < MOST_LISTED {
            self.rejects.push(Rejected {
                source: source.to_owned(),
                table: String::new(),
                reject: reject.clone(),
            });
        } else {
            self.more_rejects += 1;
        }
        Ok(())
    }
}

fn text(findings: &Findings, what: &str) -> String {
    let mut text = String::new();
    if !findings.breaches.is_empty() {
        let rows: Vec<_> = findings
            .breaches
            .iter()
            .map(|breach| {
                vec![
                    breach.table.clone(),
                    breach.key.clone(),
                    breach.rule.clone(),
                ]
            })
            .collect();
        text += &table::plain(&["table", "key", "rule that it breaks"], &rows, 3);
    }
    if !findings.rejects.is_empty() {
        let rows: Vec<_> = findings
            .rejects
            .iter()
            .map(|found| {
                let reject = &found.reject;
                vec![
                    found.source.clone(),
                    found.table.clone(),
                    reject.record.to_string(),
                    reject.field.clone(),
                    reject.value.clone(),
                    reject.reason.clone(),
                ]
            })
            .collect();
        let header = [
            "source",
            "table",
            "record",
            "field",
            "value",
            "rule that it breaks",
        ];
        text += &table::plain(&header, &rows, 6);
    }
    if findings.more_rejects > 0 {
        text += &format!("and {} more rejected rows\n", findings.more_rejects);
    }
    if text.is_empty() {
        text = format!("{what} keeps every rule\n");
    }
    text
}
