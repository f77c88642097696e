//! The text of a block, in memory that is used again.
//!
//! Fresh memory costs more than reading a file into it: the system has to find
//! and clear every page. So a block's memory goes back to its reader when the
//! block is dropped, wherever that is.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

/// The buffers that wait for use, at most: about as many as there are blocks
/// on their way while others are parsed.
const IDLE: usize = 8;

/// The largest buffer that is kept, in blocks.
const LARGEST: usize = 4;

/// The text of a block.
#[derive(Default)]
pub struct Buffer {
    /// All of it can be written to; the text is its start.
    memory: Vec<u8>,
    length: usize,
    pool: Option<Arc<Pool>>,
}

impl Buffer {
    /// The first `length` bytes of `memory`, which goes to `pool` in the end.
    pub(super) fn new(memory: Vec<u8>, length: usize, pool: Option<Arc<Pool>>) -> Self {
        Self {
            memory,
            length,
            pool,
        }
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(text: Vec<u8>) -> Self {
        let length = text.len();
        Self::new(text, length, None)
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.memory[..self.length]
    }
}

impl Clone for Buffer {
    fn clone(&self) -> Self {
        self.to_vec().into()
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.escape_ascii())
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(pool) = &self.pool {
            pool.put(std::mem::take(&mut self.memory));
        }
    }
}

/// Memory that was used and is free.
#[derive(Debug)]
pub(super) struct Pool {
    idle: Mutex<Vec<Vec<u8>>>,
    largest: usize,
}

impl Pool {
    /// For blocks of about `block` bytes.
    pub(super) fn new(block: usize) -> Self {
        Self {
            idle: Mutex::default(),
            largest: block.saturating_mul(LARGEST),
        }
    }

    /// Some memory, of any length and with anything in it.
    pub(super) fn get(&self) -> Vec<u8> {
        // A lock that a panic elsewhere left behind guards nothing that could be half done.
        let mut idle = self
            .idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        idle.pop().unwrap_or_default()
    }

    fn put(&self, memory: Vec<u8>) {
        let mut idle = self
            .idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if idle.len() < IDLE && memory.len() <= self.largest {
            idle.push(memory);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_comes_back_and_shows_nothing_of_before() {
        let pool = Arc::new(Pool::new(8));
        let first = Buffer::new(b"secret..".to_vec(), 6, Some(Arc::clone(&pool)));
        assert_eq!(&first[..], b"secret");
        assert_eq!(first.clone().memory, b"secret");
        drop(first);
        assert_eq!(pool.get(), b"secret..");
        assert!(pool.get().is_empty());
        drop(Buffer::new(vec![0; 33], 1, Some(Arc::clone(&pool))));
        assert!(pool.get().is_empty());
    }
}
