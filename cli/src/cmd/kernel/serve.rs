//! Jupyter's sockets. All of them are served on one thread; the store has
//! another, so that a query never keeps an interrupt waiting.

use std::fs;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use jupyter_protocol::{
    ConnectionInfo, InterruptReply, IoPubWelcome, JupyterMessage, JupyterMessageContent,
    ShutdownReply,
};
use jupyter_zmq_client::{
    KernelHeartbeatConnection, KernelIoPubXPubConnection, RouterRecvConnection,
    RouterSendConnection, RuntimeError, SubscriptionEvent, create_kernel_control_connection,
    create_kernel_heartbeat_connection, create_kernel_iopub_xpub_connection,
    create_kernel_shell_connection, create_kernel_stdin_connection,
};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::sleep;

use crate::args::KernelRun;
use crate::cmd::kernel::stop::Stop;
use crate::cmd::kernel::worker::{Outgoing, Worker, kernel_info};
use crate::output;
use crate::session::Session;

/// How long to wait before a socket that failed is read again.
const PAUSE: Duration = Duration::from_millis(20);

/// How often a query that does not stop is asked to again.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// How long a query that was stopped has until the program ends without it.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// Serves until Jupyter asks for an end, or is gone.
pub(super) fn run(session: &Session, args: &KernelRun) -> Result<()> {
    let file = args.connection.display();
    let text = fs::read_to_string(&args.connection)
        .with_context(|| format!("the connection file {file} can not be read"))?;
    let info: ConnectionInfo = serde_json::from_str(&text)
        .with_context(|| format!("{file} is no connection file of Jupyter"))?;
    if !info.key.is_empty() && info.signature_scheme != "hmac-sha256" {
        bail!(
            "{file} asks for signatures of the kind {}; hmac-sha256 is what there is",
            info.signature_scheme
        );
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(serve(session, &info));
    // Tasks that wait for messages would do so for ever.
    runtime.shutdown_background();
    outcome
}

async fn serve(session: &Session, info: &ConnectionInfo) -> Result<()> {
    let id = format!("veyl-{}", std::process::id());
    let heartbeat = create_kernel_heartbeat_connection(info).await?;
    let (shell_out, shell) = create_kernel_shell_connection(info, &id).await?.split();
    let (control_out, control) = create_kernel_control_connection(info, &id).await?.split();
    // Bound as the protocol wants it; a cell never asks for input.
    let _stdin = create_kernel_stdin_connection(info, &id).await?;
    let iopub = create_kernel_iopub_xpub_connection(info, &id).await?;

    let (replies, replies_out) = unbounded_channel();
    let (published, published_out) = unbounded_channel();
    let out = Outgoing { replies, published };
    let stop = Arc::new(Stop::default());
    let over = Arc::new(Notify::new());
    let (jobs, waiting) = mpsc::channel();
    let worker = Worker::new(&session.db, out.clone(), stop.clone(), over.clone());
    let worker = thread::spawn(move || worker.run(&waiting));
    let signal = stop.clone();
    ctrlc::set_handler(move || {
        signal.ask();
    })?;

    tokio::spawn(beat(heartbeat));
    tokio::spawn(send(shell_out, replies_out));
    tokio::spawn(publish(iopub, published_out));
    tokio::spawn(control_loop(
        control,
        control_out,
        out,
        stop.clone(),
        over.clone(),
    ));
    let outcome = tokio::select! {
        () = over.notified() => Ok(()),
        outcome = shell_loop(shell, jobs) => outcome,
        () = orphaned() => Ok(()),
    };
    // The worker sees the end of its messages, once its query lets go.
    let mut left = LAST_WAIT;
    while !worker.is_finished() && !left.is_zero() {
        stop.ask();
        sleep(ASK_AGAIN).await;
        left = left.saturating_sub(ASK_AGAIN);
    }
    outcome
}

/// Hands the messages of the shell socket to the worker.
async fn shell_loop(
    mut shell: RouterRecvConnection,
    jobs: mpsc::Sender<JupyterMessage>,
) -> Result<()> {
    loop {
        let message = next(&mut shell).await;
        if jobs.send(message).is_err() {
            bail!("the thread with the store has ended");
        }
    }
}

/// Answers on the control socket, also while a query runs.
async fn control_loop(
    mut control: RouterRecvConnection,
    mut replies: RouterSendConnection,
    out: Outgoing,
    stop: Arc<Stop>,
    over: Arc<Notify>,
) {
    loop {
        let message = next(&mut control).await;
        out.busy(&message);
        let reply = match &message.content {
            JupyterMessageContent::KernelInfoRequest(_) => {
                Some(kernel_info().as_child_of(&message))
            }
            JupyterMessageContent::InterruptRequest(_) => {
                if stop.ask() {
                    let stop = stop.clone();
                    tokio::spawn(async move {
                        sleep(ASK_AGAIN).await;
                        while stop.ask_again() {
                            sleep(ASK_AGAIN).await;
                        }
                    });
                }
                Some(InterruptReply::new().as_child_of(&message))
            }
            JupyterMessageContent::ShutdownRequest(request) => {
                let reply = ShutdownReply {
                    restart: request.restart,
                    ..ShutdownReply::default()
                };
                Some(reply.as_child_of(&message))
            }
            _ => None,
        };
        let ends = matches!(message.content, JupyterMessageContent::ShutdownRequest(_));
        if let Some(reply) = reply
            && let Err(error) = replies.send(reply).await
        {
            output::tell(format_args!("a reply was not sent: {error}"));
        }
        out.idle(&message);
        if ends {
            over.notify_one();
        }
    }
}

/// The next message that can be read. One that can not is told of, and passed over:
/// it is not signed with our key, or is none of Jupyter's.
async fn next(socket: &mut RouterRecvConnection) -> JupyterMessage {
    loop {
        match socket.read().await {
            Ok(message) => return message,
            Err(error) => {
                output::tell(format_args!("a message was passed over: {error}"));
                if matches!(error, RuntimeError::ZmqError(_)) {
                    sleep(PAUSE).await;
                }
            }
        }
    }
}

async fn send(mut shell: RouterSendConnection, mut replies: UnboundedReceiver<JupyterMessage>) {
    while let Some(reply) = replies.recv().await {
        if let Err(error) = shell.send(reply).await {
            // Who asked has gone.
            output::tell(format_args!("a reply was not sent: {error}"));
        }
    }
}

/// Sends to all who listen; who begins to is greeted, so that it knows from when on.
async fn publish(
    mut iopub: KernelIoPubXPubConnection,
    mut published: UnboundedReceiver<JupyterMessage>,
) {
    loop {
        let message = tokio::select! {
            message = published.recv() => match message {
                Some(message) => message,
                None => return,
            },
            event = iopub.recv_subscription() => match event {
                Ok(SubscriptionEvent::Subscribe(topic)) => IoPubWelcome::new(topic).into(),
                Ok(SubscriptionEvent::Unsubscribe(_)) => continue,
                // A listener has gone.
                Err(_) => {
                    sleep(PAUSE).await;
                    continue;
                }
            },
        };
        if let Err(error) = iopub.send(message).await {
            output::tell(format_args!("a message was not published: {error}"));
        }
    }
}

async fn beat(mut heartbeat: KernelHeartbeatConnection) {
    loop {
        if heartbeat.single_heartbeat().await.is_err() {
            sleep(PAUSE).await;
        }
    }
}

/// Ends once the program that started this one is gone, where Jupyter has said
/// that it is the one: no one else would end the kernel then.
async fn orphaned() {
    #[cfg(unix)]
    if std::env::var_os("JPY_PARENT_PID").is_some() {
        let parent = std::os::unix::process::parent_id();
        while std::os::unix::process::parent_id() == parent {
            sleep(Duration::from_secs(1)).await;
        }
        return;
    }
    std::future::pending::<()>().await;
}
