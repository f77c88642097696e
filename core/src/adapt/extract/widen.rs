//! Arrow arrays of many types as arrays of a few: what `arrow::compute::cast`
//! does, for the types that tables of posts have and no others. Through that
//! function every type would lead to every other, and a module for a page would
//! carry half as much again.

use std::sync::Arc;

use arrow::array::{
    Array, ArrowPrimitiveType, AsArray, Float64Array, Int64Array, LargeStringArray, PrimitiveArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{
    DataType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, i256,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::{Error, ErrorKind, Result};

const MICROS_IN_DAY: i64 = 86_400_000_000;

/// Integers of up to 64 bits with a sign, or 32 without.
pub(super) fn integers(array: &dyn Array) -> Result<Int64Array> {
    fn from<T: ArrowPrimitiveType<Native: Into<i64>>>(array: &dyn Array) -> Int64Array {
        array.as_primitive::<T>().unary(Into::into)
    }
    Ok(match array.data_type() {
        DataType::Int8 => from::<Int8Type>(array),
        DataType::Int16 => from::<Int16Type>(array),
        DataType::Int32 => from::<Int32Type>(array),
        DataType::Int64 => array.as_primitive::<Int64Type>().clone(),
        DataType::UInt8 => from::<UInt8Type>(array),
        DataType::UInt16 => from::<UInt16Type>(array),
        DataType::UInt32 => from::<UInt32Type>(array),
        other => return Err(unreadable(other)),
    })
}

/// Floats and decimals.
pub(super) fn floats(array: &dyn Array) -> Result<Float64Array> {
    /// A decimal is its digits over a power of ten.
    fn decimal<T: ArrowPrimitiveType>(
        array: &dyn Array,
        scale: i8,
        digits: fn(T::Native) -> f64,
    ) -> Float64Array {
        let power = 10_f64.powi(scale.into());
        array
            .as_primitive::<T>()
            .unary(|value| digits(value) / power)
    }
    Ok(match array.data_type() {
        DataType::Float16 => array.as_primitive::<Float16Type>().unary(f64::from),
        DataType::Float32 => array.as_primitive::<Float32Type>().unary(f64::from),
        DataType::Float64 => array.as_primitive::<Float64Type>().clone(),
        DataType::Decimal32(_, scale) => decimal::<Decimal32Type>(array, *scale, f64::from),
        DataType::Decimal64(_, scale) => decimal::<Decimal64Type>(array, *scale, |it| it as f64),
        DataType::Decimal128(_, scale) => decimal::<Decimal128Type>(array, *scale, |it| it as f64),
        DataType::Decimal256(_, scale) => decimal::<Decimal256Type>(array, *scale, wide),
        other => return Err(unreadable(other)),
    })
}

fn wide(value: i256) -> f64 {
    // Of a negative number the parts are large, and what they leave of each other is not exact.
    let (low, high) = value.wrapping_abs().to_parts();
    let size = high as f64 * 2_f64.powi(128) + low as f64;
    if value.is_negative() { -size } else { size }
}

/// Times and days as UTC microseconds; what lies outside of their range is NULL.
pub(super) fn times(array: &dyn Array) -> Result<TimestampMicrosecondArray> {
    fn times<T: ArrowPrimitiveType<Native: Into<i64>>>(
        array: &dyn Array,
        micros: i64,
    ) -> TimestampMicrosecondArray {
        let array: &PrimitiveArray<T> = array.as_primitive();
        array.unary_opt(|time| time.into().checked_mul(micros))
    }
    Ok(match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => times::<TimestampSecondType>(array, 1_000_000),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            times::<TimestampMillisecondType>(array, 1000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            let array = array.as_primitive::<TimestampMicrosecondType>();
            array.clone().with_timezone_opt(None::<Arc<str>>)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => array
            .as_primitive::<TimestampNanosecondType>()
            .unary(|time| time / 1000),
        DataType::Date32 => times::<Date32Type>(array, MICROS_IN_DAY),
        DataType::Date64 => times::<Date64Type>(array, 1000),
        other => return Err(unreadable(other)),
    })
}

/// Whatever else is one value and has a text form: times of the day, durations, intervals.
pub(super) fn shown(array: &dyn Array) -> Result<LargeStringArray> {
    match array.data_type() {
        DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Duration(_)
        | DataType::Interval(_) => {
            let formatter = ArrayFormatter::try_new(array, &FormatOptions::default())?;
            let texts = (0..array.len()).map(|row| {
                let text = || Ok(formatter.value(row).try_to_string()?);
                array.is_valid(row).then(text).transpose()
            });
            texts.collect()
        }
        other => Err(unreadable(other)),
    }
}

fn unreadable(kind: &DataType) -> Error {
    Error::new(
        ErrorKind::Corrupt,
        format!("a column of the type {kind} can not be read"),
    )
    .hint("write it as text, numbers, times, lists or structs")
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, Date32Array, Date64Array, Decimal128Array, Int32Array};
    use arrow::array::{StringArray, TimestampMillisecondArray, UInt8Array};
    use arrow::compute::cast;

    use super::*;

    fn numbers(kind: &DataType) -> ArrayRef {
        let texts: StringArray = ["0", "-7", "100", "31", "9.75", "-0.25"]
            .into_iter()
            .map(Some)
            .chain([None])
            .collect();
        cast(&texts, kind).unwrap()
    }

    /// The crate's own conversions say what is right.
    #[test]
    fn as_arrow_casts() {
        use DataType as D;
        for kind in [
            D::Int8,
            D::Int16,
            D::Int32,
            D::Int64,
            D::UInt8,
            D::UInt16,
            D::UInt32,
        ] {
            let array = numbers(&kind);
            let casted = cast(&array, &D::Int64).unwrap();
            assert_eq!(
                &integers(&array).unwrap() as &dyn Array,
                casted.as_ref(),
                "{kind}"
            );
        }
        for kind in [
            D::Float16,
            D::Float32,
            D::Float64,
            D::Decimal32(9, 2),
            D::Decimal64(18, 3),
            D::Decimal128(38, 4),
            D::Decimal256(76, 5),
        ] {
            let array = numbers(&kind);
            let casted = cast(&array, &D::Float64).unwrap();
            assert_eq!(
                &floats(&array).unwrap() as &dyn Array,
                casted.as_ref(),
                "{kind}"
            );
        }
        let whole = Int64Array::from(vec![Some(0), Some(-1_234_567), Some(1_700_000_000), None]);
        let small = Int32Array::from(vec![Some(0), Some(-20_000), Some(20_000), None]);
        let micros = D::Timestamp(TimeUnit::Microsecond, None);
        for unit in [
            TimeUnit::Second,
            TimeUnit::Millisecond,
            TimeUnit::Microsecond,
            TimeUnit::Nanosecond,
        ] {
            for zone in [None, Some("+02:00".into())] {
                let array = cast(&whole, &D::Timestamp(unit, zone)).unwrap();
                let casted = cast(&array, &micros).unwrap();
                assert_eq!(
                    &times(&array).unwrap() as &dyn Array,
                    casted.as_ref(),
                    "{unit:?}"
                );
            }
        }
        for array in [
            cast(&small, &D::Date32).unwrap(),
            cast(&whole, &D::Date64).unwrap(),
        ] {
            let casted = cast(&array, &micros).unwrap();
            assert_eq!(&times(&array).unwrap() as &dyn Array, casted.as_ref());
        }
        for kind in [
            D::Time32(TimeUnit::Second),
            D::Duration(TimeUnit::Millisecond),
        ] {
            let array = cast(&small, &D::Int32).unwrap();
            let array = match kind {
                D::Time32(_) => cast(&UInt8Array::from(vec![Some(7), None]), &D::Int32).unwrap(),
                _ => cast(&array, &D::Int64).unwrap(),
            };
            let array = cast(&array, &kind).unwrap();
            let casted = cast(&array, &D::LargeUtf8).unwrap();
            assert_eq!(
                &shown(&array).unwrap() as &dyn Array,
                casted.as_ref(),
                "{kind}"
            );
        }
    }

    #[test]
    fn out_of_range_is_null_and_other_types_are_refused() {
        let far = TimestampMillisecondArray::from(vec![i64::MAX, 1]);
        assert_eq!(
            times(&far).unwrap(),
            TimestampMicrosecondArray::from(vec![None, Some(1000)])
        );
        let far = Date32Array::from(vec![i32::MAX]);
        assert!(times(&far).unwrap().is_null(0));
        let far = Date64Array::from(vec![i64::MIN]);
        assert!(times(&far).unwrap().is_null(0));
        let decimal = Decimal128Array::from(vec![15])
            .with_precision_and_scale(3, -2)
            .unwrap();
        assert_eq!(floats(&decimal).unwrap(), Float64Array::from(vec![1500.0]));
        let texts = StringArray::from(vec!["x"]);
        for outcome in [
            integers(&texts).err(),
            floats(&texts).err(),
            times(&texts).err(),
            shown(&texts).err(),
        ] {
            assert_eq!(outcome.unwrap().kind(), ErrorKind::Corrupt);
        }
    }
}
