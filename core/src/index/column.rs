//! A column of fixed-width values: a frozen part that may lie in a mapped
//! file, and what came later.

use arrow::buffer::{Buffer, MutableBuffer, ScalarBuffer};
use arrow::datatypes::ArrowNativeType;

/// Values by place. Reading takes one comparison more than a slice; appending
/// never moves what is there, and the frozen part is copied only when one of
/// its values changes while someone else (a mapped file) holds it too.
#[derive(Debug, Clone)]
pub(crate) struct Column<T: ArrowNativeType> {
    base: ScalarBuffer<T>,
    tail: Vec<T>,
}

impl<T: ArrowNativeType> Default for Column<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T: ArrowNativeType> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self::from(ScalarBuffer::from(values))
    }
}

impl<T: ArrowNativeType> From<ScalarBuffer<T>> for Column<T> {
    fn from(base: ScalarBuffer<T>) -> Self {
        Self {
            base,
            tail: Vec::new(),
        }
    }
}

impl<T: ArrowNativeType> Column<T> {
    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.base.len() + self.tail.len()
    }

    /// The frozen part.
    pub(crate) fn base(&self) -> &[T] {
        &self.base
    }

    /// What was appended to it.
    pub(crate) fn tail(&self) -> &[T] {
        &self.tail
    }

    /// The value at `place`, which must be there.
    #[inline]
    pub(crate) fn get(&self, place: u32) -> T {
        let place = place as usize;
        match self.base.get(place) {
            Some(value) => *value,
            None => self.tail[place - self.base.len()],
        }
    }

    /// All values, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = T> {
        self.base.iter().chain(&self.tail).copied()
    }

    /// Appends a value.
    pub(crate) fn push(&mut self, value: T) {
        self.tail.push(value);
    }

    #[allow(dead_code, reason = "changes to posts need it")]
    /// Writes `values` at `place` and after it, all within one part.
    pub(crate) fn write(&mut self, place: usize, values: &[T]) {
        if place < self.base.len() {
            let mut frozen = owned(std::mem::replace(
                &mut self.base,
                ScalarBuffer::from(Vec::new()),
            ));
            frozen.typed_data_mut::<T>()[place..place + values.len()].copy_from_slice(values);
            self.base = ScalarBuffer::from(Buffer::from(frozen));
        } else {
            let place = place - self.base.len();
            self.tail[place..place + values.len()].copy_from_slice(values);
        }
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        size_of_val(self.base()) + self.tail.capacity() * size_of::<T>()
    }
}

#[allow(dead_code, reason = "changes to posts need it")]
/// The buffer to write in: itself where no one else holds it, else a copy.
fn owned<T: ArrowNativeType>(values: ScalarBuffer<T>) -> MutableBuffer {
    values.into_inner().into_mutable().unwrap_or_else(|shared| {
        let mut copy = MutableBuffer::with_capacity(shared.len());
        copy.extend_from_slice(shared.as_slice());
        copy
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_part_is_copied_and_an_own_one_is_not() {
        let mut own = Column::from(vec![1_u32, 2, 3]);
        own.push(4);
        let address = own.base().as_ptr();
        own.write(1, &[7]);
        own.write(3, &[8]);
        assert_eq!(own.iter().collect::<Vec<_>>(), [1, 7, 3, 8]);
        assert_eq!(own.base().as_ptr(), address);

        let shared = own.clone();
        own.write(0, &[9]);
        assert_eq!(shared.get(0), 1);
        assert_eq!(own.get(0), 9);
    }
}
