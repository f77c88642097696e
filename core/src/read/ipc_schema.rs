//! The schema of Arrow IPC, looked through before it is taken over.
//!
//! The arrow crate takes a schema for what its flat buffer says, and panics
//! where that is no Arrow type. A damaged file says such things.

use arrow::ipc::{DateUnit, Field, IntervalUnit, Precision, Schema, TimeUnit, Type};

/// Whether the arrow crate can take `schema` over; else what is wrong with it.
pub(super) fn check(schema: Schema<'_>) -> Result<(), String> {
    let fields = schema.fields().ok_or("the schema has no fields")?;
    fields.iter().try_for_each(field)
}

/// The flat buffer was verified, which bounds how deep fields can lie in fields.
fn field(field: Field<'_>) -> Result<(), String> {
    let known = kind(field).unwrap_or(false)
        && field.dictionary().is_none_or(|dictionary| {
            dictionary
                .indexType()
                .is_some_and(|index| is_width(index.bitWidth()))
                && !has_coded_children(field)
        });
    if !known {
        let name = field.name().unwrap_or_default();
        return Err(format!("the type of column `{name}` is not supported"));
    }
    field
        .children()
        .into_iter()
        .flatten()
        .try_for_each(self::field)
}

/// Whether there are dictionaries in what a field holds: within a dictionary they do
/// not occur in tables of posts, and growing one would take code for every type.
fn has_coded_children(field: Field<'_>) -> bool {
    let mut children = field.children().into_iter().flatten();
    children.any(|child| child.dictionary().is_some() || has_coded_children(child))
}

fn kind(field: Field<'_>) -> Option<bool> {
    let children = field.children().map_or(0, |children| children.len());
    Some(match field.type_type() {
        Type::Null
        | Type::Bool
        | Type::Binary
        | Type::BinaryView
        | Type::LargeBinary
        | Type::Utf8
        | Type::Utf8View
        | Type::LargeUtf8
        | Type::Struct_ => true,
        Type::Int => is_width(field.type_as_int()?.bitWidth()),
        Type::FixedSizeBinary => field.type_as_fixed_size_binary()?.byteWidth() >= 0,
        Type::FloatingPoint => matches!(
            field.type_as_floating_point()?.precision(),
            Precision::HALF | Precision::SINGLE | Precision::DOUBLE
        ),
        Type::Date => matches!(
            field.type_as_date()?.unit(),
            DateUnit::DAY | DateUnit::MILLISECOND
        ),
        Type::Time => {
            let time = field.type_as_time()?;
            matches!(
                (time.bitWidth(), time.unit()),
                (32, TimeUnit::SECOND | TimeUnit::MILLISECOND)
                    | (64, TimeUnit::MICROSECOND | TimeUnit::NANOSECOND)
            )
        }
        Type::Timestamp => is_unit(field.type_as_timestamp()?.unit()),
        Type::Duration => is_unit(field.type_as_duration()?.unit()),
        Type::Interval => matches!(
            field.type_as_interval()?.unit(),
            IntervalUnit::YEAR_MONTH | IntervalUnit::DAY_TIME | IntervalUnit::MONTH_DAY_NANO
        ),
        Type::Decimal => {
            let decimal = field.type_as_decimal()?;
            matches!(decimal.bitWidth(), 32 | 64 | 128 | 256)
                && (1..=76).contains(&decimal.precision())
                && (-76..=76).contains(&decimal.scale())
        }
        Type::List | Type::LargeList | Type::ListView | Type::LargeListView | Type::Map => {
            children == 1
        }
        Type::FixedSizeList => children == 1 && field.type_as_fixed_size_list()?.listSize() >= 0,
        // Unions and run ends do not occur in tables of posts.
        _ => false,
    })
}

fn is_width(bits: i32) -> bool {
    matches!(bits, 8 | 16 | 32 | 64)
}

fn is_unit(unit: TimeUnit) -> bool {
    (TimeUnit::SECOND..=TimeUnit::NANOSECOND).contains(&unit)
}
