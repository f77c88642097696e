//! Tables that are noise to a server's compression, and need not be sent.

use anyhow::{Result, ensure};
use walrus::ir::{BinaryOp, LoadKind, MemArg, StoreKind, Value};
use walrus::{
    ConstExpr, DataKind, FunctionBuilder, FunctionId, InstrSeqBuilder, LocalId, Module, ValType,
};

/// The first numbers of the table that Parquet's chunker by content looks into. The
/// chunker is emptied; the linker can not know, and keeps its table of 16 kB.
const CHUNKER: ([u64; 2], usize) = ([0xF09F_35A5_6378_3945, 0x0DCC_5B3B_C5AE_410A], 16384);

/// The polynomial of CRC-32, as gzip counts it.
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// Blanks the chunker's table, if it is there.
pub(crate) fn blank_chunker(module: &mut Module) {
    let (first, length) = CHUNKER;
    let first: Vec<u8> = first.iter().flat_map(|it| it.to_le_bytes()).collect();
    blank(module, &first, length);
}

/// Blanks the tables of CRC-32 if they are there, and computes them when the module starts.
pub(crate) fn compute_checksums(module: &mut Module) -> Result<()> {
    let table = checksums();
    let bytes: Vec<u8> = table.iter().flat_map(|it| it.to_le_bytes()).collect();
    let Some(address) = blank(module, &bytes, bytes.len()) else {
        return Ok(());
    };
    let fill = filler(module, address)?;
    ensure!(module.start.is_none(), "the module has a start already");
    module.start = Some(fill);
    Ok(())
}

/// Puts zeros in the place of the one piece of data that begins with `first`, and
/// tells its address.
fn blank(module: &mut Module, first: &[u8], length: usize) -> Option<u32> {
    let (piece, at, start) = module.data.iter().find_map(|data| {
        let DataKind::Active { offset, .. } = &data.kind else {
            return None;
        };
        let ConstExpr::Value(Value::I32(start)) = offset else {
            return None;
        };
        let mut found = data.value.windows(first.len());
        Some((data.id(), found.position(|bytes| bytes == first)?, *start))
    })?;
    let bytes = &mut module.data.get_mut(piece).value;
    bytes.get_mut(at..at + length)?.fill(0);
    Some(start.cast_unsigned() + u32::try_from(at).ok()?)
}

/// The tables for sixteen bytes at a time: each is the one before, a zero byte on.
fn checksums() -> Vec<u32> {
    let mut table: Vec<u32> = (0..256)
        .map(|byte| (0..8).fold(byte, |sum, _| (sum >> 1) ^ ((sum & 1) * POLYNOMIAL)))
        .collect();
    for place in 256..16 * 256 {
        let before = table[place - 256];
        table.push((before >> 8) ^ table[(before & 255) as usize]);
    }
    table
}

/// A function that does as [`checksums`], at `address`.
fn filler(module: &mut Module, address: u32) -> Result<FunctionId> {
    let memory = crate::memory(module)?;
    let place = MemArg {
        align: 4,
        offset: u64::from(address),
    };
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    let at = module.locals.add(ValType::I32);
    let sum = module.locals.add(ValType::I32);
    let mut body = builder.func_body();
    // Bytes: `at` counts them from the start of the tables.
    up_to(&mut body, at, 256 * 4, |body| {
        body.local_get(at)
            .i32_const(2)
            .binop(BinaryOp::I32ShrU)
            .local_set(sum);
        for _ in 0..8 {
            body.local_get(sum)
                .i32_const(1)
                .binop(BinaryOp::I32ShrU)
                .local_get(sum)
                .i32_const(1)
                .binop(BinaryOp::I32And)
                .i32_const(POLYNOMIAL.cast_signed())
                .binop(BinaryOp::I32Mul)
                .binop(BinaryOp::I32Xor)
                .local_set(sum);
        }
        body.local_get(at)
            .local_get(sum)
            .store(memory, StoreKind::I32 { atomic: false }, place);
    });
    up_to(&mut body, at, 16 * 256 * 4, |body| {
        let load = LoadKind::I32 { atomic: false };
        body.local_get(at)
            .local_get(at)
            .i32_const(256 * 4)
            .binop(BinaryOp::I32Sub)
            .load(memory, load, place)
            .local_tee(sum)
            .i32_const(8)
            .binop(BinaryOp::I32ShrU)
            .local_get(sum)
            .i32_const(255)
            .binop(BinaryOp::I32And)
            .i32_const(2)
            .binop(BinaryOp::I32Shl)
            .load(memory, load, place)
            .binop(BinaryOp::I32Xor)
            .store(memory, StoreKind::I32 { atomic: false }, place);
    });
    Ok(builder.finish(vec![], &mut module.funcs))
}

/// `body` for every fourth number from where `at` is, up to `end`.
fn up_to(
    builder: &mut InstrSeqBuilder<'_>,
    at: LocalId,
    end: i32,
    body: impl FnOnce(&mut InstrSeqBuilder<'_>),
) {
    builder.loop_(None, |each| {
        body(each);
        let again = each.id();
        each.local_get(at)
            .i32_const(4)
            .binop(BinaryOp::I32Add)
            .local_tee(at)
            .i32_const(end)
            .binop(BinaryOp::I32LtU)
            .br_if(again);
    });
}

#[cfg(test)]
mod tests {
    use super::checksums;

    #[test]
    fn the_tables_are_those_of_gzip() {
        let table = checksums();
        assert_eq!(table.len(), 16 * 256);
        // Of the format's description, RFC 1952.
        assert_eq!(table[..3], [0, 0x7707_3096, 0xEE0E_612C]);
        assert_eq!(table[255], 0x2D02_EF8D);
        let sum = b"123456789".iter().fold(!0_u32, |sum, byte| {
            (sum >> 8) ^ table[usize::from(sum.to_le_bytes()[0] ^ byte)]
        });
        assert_eq!(!sum, 0xCBF4_3926);
    }
}
