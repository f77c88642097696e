//! The thread with the store: messages of the shell socket, one after the other.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use jupyter_protocol::{
    CodeMirrorMode, CommInfoReply, ErrorOutput, ExecuteInput, ExecuteReply, ExecuteRequest,
    ExecutionCount, HistoryReply, JupyterMessage, JupyterMessageContent, KernelInfoReply,
    LanguageInfo, ReplyError, ReplyStatus, ShutdownReply, Status,
};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use veyl_core::sql::{Cells, Store, StoreOptions};

use crate::cmd::kernel::show::{Show, failure};
use crate::cmd::kernel::stop::Stop;
use crate::words::Words;

/// How long cells that were sent along with one that fails may take to come.
const ON_THEIR_WAY: Duration = Duration::from_millis(50);

/// The way out, to the sockets.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub(super) replies: UnboundedSender<JupyterMessage>,
    pub(super) published: UnboundedSender<JupyterMessage>,
}

impl Outgoing {
    pub(super) fn busy(&self, parent: &JupyterMessage) {
        self.publish(Status::busy().into(), parent);
    }

    pub(super) fn idle(&self, parent: &JupyterMessage) {
        self.publish(Status::idle().into(), parent);
    }

    /// Tells all who listen. That the sockets are closed is no failure: the end is near.
    pub(super) fn publish(&self, content: JupyterMessageContent, parent: &JupyterMessage) {
        let message = JupyterMessage::new(content, Some(parent)).with_zmq_identities(Vec::new());
        let _ = self.published.send(message);
    }

    fn reply(&self, reply: JupyterMessage) {
        let _ = self.replies.send(reply);
    }
}

/// The store and what the user has set.
pub(super) struct Worker {
    db: PathBuf,
    /// Opened by the first cell that needs it, so that a store that is missing
    /// or in use is told of in a cell, and looked for again in the next.
    pub(super) cells: Option<Cells>,
    pub(super) words: Option<Words>,
    /// Rows of a table, where the user has set it.
    pub(super) rows: Option<usize>,
    pub(super) timer: bool,
    pub(super) stop: Arc<Stop>,
    count: ExecutionCount,
    out: Outgoing,
    over: Arc<Notify>,
}

impl Worker {
    pub(super) fn new(db: &Path, out: Outgoing, stop: Arc<Stop>, over: Arc<Notify>) -> Self {
        Self {
            db: db.to_owned(),
            cells: None,
            words: None,
            rows: None,
            timer: false,
            stop,
            count: ExecutionCount::default(),
            out,
            over,
        }
    }

    /// Answers until no more messages can come.
    pub(super) fn run(mut self, waiting: &mpsc::Receiver<JupyterMessage>) {
        while let Ok(message) = waiting.recv() {
            for message in self.answer(&message, waiting) {
                if let JupyterMessageContent::ExecuteRequest(_) = message.content {
                    self.abort(&message);
                } else {
                    self.answer(&message, waiting);
                }
            }
        }
    }

    /// The store, opened if it is not.
    pub(super) fn open(&mut self) -> Result<&mut Cells> {
        if self.cells.is_none() {
            let store = Store::open(&self.db, &StoreOptions::default())?;
            let cells = Cells::new(store)?;
            self.stop.by(Some(cells.store().interrupt_handle()));
            self.cells = Some(cells);
        }
        self.cells
            .as_mut()
            .ok_or_else(|| anyhow::anyhow!("the store is not open"))
    }

    /// Lets go of the store, with all that cells have kept.
    pub(super) fn close(&mut self) {
        self.stop.by(None);
        self.words = None;
        self.cells = None;
    }

