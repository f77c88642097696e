/** Values of Arrow columns as people read them, and as charts take them. */
import { type Column, type DataType, type Field, type Table, tableFromIPC, Type } from "@uwdata/flechette";

/** A longer text is cut where a table shows it. */
const LONGEST = 300;

/** Reads an Arrow IPC stream: integers of 64 bits and decimals exactly, times in milliseconds. */
export function readArrow(ipc: Uint8Array): Table {
  return tableFromIPC(ipc, { useBigInt: true, useDecimalInt: true });
}

/** Whether values of a type stand to the right. */
export function isNumber(type: DataType): boolean {
  return type.typeId === Type.Int || type.typeId === Type.Float || type.typeId === Type.Decimal;
}

export function isTime(type: DataType): boolean {
  return type.typeId === Type.Timestamp || type.typeId === Type.Date || type.typeId === Type.Time;
}

/** What a type is called in a header. */
export function typeName(type: DataType): string {
  switch (type.typeId) {
    case Type.Int:
      return type.bitWidth === 64 ? "bigint" : type.bitWidth === 32 ? "integer" : `int${type.bitWidth}`;
    case Type.Float:
      return "double";
    case Type.Decimal:
      return type.scale === 0 ? "hugeint" : "decimal";
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return "text";
    case Type.Bool:
      return "boolean";
    case Type.Date:
      return "date";
    case Type.Timestamp:
      return "timestamp";
    case Type.Time:
      return "time";
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
      return `${typeName(type.children[0]?.type ?? ({ typeId: Type.Null } as DataType))}[]`;
    case Type.Struct:
      return "struct";
    case Type.Map:
      return "map";
    case Type.Dictionary:
      return "enum";
    case Type.Interval:
      return "interval";
    case Type.Null:
      return "null";
    default:
      return "binary";
  }
}

/** A time in ISO 8601 and UTC, with as many digits of the second as it needs. */
function timeText(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000);
  const whole = Math.floor(micros / 1_000_000);
  const date = new Date(whole * 1000);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  const rest = micros - whole * 1_000_000;
  const text = date.toISOString().slice(0, -5);
  return `${text}${rest === 0 ? "" : `.${String(rest).padStart(6, "0").replace(/0+$/, "")}`}Z`;
}

function clockText(micros: number): string {
  return timeText(micros / 1000).slice(11, -1);
}

function decimalText(value: bigint | number, scale: number): string {
  const exact = BigInt(value);
  if (scale <= 0) return exact.toString();
  const digits = (exact < 0n ? -exact : exact).toString().padStart(scale + 1, "0");
  return `${exact < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A float with at most four decimals; the whole where it is tiny or huge, as in the command's notebooks. */
export function rounded(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && !(size >= 1e-3 && size < 1e15)) return String(value);
  const text = value.toFixed(4);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A value as text; null for NULL. Floats in full. */
export function valueText(type: DataType, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Decimal:
      return decimalText(value as bigint | number, type.scale);
    case Type.Date:
      return timeText(Number(value)).slice(0, 10);
    case Type.Timestamp:
      return timeText(Number(value));
    case Type.Time:
      return clockText(Number(value));
    case Type.Dictionary:
      return valueText(type.dictionary, value);
    case Type.Interval:
      return intervalText(value);
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.Struct:
    case Type.Map:
      return JSON.stringify(plain(type, value));
    case Type.Binary:
    case Type.LargeBinary:
    case Type.FixedSizeBinary:
      return Array.from(value as Uint8Array, (byte) => byte.toString(16).padStart(2, "0")).join("");
    default:
      return String(value);
  }
}

function intervalText(value: unknown): string {
  const [months = 0, days = 0, nanos = 0] = Array.from(value as ArrayLike<number | bigint>, Number);
  const parts = [
    months === 0 ? "" : `${months} months`,
    days === 0 ? "" : `${days} days`,
    nanos === 0 ? "" : clockText(nanos / 1000),
  ];
  return parts.filter((part) => part !== "").join(" ") || "0 days";
}

/** A nested value as JSON can hold it. */
function plain(type: DataType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const children: Field[] = "children" in type && Array.isArray(type.children) ? (type.children as Field[]) : [];
  switch (type.typeId) {
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList: {
      const of = children[0]?.type;
      return of ? Array.from(value as Iterable<unknown>, (item) => plain(of, item)) : [];
    }
    case Type.Struct:
      return Object.fromEntries(
        children.map((child) => [child.name, plain(child.type, (value as Record<string, unknown>)[child.name])]),
      );
    case Type.Map:
      return Array.from(value as Iterable<[unknown, unknown]>, ([key, of]) => [String(key), String(of)]);
    case Type.Bool:
      return value;
    case Type.Int:
    case Type.Float: {
      const number = Number(value);
      return typeof value === "bigint" && !Number.isSafeInteger(number) ? value.toString() : number;
    }
    default:
      return valueText(type, value);
  }
}

/** A value as a table shows it: floats rounded, long texts cut. */
export function cellText(type: DataType, value: unknown): string | null {
  if (typeof value === "number" && type.typeId === Type.Float) return rounded(value);
  const text = valueText(type, value);
  if (text === null || text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST)}…`;
}

/**
 * Rows as Vega reads them. Days and times go without a zone: Vega shows times
 * in the reader's own zone, and so they show as they are, in UTC.
 */
export function chartRows(table: Table): Record<string, unknown>[] {
  const columns = table.schema.fields.map((field, place) => ({
    field,
    column: table.getChildAt(place) as Column<unknown>,
  }));
  return Array.from({ length: table.numRows }, (_, row) =>
    Object.fromEntries(columns.map(({ field, column }) => [field.name, chartValue(field.type, column.at(row))])),
  );
}

function chartValue(type: DataType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Date:
      return `${valueText(type, value)}T00:00:00`;
    case Type.Timestamp:
      return valueText(type, value)?.slice(0, -1);
    case Type.Decimal:
      return Number(decimalText(value as bigint | number, type.scale));
    case Type.Int:
      return Number(value);
    case Type.Float:
      return Number.isFinite(value) ? value : null;
    case Type.Bool:
      return value;
    case Type.List:
    case Type.Struct:
      return plain(type, value);
    default:
      return valueText(type, value);
  }
}
