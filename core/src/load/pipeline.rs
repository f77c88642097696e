//! Reading, converting and staging at the same time: one thread reads blocks,
//! the others convert them and hand over whole batches; the caller's thread
//! counts. Queues are short, so memory does not grow with the input. For one
//! worker the caller's thread does all of it: a page has no other.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::adapt::{Reject, Target, convert};
use crate::load::report::SourceReport;
use crate::load::target::{self, Opened};
use crate::load::{LoadObserver, LoadOptions, LoadReport, MaxRejects, Sink};
use crate::parallel::THREADS;
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
    mut sinks: Vec<S>,
    observer: &mut dyn LoadObserver,
) -> Result<LoadReport> {
    if !THREADS || sinks.len() == 1 {
        let mut sink = sinks.swap_remove(0);
        return alone(inputs, options, &mut sink, observer);
    }
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
        let mut count = Count::new(inputs, options, observer);
        let outcome = news.iter().try_for_each(|event| count.take(event));
        let outcome = outcome.map(|()| count.report);
        if outcome.is_err() {
            stop.store(true, Ordering::Relaxed);
        }
        // Threads that wait to be heard must not wait for ever.
        for _ in news {}
        outcome
    })
}

/// All of it on the caller's thread.
fn alone<S: Sink>(
    inputs: &[Input],
    options: &LoadOptions,
    sink: &mut S,
    observer: &mut dyn LoadObserver,
) -> Result<LoadReport> {
    let mut count = Count::new(inputs, options, observer);
    for (source, input) in inputs.iter().enumerate() {
        read_one(source, input, options, &mut |step| {
            let event = match step {
                Step::Tell(event) => event,
                Step::Convert(job) => convert_one(sink, &job)?,
            };
            count.take(event)?;
            Ok(true)
        })?;
    }
    Ok(count.report)
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
        let outcome = read_one(source, input, options, &mut |step| {
            Ok(match step {
                Step::Tell(event) => events.send(event).is_ok(),
                Step::Convert(job) => !stop.load(Ordering::Relaxed) && jobs.send(job).is_ok(),
            })
        });
        if let Err(error) = outcome {
            stop.store(true, Ordering::Relaxed);
            // No one listens any more only when the load has already failed.
            let _ = events.send(Event::Failed(error));
            return;
        }
    }
}

/// What reading a source comes to, step by step.
enum Step {
    Tell(Event),
    Convert(Job),
}

/// Reads a source; `step` says whether to go on.
fn read_one(
    source: usize,
    input: &Input,
    options: &LoadOptions,
    step: &mut dyn FnMut(Step) -> Result<bool>,
) -> Result<()> {
    let in_source = |error: Error| error.in_source(input.name());
    if let Some(table) = target::empty_table(input) {
        step(Step::Tell(Event::Opened {
            format: table.name.to_owned(),
            why: "the file is named after the table and has no rows".to_owned(),
            table: table.name,
            source,
        }))?;
        return Ok(());
    }
    let Opened {
        mut reader,
        first,
        target,
        format,
        why,
    } = target::open(input, options).map_err(in_source)?;
    let target = Arc::new(target);
    step(Step::Tell(Event::Opened {
        format,
        why,
        table: target.table().name,
        source,
    }))?;
    let mut seen = 0;
    let mut next = first;
    while let Some(block) = next {
        let job = Job {
            source,
            target: Arc::clone(&target),
            block,
        };
        if !step(Step::Convert(job))? {
            return Ok(());
        }
        let bytes = reader.bytes_read();
        step(Step::Tell(Event::Bytes(bytes - seen)))?;
        seen = bytes;
        next = reader.next_block().map_err(in_source)?;
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

/// What is counted, on the caller's own thread.
struct Count<'c> {
    inputs: &'c [Input],
    max_rejects: Option<MaxRejects>,
    observer: &'c mut dyn LoadObserver,
    report: LoadReport,
}

impl<'c> Count<'c> {
    fn new(inputs: &'c [Input], options: &LoadOptions, observer: &'c mut dyn LoadObserver) -> Self {
        let sources = inputs.iter().map(|input| SourceReport {
            source: input.name().to_owned(),
            ..SourceReport::default()
        });
        Self {
            inputs,
            max_rejects: options.max_rejects,
            observer,
            report: LoadReport {
                sources: sources.collect(),
                ..LoadReport::default()
            },
        }
    }

    fn take(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Opened {
                format,
                why,
                table,
                source,
            } => {
                let input = &self.inputs[source];
                self.observer
                    .opened(input.name(), input.size(), &format, &why);
                let entry = &mut self.report.sources[source];
                entry.format = format;
                entry.why = why;
                table.clone_into(&mut entry.table);
            }
            Event::Bytes(bytes) => self.observer.progress(bytes),
            Event::Converted {
                source,
                read,
                rejects,
            } => {
                let rejected = rejects.len() as u64;
                let entry = &mut self.report.sources[source];
                entry.read += read;
                entry.rejected += rejected;
                entry.accepted += read - rejected;
                for reject in rejects {
                    self.observer
                        .rejected(self.inputs[source].name(), &reject)?;
                    self.report.count_reason(&reject.field, &reject.reason, 1);
                }
                if let Some(limit @ MaxRejects::Rows(_)) = self.max_rejects {
                    limit.check(self.report.rejected(), self.report.read())?;
                }
            }
            Event::Failed(error) => return Err(error),
        }
        Ok(())
    }
}
