//! Reading, converting and staging at the same time: one thread reads blocks,
//! the others convert them and hand over whole batches; the caller's thread
//! counts. Queues are short, so memory does not grow with the input.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::adapt::{Reject, Target, convert};
use crate::load::report::SourceReport;
use crate::load::target::{self, Opened};
use crate::load::{LoadObserver, LoadOptions, LoadReport, MaxRejects, Sink};
use crate::read::{Block, Input};
use crate::{Error, ErrorKind, Result};

/// A block on its way to a worker.
struct Job {
    source: usize,
    target: Arc<Target>,
    block: Block,
}

/// What the threads tell the counting one.
enum Event {
    Opened {
        format: String,
        why: String,
        table: &'static str,
        source: usize,
    },
    Bytes(u64),
    Converted {
        source: usize,
        read: u64,
        rejects: Vec<Reject>,
    },
    Failed(Error),
}

/// Reads `inputs` into `sinks`, one worker per sink. The report counts every
/// record as accepted that no adapter rejected; the engine takes off duplicates
/// and broken rules afterwards.
pub(crate) fn run<S: Sink>(
    inputs: &[Input],
    options: &LoadOptions,
    sinks: Vec<S>,
    observer: &mut dyn LoadObserver,
) -> Result<LoadReport> {
    let stop = AtomicBool::new(false);
    let (jobs, waiting) = sync_channel::<Job>(sinks.len() + 1);
    let waiting = Mutex::new(waiting);
    let (events, news) = sync_channel::<Event>(64);
    thread::scope(|scope| {
        for mut sink in sinks {
            let (waiting, stop, events) = (&waiting, &stop, events.clone());
            scope.spawn(move || work(&mut sink, waiting, &events, stop));
        }
        let stop = &stop;
        scope.spawn(move || read(inputs, options, &jobs, &events, stop));
        let outcome = count(inputs, options, &news, observer);
        if outcome.is_err() {
            stop.store(true, Ordering::Relaxed);
        }
        // Threads that wait to be heard must not wait for ever.
        for _ in news {}
        outcome
    })
}

/// The reading thread.
fn read(
    inputs: &[Input],
    options: &LoadOptions,
    jobs: &SyncSender<Job>,
    events: &SyncSender<Event>,
    stop: &AtomicBool,
) {
    for (source, input) in inputs.iter().enumerate() {
        let outcome = read_one(source, input, options, jobs, events, stop);
        if let Err(error) = outcome {
            stop.store(true, Ordering::Relaxed);
            // No one listens any more only when the load has already failed.
            let _ = events.send(Event::Failed(error.in_source(input.name())));
            return;
        }
    }
}

fn read_one(
    source: usize,
    input: &Input,
    options: &LoadOptions,
    jobs: &SyncSender<Job>,
    events: &SyncSender<Event>,
    stop: &AtomicBool,
) -> Result<()> {
    if let Some(table) = target::empty_table(input) {
        let _ = events.send(Event::Opened {
            format: table.name.to_owned(),
            why: "the file is named after the table and has no rows".to_owned(),
            table: table.name,
            source,
        });
        return Ok(());
    }
    let Opened {
        mut reader,
        first,
        target,
        format,
        why,
    } = target::open(input, options)?;
    let target = Arc::new(target);
    let _ = events.send(Event::Opened {
        format,
        why,
        table: target.table().name,
        source,
    });
    let mut seen = 0;
    let mut next = first;
    while let Some(block) = next {
        let job = Job {
            source,
            target: Arc::clone(&target),
            block,
        };
        if stop.load(Ordering::Relaxed) || jobs.send(job).is_err() {
            return Ok(());
        }
        let bytes = reader.bytes_read();
        let _ = events.send(Event::Bytes(bytes - seen));
        seen = bytes;
        next = reader.next_block()?;
    }
    Ok(())
}

/// A converting thread.
fn work<S: Sink>(
    sink: &mut S,
    waiting: &Mutex<Receiver<Job>>,
    events: &SyncSender<Event>,
    stop: &AtomicBool,
) {
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = job else {
            return;
        };
        // Jobs of a load that has failed are taken and let go, so that the reader is not stuck.
        if stop.load(Ordering::Relaxed) {
            continue;
        }
        let event = match convert_one(sink, &job) {
            Ok(event) => event,
            Err(error) => {
                stop.store(true, Ordering::Relaxed);
                Event::Failed(error)
            }
        };
        let _ = events.send(event);
    }
}

fn convert_one<S: Sink>(sink: &mut S, job: &Job) -> Result<Event> {
    let number = i32::try_from(job.source)
        .map_err(|_| Error::new(ErrorKind::Argument, "more than 2^31 sources in one load"))?;
    let converted = convert(&job.target, &job.block, number)?;
    let read = converted.rows.num_rows() as u64 + converted.rejects.len() as u64;
    if converted.rows.num_rows() > 0 {
        sink.append(job.target.table(), converted.rows)?;
    }
    Ok(Event::Converted {
        source: job.source,
        read,
        rejects: converted.rejects,
    })
}

/// The counting thread: the caller's own.
fn count(
    inputs: &[Input],
    options: &LoadOptions,
    news: &Receiver<Event>,
    observer: &mut dyn LoadObserver,
) -> Result<LoadReport> {
    let mut report = LoadReport {
        sources: inputs
            .iter()
            .map(|input| SourceReport {
                source: input.name().to_owned(),
                ..SourceReport::default()
            })
            .collect(),
        ..LoadReport::default()
    };
    for event in news {
        match event {
            Event::Opened {
                format,
                why,
                table,
                source,
            } => {
                observer.opened(inputs[source].name(), inputs[source].size(), &format, &why);
                let entry = &mut report.sources[source];
                entry.format = format;
                entry.why = why;
                table.clone_into(&mut entry.table);
            }
            Event::Bytes(bytes) => observer.progress(bytes),
            Event::Converted {
                source,
                read,
                rejects,
            } => {
                let rejected = rejects.len() as u64;
                let entry = &mut report.sources[source];
                entry.read += read;
                entry.rejected += rejected;
                entry.accepted += read - rejected;
                for reject in rejects {
                    observer.rejected(inputs[source].name(), &reject)?;
                    report.count_reason(&reject.field, &reject.reason, 1);
                }
                if let Some(limit @ MaxRejects::Rows(_)) = options.max_rejects {
                    limit.check(report.rejected(), report.read())?;
                }
            }
            Event::Failed(error) => return Err(error),
        }
    }
    Ok(report)
}
