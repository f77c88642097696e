//! Numbers of a few bits each, unpacked in a loop.
//!
//! Parquet's reader brings code of its own for each width up to 64, unrolled: a
//! fortieth of the module. Numbers wider than 32 bits are rare in tables of posts,
//! and a loop over their bytes is as right.

use anyhow::{Result, ensure};
use walrus::ir::{BinaryOp, ExtendedLoad, InstrSeqId, LoadKind, MemArg, StoreKind, UnaryOp};
use walrus::{FunctionBuilder, FunctionKind, InstrSeqBuilder, LocalId, MemoryId, Module, ValType};

/// The unrolled one, of 64 numbers: where they are packed, how many bytes are there,
/// where they go, and how many bits each has.
const UNROLLED: &str = "parquet::util::bit_pack::unpack64";
const NUMBERS: i32 = 64;

/// Puts the loop in its place, if it is there.
pub(crate) fn in_a_loop(module: &mut Module) -> Result<()> {
    let unrolled = module.funcs.iter().find(|function| {
        let name = function.name.as_deref().unwrap_or_default();
        format!("{:#}", rustc_demangle::demangle(name)) == UNROLLED
    });
    let Some(unrolled) = unrolled.map(walrus::Function::id) else {
        return Ok(());
    };
    let kind = module.types.get(module.funcs.get(unrolled).ty());
    let expected = kind.params() == [ValType::I32; 4] && kind.results().is_empty();
    ensure!(expected, "{UNROLLED} takes other arguments now");
    let memory = crate::memory(module)?;
    let locals = Locals::new(module);
    let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32; 4], &[]);
    let mut body = builder.func_body();
    locals.check_length(&mut body);
    body.loop_(None, |each| locals.one_number(each, memory));
    let arguments = vec![locals.input, locals.length, locals.output, locals.width];
    module.funcs.get_mut(unrolled).kind = FunctionKind::Local(builder.local_func(arguments));
    Ok(())
}

struct Locals {
    input: LocalId,
    length: LocalId,
    output: LocalId,
    width: LocalId,
    /// The bit at hand, from the start.
    bit: LocalId,
    /// The number at hand, how many of its bits there are, and what they come to.
    number: LocalId,
    have: LocalId,
    value: LocalId,
    /// How many bits the byte at hand gives it.
    take: LocalId,
}

impl Locals {
    fn new(module: &mut Module) -> Self {
        let mut local = |kind| module.locals.add(kind);
        Self {
            input: local(ValType::I32),
            length: local(ValType::I32),
            output: local(ValType::I32),
            width: local(ValType::I32),
            bit: local(ValType::I32),
            number: local(ValType::I32),
            have: local(ValType::I32),
            value: local(ValType::I64),
            take: local(ValType::I32),
        }
    }

    /// A trap where there are less bytes than 64 numbers of this width have.
    fn check_length(&self, body: &mut InstrSeqBuilder<'_>) {
        body.local_get(self.length)
            .local_get(self.width)
            .i32_const(3)
            .binop(BinaryOp::I32Shl)
            .binop(BinaryOp::I32LtU)
            .if_else(
                None,
                |short| {
                    short.unreachable();
                },
                |_| {},
            );
    }

    /// Puts a number together, writes it, and goes round again unless it is the last.
    fn one_number(&self, each: &mut InstrSeqBuilder<'_>, memory: MemoryId) {
        let next = each.id();
        each.i64_const(0)
            .local_set(self.value)
            .i32_const(0)
            .local_set(self.have)
            .block(None, |bytes| {
                let done = bytes.id();
                bytes.loop_(None, |byte| self.one_byte(byte, done, memory));
            })
            .local_get(self.output)
            .local_get(self.number)
            .i32_const(3)
            .binop(BinaryOp::I32Shl)
            .binop(BinaryOp::I32Add)
            .local_get(self.value)
            .store(
                memory,
                StoreKind::I64 { atomic: false },
                MemArg {
                    align: 8,
                    offset: 0,
                },
            )
            .local_get(self.number)
            .i32_const(1)
            .binop(BinaryOp::I32Add)
            .local_tee(self.number)
            .i32_const(NUMBERS)
            .binop(BinaryOp::I32LtU)
            .br_if(next);
    }

    /// Adds what a byte has of the number; leaves where it has all of its bits.
    fn one_byte(&self, byte: &mut InstrSeqBuilder<'_>, done: InstrSeqId, memory: MemoryId) {
        let again = byte.id();
        byte.local_get(self.have)
            .local_get(self.width)
            .binop(BinaryOp::I32GeU)
            .br_if(done);
        // What is left of the byte, or of the number if that is less.
        byte.i32_const(8);
        self.bit_in_byte(byte);
        byte.binop(BinaryOp::I32Sub).local_tee(self.take);
        self.missing(byte);
        byte.local_get(self.take);
        self.missing(byte);
        byte.binop(BinaryOp::I32LtU)
            .select(None)
            .local_set(self.take);
        // Its bits, in their place in the number.
        byte.local_get(self.input)
            .local_get(self.bit)
            .i32_const(3)
            .binop(BinaryOp::I32ShrU)
            .binop(BinaryOp::I32Add)
            .load(
                memory,
                LoadKind::I32_8 {
                    kind: ExtendedLoad::ZeroExtend,
                },
                MemArg {
                    align: 1,
                    offset: 0,
                },
            );
        self.bit_in_byte(byte);
        byte.binop(BinaryOp::I32ShrU)
            .i32_const(1)
            .local_get(self.take)
            .binop(BinaryOp::I32Shl)
            .i32_const(1)
            .binop(BinaryOp::I32Sub)
            .binop(BinaryOp::I32And)
            .unop(UnaryOp::I64ExtendUI32)
            .local_get(self.have)
            .unop(UnaryOp::I64ExtendUI32)
            .binop(BinaryOp::I64Shl)
            .local_get(self.value)
            .binop(BinaryOp::I64Or)
            .local_set(self.value);
        for counted in [self.bit, self.have] {
            byte.local_get(counted)
                .local_get(self.take)
                .binop(BinaryOp::I32Add)
                .local_set(counted);
        }
        byte.br(again);
    }

    fn bit_in_byte(&self, builder: &mut InstrSeqBuilder<'_>) {
        builder
            .local_get(self.bit)
            .i32_const(7)
            .binop(BinaryOp::I32And);
    }

    /// How many bits of the number are still to come.
    fn missing(&self, builder: &mut InstrSeqBuilder<'_>) {
        builder
            .local_get(self.width)
            .local_get(self.have)
            .binop(BinaryOp::I32Sub);
    }
}