    /// Answers a message. Where it is a cell that fails, the messages that were
    /// sent along with it come back: their cells do not run.
    fn answer(
        &mut self,
        message: &JupyterMessage,
        waiting: &mpsc::Receiver<JupyterMessage>,
    ) -> Vec<JupyterMessage> {
        self.out.busy(message);
        let mut along = Vec::new();
        let reply = match &message.content {
            JupyterMessageContent::ExecuteRequest(request) => {
                let reply = self.execute(request, message, || {
                    if request.stop_on_error {
                        // Whoever sent them has not heard of the failure yet.
                        thread::sleep(ON_THEIR_WAY);
                        along.extend(waiting.try_iter());
                    }
                });
                Some(reply.as_child_of(message))
            }
            JupyterMessageContent::CompleteRequest(request) => {
                Some(self.complete(request).as_child_of(message))
            }
            JupyterMessageContent::InspectRequest(request) => {
                Some(self.inspect(request).as_child_of(message))
            }
            JupyterMessageContent::IsCompleteRequest(request) => {
                Some(super::complete::is_complete(&request.code).as_child_of(message))
            }
            JupyterMessageContent::KernelInfoRequest(_) => Some(kernel_info().as_child_of(message)),
            JupyterMessageContent::HistoryRequest(_) => {
                Some(HistoryReply::default().as_child_of(message))
            }
            JupyterMessageContent::CommInfoRequest(_) => {
                Some(CommInfoReply::default().as_child_of(message))
            }
            JupyterMessageContent::ShutdownRequest(request) => {
                let reply = ShutdownReply {
                    restart: request.restart,
                    ..ShutdownReply::default()
                };
                Some(reply.as_child_of(message))
            }
            _ => None,
        };
        if let Some(reply) = reply {
            self.out.reply(reply);
        }
        self.out.idle(message);
        if let JupyterMessageContent::ShutdownRequest(_) = message.content {
            self.over.notify_one();
        }
        along
    }

    /// Runs a cell; `failed` is called before a failure is told.
    fn execute(
        &mut self,
        request: &ExecuteRequest,
        parent: &JupyterMessage,
        failed: impl FnOnce(),
    ) -> ExecuteReply {
        if !request.silent {
            self.count.0 += 1;
            let input = ExecuteInput {
                code: request.code.clone(),
                execution_count: self.count,
            };
            self.out.publish(input.into(), parent);
        }
        let out = self.out.clone();
        let show = Show::new(self.count, |content| {
            if !request.silent {
                out.publish(content, parent);
            }
        });
        self.stop.begin();
        let outcome = self.cell(&request.code, &show);
        let stopped = self.stop.end();
        let mut reply = ExecuteReply {
            execution_count: self.count,
            user_expressions: Some(HashMap::new()),
            ..ExecuteReply::default()
        };
        if let Err(error) = outcome {
            failed();
            let ReplyError {
                ename,
                evalue,
                traceback,
            } = failure(&error, stopped);
            let told = ErrorOutput {
                ename: ename.clone(),
                evalue: evalue.clone(),
                traceback: traceback.clone(),
            };
            show.content(told.into());
            reply.status = ReplyStatus::Error;
            reply.error = Some(Box::new(ReplyError {
                ename,
                evalue,
                traceback,
            }));
        }
        reply
    }

    /// Says of a cell that it was not run.
    fn abort(&self, message: &JupyterMessage) {
        self.out.busy(message);
        let reply = ExecuteReply {
            status: ReplyStatus::Aborted,
            execution_count: self.count,
            user_expressions: Some(HashMap::new()),
            ..ExecuteReply::default()
        };
        self.out.reply(reply.as_child_of(message));
        self.out.idle(message);
    }
}

/// What Jupyter asks first.
pub(super) fn kernel_info() -> KernelInfoReply {
    let version = env!("CARGO_PKG_VERSION");
    KernelInfoReply {
        status: ReplyStatus::Ok,
        protocol_version: "5.3".to_owned(),
        implementation: "veyl".to_owned(),
        implementation_version: version.to_owned(),
        language_info: LanguageInfo {
            name: "sql".to_owned(),
            version: version.to_owned(),
            mimetype: Some("text/x-sql".to_owned()),
            file_extension: Some(".sql".to_owned()),
            pygments_lexer: Some("sql".to_owned()),
            codemirror_mode: Some(CodeMirrorMode::Simple("sql".to_owned())),
            nbconvert_exporter: None,
        },
        banner: format!("veyl {version}: SQL over social-media posts, read-only; .help helps"),
        help_links: Vec::new(),
        debugger: false,
        error: None,
    }
}
