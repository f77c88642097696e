//! `veyl serve`: the page, on loopback, over the store.

mod answer;
mod asset;
mod guard;
mod media;
mod page;
mod shared;

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as Listener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::args::Serve;
use crate::output;
use crate::session::Session;
use answer::Site;
use guard::Guard;
use shared::Shared;

/// How long to wait where the system has no room for one more connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Where the page is, for programs.
#[derive(Serialize)]
struct Serving {
    url: String,
    port: u16,
    store: String,
}

pub(crate) fn run(session: &Session, args: Serve) -> Result<()> {
    let page = page::find()?;
    let listener = listen(args.port)?;
    let address = listener.local_addr()?;
    let url = format!("http://{address}/");
    let site = Site {
        page,
        data: Shared::read(session)?,
        guard: Guard::new(address.port()),
    };
    let serving = Serving {
        url: url.clone(),
        port: address.port(),
        store: session.db.display().to_string(),
    };
    let stop = Arc::new(Notify::new());
    let stopped = Arc::clone(&stop);
    ctrlc::set_handler(move || stop.notify_one())?;
    session.answer(&serving, || format!("{url}\n"))?;
    output::tell(format_args!(
        "serving {} on this machine only; Ctrl-C ends it",
        serving.store
    ));
    if args.open
        && let Err(error) = open::that_detached(&url)
    {
        output::tell(format_args!("no browser opened: {error}; go to {url}"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        tokio::select! {
            outcome = accept(listener, Arc::new(site)) => outcome,
            () = stopped.notified() => Ok(()),
        }
    })
}

/// The port on loopback: no other machine reaches it.
fn listen(port: u16) -> Result<Listener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match Listener::bind(address) {
        Ok(listener) => {
            listener.set_nonblocking(true)?;
            Ok(listener)
        }
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => bail!(
            "port {port} is in use, perhaps by another `veyl serve`; \
             --port names another, and --port 0 takes any that is free"
        ),
        Err(error) => Err(error).with_context(|| format!("port {port} can not be had")),
    }
}

/// Takes connections for as long as the program runs.
async fn accept(listener: Listener, site: Arc<Site>) -> Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // A connection that went before it was taken, or too many at once.
            Err(error) => {
                output::tell(format_args!("a connection was not taken: {error}"));
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let site = Arc::clone(&site);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let site = Arc::clone(&site);
                async move { Ok::<_, Infallible>(site.answer(request).await) }
            });
            // What a browser breaks off concerns nobody.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
