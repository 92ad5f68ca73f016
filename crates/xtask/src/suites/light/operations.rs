//! Makes a wasm module count what it does.
//!
//! Enters: a module. Leaves: the same module with a global `operations` that grows with every instruction that is carried out.
//! Each straight piece of code adds its length when it begins, so that a piece costs three instructions however long it is; those are not
//! counted themselves, nor are the ends of blocks, which do nothing.

use anyhow::{Result, bail};
use walrus::{
    ConstExpr, FunctionKind, GlobalId, LocalFunction, Module, ValType,
    ir::{BinaryOp, Binop, Const, GlobalGet, GlobalSet, IfElse, Instr, InstrLocId, InstrSeqId, Value},
};

/// The name of the global.
const NAME: &str = "operations";

/// The module, counting.
pub(super) fn counted(module: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(module)?;
    if module.exports.iter().any(|export| export.name == NAME) {
        bail!("the module exports {NAME} itself: it counts already");
    }
    let counter = module.globals.add_local(ValType::I64, true, false, ConstExpr::Value(Value::I64(0)));
    module.exports.add(NAME, counter);
    for function in module.funcs.iter_mut() {
        if let FunctionKind::Local(function) = &mut function.kind {
            count(function, counter);
        }
    }
    Ok(module.emit_wasm())
}

/// Puts the counter into every sequence of a function.
fn count(function: &mut LocalFunction, counter: GlobalId) {
    let mut open = vec![function.entry_block()];
    while let Some(sequence) = open.pop() {
        let plain = std::mem::take(&mut function.block_mut(sequence).instrs);
        let mut counting = Vec::with_capacity(plain.len() * 2);
        for piece in plain.split_inclusive(|(instruction, _)| ends_piece(instruction)) {
            counting.extend(add(counter, piece.len()));
            counting.extend(piece.iter().cloned());
            open.extend(piece.iter().flat_map(|(instruction, _)| inside(instruction)));
        }
        function.block_mut(sequence).instrs = counting;
    }
}

/// Whether what follows may be reached in another way, or not at all.
fn ends_piece(instruction: &Instr) -> bool {
    matches!(
        instruction,
        Instr::Block(_)
            | Instr::Loop(_)
            | Instr::IfElse(_)
            | Instr::Br(_)
            | Instr::BrIf(_)
            | Instr::BrTable(_)
            | Instr::Return(_)
            | Instr::Unreachable(_)
    )
}

/// The sequences inside an instruction.
fn inside(instruction: &Instr) -> Vec<InstrSeqId> {
    match instruction {
        Instr::Block(block) => vec![block.seq],
        Instr::Loop(body) => vec![body.seq],
        Instr::IfElse(IfElse { consequent, alternative }) => vec![*consequent, *alternative],
        _ => Vec::new(),
    }
}

/// `counter += length`.
fn add(counter: GlobalId, length: usize) -> [(Instr, InstrLocId); 4] {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let instructions: [Instr; 4] = [
        GlobalGet { global: counter }.into(),
        Const { value: Value::I64(length) }.into(),
        Binop { op: BinaryOp::I64Add }.into(),
        GlobalSet { global: counter }.into(),
    ];
    instructions.map(|instruction| (instruction, InstrLocId::default()))
}

#[cfg(test)]
mod tests {
    use super::counted;
    use walrus::{
        FunctionBuilder, Module, ModuleConfig, ValType,
        ir::{BinaryOp, Instr, Value},
    };

    /// The lengths that a counting module adds, in the order of its code.
    fn lengths(module: &[u8]) -> Vec<i64> {
        let module = Module::from_buffer(module).unwrap();
        let function = module.funcs.iter_local().next().unwrap().1;
        let mut found = Vec::new();
        let mut open = vec![function.entry_block()];
        while let Some(sequence) = open.pop() {
            for (instruction, _) in &function.block(sequence).instrs {
                if let Instr::Const(constant) = instruction
                    && let Value::I64(length) = constant.value
                {
                    found.push(length);
                }
                open.extend(super::inside(instruction));
            }
        }
        found
    }

    #[test]
    fn each_straight_piece_adds_its_length() {
        let mut module = Module::with_config(ModuleConfig::new());
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[]);
        let given = module.locals.add(ValType::I32);
        builder.func_body().i32_const(1).drop().loop_(None, |body| {
            let again = body.id();
            body.local_get(given).i32_const(1).binop(BinaryOp::I32Sub).local_tee(given).br_if(again).i32_const(2).drop();
        });
        let function = builder.finish(vec![given], &mut module.funcs);
        module.exports.add("run", function);
        let counting = counted(&module.emit_wasm()).unwrap();
        // Three up to the loop and with it; five of the loop up to its way back; two after it.
        assert_eq!(lengths(&counting), [3, 5, 2]);
        assert!(counted(&counting).unwrap_err().to_string().contains("counts already"));
    }
}
